// What a first visit over a slow connection takes: the bytes of every page, and when something useful stands on it.
//
// Each page is opened with an empty cache in Chromium, slowed down by its own network emulation. A page that sends more
// than it may fails the run, because bytes are the same each time; times are printed and never judged. The worker of the
// training page, 1.5 kB, is fetched by the browser itself and not seen here. Run it with `cargo xtask browser --paint`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import assert from "node:assert/strict";
import { SIZES, launch, program, root, running, serve } from "./kit.mjs";

/** The slow connection: so many bits a second either way, and so long until an answer begins. */
const SLOW = { name: "slow", bits: 400_000, wait_ms: 400 };
/** What a first visit may take, on the wire, with everything that the page asks for but the library's figures. */
const MOST_BYTES = 150_000;
const EXAMPLE = join(root, "examples/six-weeks");
/** What is done with the example before its pages are looked at. */
const DONE = [
  ["import", "person.toml", "answers.toml", "first-visit.csv"],
  ["plan", "--keep", "--as-of", "2026-10-05"],
  ["import", "weeks-1-to-3.txt"],
  ["import", "week-4.txt", "answers-again.toml", "week-6.txt"],
  ["import", "second-visit.csv"],
];
/** Every page: how its route is named, and an address of it. A test holds the first against the routes of the server. */
const PAGES = [
  ["/people", "/people"],
  ["/squad", "/squad"],
  ["/squad/bring", "/squad/bring"],
  ["/squad/bring/look/{number}", "/squad/bring/look/2"],
  ["/data", "/data"],
  ["/library/{*path}", "/library/index.html"],
  ["/library/{*path}", "/library/exercises/index.html"],
  ["/library/{*path}", "/library/exercises/split-squat.html"],
  ["/library/{*path}", "/library/tests/index.html"],
  ["/library/{*path}", "/library/norms.html"],
  ["/library/{*path}", "/library/sources.html"],
  ["/library/{*path}", "/library/why.html"],
  ["/p/{person}", "/p/1"],
  ["/p/{person}/about", "/p/1/about"],
  ["/p/{person}/questions", "/p/1/questions"],
  ["/p/{person}/questions/outcome", "/p/1/questions/outcome"],
  ["/p/{person}/questions/{number}", "/p/1/questions/1"],
  ["/p/{person}/bring", "/p/1/bring"],
  ["/p/{person}/bring/{outcome}", "/p/1/bring/1"],
  ["/p/{person}/bring/look/{number}", "/p/1/bring/look/1"],
  ["/p/{person}/check", "/p/1/check"],
  ["/p/{person}/check/tests", "/p/1/check/tests?minutes=20"],
  ["/p/{person}/check/test/{test}", "/p/1/check/test/wall-sit-single?minutes=20"],
  ["/p/{person}/weeks", "/p/1/weeks"],
  ["/p/{person}/remarks", "/p/1/remarks"],
  ["/p/{person}/results", "/p/1/results"],
  ["/p/{person}/plan", "/p/1/plan"],
  ["/p/{person}/plan", "/p/1/plan?new=1&more=1"],
  ["/p/{person}/train", "/p/1/train"],
  ["/p/{person}/train/go", "/p/1/train/go"],
  ["/p/{person}/progress", "/p/1/progress"],
];
/** The pages that are there beyond this machine alone. */
const BEYOND = [
  ["/sign-in", "/sign-in"],
  ["/trust", "/trust"],
];
/** A figure of the library is shown and not counted. */
const isCounted = (url) => !/^\/(figures|library\/figures)\//.test(new URL(url).pathname);

/** Keeps what has been painted so far where the run can read it. */
const watchPaint = () => {
  globalThis.painted = {};
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.painted[entry.name || entry.entryType] = entry.startTime;
  }).observe({ type: "paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.painted.largest = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
};

/** A first visit: bytes as they come over the wire, heads included, requests, and when what was painted. */
async function visit(browser, size, address, path) {
  const context = await browser.newContext({ viewport: { width: size.width, height: size.height }, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  const throughput = SLOW.bits / 8;
  await network.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: SLOW.wait_ms,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  });
  const asked = new Map();
  let bytes = 0;
  let n_requests = 0;
  network.on("Network.requestWillBeSent", ({ requestId, request }) => asked.set(requestId, request.url));
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (!isCounted(asked.get(requestId) ?? address)) return;
    bytes += encodedDataLength;
    n_requests += 1;
  });
  await page.addInitScript(watchPaint);
  const answer = await page.goto(address + path, { waitUntil: "networkidle", timeout: 120_000 });
  assert.equal(answer.status(), 200, `${path} is answered`);
  assert.equal(new URL(page.url()).pathname, new URL(address + path).pathname, `${path} leads nowhere else`);
  const painted = await page.evaluate(() => globalThis.painted);
  const heading = await page.locator("h1").count();
  assert.equal(heading, 1, `${path} has its main heading`);
  await context.close();
  return { bytes, n_requests, first: painted["first-contentful-paint"], useful: painted.largest };
}

/** Looks at pages and gives those that send too much. */
async function table(browser, size, server, pages) {
  const tooLarge = [];
  for (const [, path] of pages) {
    const { bytes, n_requests, first, useful } = await visit(browser, size, server.address, path);
    const row = [path.padEnd(46), String(n_requests).padStart(8), String(bytes).padStart(8)];
    console.log([...row, ...[first, useful].map((ms) => (ms / 1000).toFixed(2).padStart(9))].join(" "));
    if (bytes > MOST_BYTES) tooLarge.push(`${path} sends ${bytes} bytes`);
  }
  return tooLarge;
}

/** Does something in the example, on a store. */
function run(store, words, input) {
  const done = spawnSync(program, [...words, "--store", store], { cwd: EXAMPLE, input, encoding: "utf8" });
  assert.equal(done.status, 0, `${words.join(" ")}: ${done.stderr}`);
}

/** Brings a file in again as a form does, so that there is an outcome to look at, or sends it as the nth one to be looked at alone. */
async function bringIn(address, name, { look = 0, to = "/p/1/bring/file" } = {}) {
  const body = new FormData();
  body.append("file", new Blob([readFileSync(join(EXAMPLE, name))]), name);
  if (look) body.append("look", "yes");
  const answer = await fetch(`${address}${to}`, { method: "POST", body, headers: { origin: address } });
  assert.ok(answer.url.endsWith(look ? `/bring/look/${look}` : "/bring/1"), `${name} is brought in: ${answer.status} ${answer.url}`);
}

const browser = await launch();
try {
  const folder = mkdtempSync(join(tmpdir(), "evenstride-"));
  const store = join(folder, "store.db");
  for (const words of DONE) run(store, words);
  // A session is there only as long as answers hold, so they are given anew today.
  const again = readFileSync(join(EXAMPLE, "answers-again.toml"), "utf8");
  const today = new Date().toLocaleDateString("sv-SE");
  writeFileSync(join(folder, "answers.toml"), again.replace(/answered_on = "[^"]*"/, `answered_on = "${today}"`));
  run(store, ["import", join(folder, "answers.toml")]);
  const size = SIZES[0];
  console.log(`connection “${SLOW.name}”: ${SLOW.bits / 1000} kbit/s, ${SLOW.wait_ms} ms until an answer begins; window ${size.width}×${size.height}`);
  console.log(`${"page".padEnd(46)} ${"requests".padStart(8)} ${"bytes".padStart(8)} ${"first s".padStart(9)} ${"useful s".padStart(9)}`);
  const here = await serve({ folder });
  await bringIn(here.address, "second-visit.csv");
  await bringIn(here.address, "second-visit.csv", { look: 1 });
  await bringIn(here.address, "second-visit.csv", { look: 2, to: "/squad/bring" });
  const tooLarge = await table(browser, size, here, PAGES);
  await here.kill();
  run(store, ["account", "add", "olga", "--role", "owner", "--password-from", "-"], "four words of nonsense\n");
  const beyond = await serve({ folder, words: ["--beyond", "--listen", "127.0.0.1"] });
  tooLarge.push(...(await table(browser, size, beyond, BEYOND)));
  await beyond.stop();
  console.log("bytes: of all answers with their heads, without figures of the library; first: something is painted;");
  console.log("useful: the largest text or picture that the window shows is painted");
  assert.deepEqual(tooLarge, [], `a first visit takes ${MOST_BYTES} bytes at most`);
} finally {
  for (const child of running) child.kill("SIGINT");
  await browser.close();
}
