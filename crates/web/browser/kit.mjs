// What every test in the browser needs: the program on a store of its own, pages that tell what goes wrong in them, and a
// look at a page with axe and a picture.
import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";

export const [program, pictures, tools] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(tools, "package.json"));
export const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
export const SIZES = [
  { name: "phone", width: 390, height: 844 },
  { name: "laptop", width: 1440, height: 900 },
];
export const SCRIPT = `<script>globalThis.ran=1</script>"'&amp;`;

/** The code to end with when there is no browser to look with, so that nothing is known of the pages. */
export const NO_BROWSER = 69;

/** Starts Chromium, and once more if that fails, because a busy machine may be too slow for its first start. */
export async function launch() {
  const path = process.env.CHROMIUM;
  assert.ok(path, "chromium is needed; set CHROMIUM to its path");
  const start = () => chromium.launch({ executablePath: path, args: ["--no-sandbox"], timeout: 60_000 });
  try {
    return await start();
  } catch (error) {
    console.error(`Chromium did not start: ${error.message.split("\n")[0]}; once more`);
  }
  try {
    return await start();
  } catch (error) {
    console.error(`Chromium does not start: ${error.message}`);
    process.exit(NO_BROWSER);
  }
}

/** Starts the program, on a fresh store unless a place is given, with more words if there are any; gives its address. */
export async function serve({ port = 0, folder = mkdtempSync(join(tmpdir(), "evenstride-")), words = [] } = {}) {
  const store = join(folder, "store.db");
  const child = spawn(program, ["serve", "--port", String(port), "--store", store, ...words], { stdio: ["ignore", "pipe", words.length ? "ignore" : "inherit"] });
  running.add(child);
  const address = await new Promise((found, failed) => {
    let text = "";
    child.stdout.on("data", (part) => {
      text += part;
      const match = text.match(/https?:\/\/\S+/);
      if (match) found(match[0].replace(/\/$/, ""));
    });
    child.on("exit", (code) => failed(new Error(`the program ended with ${code}`)));
  });
  const end = (signal) =>
    new Promise((done) => {
      child.removeAllListeners("exit");
      running.delete(child);
      child.on("exit", done);
      child.kill(signal);
    });
  const stop = async () => {
    assert.equal(await end("SIGINT"), 0, "it ends in good order");
    rmSync(folder, { recursive: true, force: true });
  };
  /** Ends it in the middle of whatever it does. */
  const kill = () => end("SIGKILL");
  return { address, stop, kill, folder, store, port: Number(new URL(address).port) };
}

/** What the store holds of the one person in it, by kind. */
export function records(store, kind) {
  const told = spawnSync(program, ["records", "--store", store, "--format", "json", "--last", "1000"], { encoding: "utf8" });
  assert.equal(told.status, 0, told.stderr);
  return JSON.parse(told.stdout).filter((record) => record.kind === kind);
}

export const refused = [];
// All problems of all pages are told at the end, so that one does not hide the next.
export const problems = [];
export const running = new Set();
/**
 * A page that notes whatever the policy refuses and whatever goes wrong in it; `away` lets the network fail and a session
 * end, and without trust in the root there is no worker.
 */
export async function open(browser, size, { away, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: size.width, height: size.height }, ...options });
  return watched(await context.newPage(), { away, untrusted: options.ignoreHTTPSErrors });
}

/** Notes whatever the policy refuses and whatever goes wrong in a page. */
export function watched(page, options = {}) {
  page.on("console", (message) => {
    const expected = options.away ? /status of (401|404|413|422)|net::ERR_/ : /status of (404|422)/;
    // Left in the middle of fetching the worker, a page says so in other words.
    if (options.untrusted && /SSL certificate error|unknown error occurred when fetching the script/.test(message.text())) return;
    if (message.type() === "error" && !expected.test(message.text())) refused.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => refused.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol !== "data:" && hostname !== "127.0.0.1") refused.push(`asked ${hostname}`);
  });
  return page;
}

/** No violation, no sideways scrolling, one main heading, the page inside its frame; all but the heading is told at the end. */
export async function examine(page, what) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const told = found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${what}: ${violation.id}: ${node.target.join(" ")}: ${node.failureSummary}`),
  );
  problems.push(...told);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) problems.push(`${what} scrolls sideways by ${wide}`);
  assert.equal(await page.locator("h1").count(), 1, `${what} has one main heading`);
  assert.ok(!(await page.evaluate(() => globalThis.ran)), `${what} ran a script`);
}

/** The same, with a picture. */
export async function look(page, what) {
  await examine(page, what);
  await page.screenshot({ path: join(pictures, `${what}.png`), fullPage: true });
}

/** Says no to a question, or to all that stand together on its page, without sending it. */
export async function sayNo(page) {
  const none = page.getByRole("checkbox", { name: "None of these", exact: true });
  if (await none.count()) return none.check();
  for (const no of await page.getByRole("radio", { name: "No", exact: true }).all()) await no.check();
}

/** Unfolds the form for lines of training, which stands open on a day with a session alone. */
export async function unfoldLog(page) {
  const log = page.locator("#log");
  if ((await log.getAttribute("open")) === null) await log.locator("summary").click();
}

/** Unfolds what changes a week; where there is none yet, it stands open. */
export async function unfoldChanges(page) {
  const change = page.locator("#change");
  if ((await change.count()) && (await change.getAttribute("open")) === null) await change.locator("> summary").press("Enter");
}

/** The ways to other pages, which are folded on a narrow screen. */
export async function otherPages(page) {
  const ways = page.getByRole("navigation", { name: "More pages" });
  const fold = ways.locator("summary");
  if ((await fold.isVisible()) && (await ways.locator("details").getAttribute("open")) === null) await fold.click();
  return ways;
}

export const examples = join(root, "examples/first-check");
