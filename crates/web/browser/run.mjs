// The local web app in a real browser: with mouse, with the keyboard alone, on a phone and on a laptop.
//
// It starts the program on an empty store, walks the whole way, looks at every page with axe, listens for anything that
// the content policy refuses, and leaves pictures in target/browser/. Run it with `cargo xtask browser`.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import assert from "node:assert/strict";

const [program, pictures, tools] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(tools, "package.json"));
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const root = resolve(import.meta.dirname, "../../..");
const CHROMIUM = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);
const SIZES = [
  { name: "phone", width: 390, height: 844 },
  { name: "laptop", width: 1440, height: 900 },
];
const SCRIPT = `<script>globalThis.ran=1</script>"'&amp;`;

/** Starts the program on a fresh store and gives its address. */
async function serve() {
  const folder = mkdtempSync(join(tmpdir(), "evenstride-"));
  const child = spawn(program, ["serve", "--port", "0", "--store", join(folder, "store.db")], { stdio: ["ignore", "pipe", "inherit"] });
  running.add(child);
  const address = await new Promise((found, failed) => {
    let text = "";
    child.stdout.on("data", (part) => {
      text += part;
      const match = text.match(/http:\/\/\S+/);
      if (match) found(match[0].replace(/\/$/, ""));
    });
    child.on("exit", (code) => failed(new Error(`the program ended with ${code}`)));
  });
  const stop = () =>
    new Promise((done) => {
      child.removeAllListeners("exit");
      running.delete(child);
      child.on("exit", (code) => {
        rmSync(folder, { recursive: true, force: true });
        assert.equal(code, 0, "it ends in good order");
        done();
      });
      child.kill("SIGINT");
    });
  return { address, stop };
}

const refused = [];
// All problems of all pages are told at the end, so that one does not hide the next.
const problems = [];
const running = new Set();
/** A page that notes whatever the policy refuses and whatever goes wrong in it. */
async function open(browser, size, options = {}) {
  const context = await browser.newContext({ viewport: { width: size.width, height: size.height }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (404|422)/.test(message.text())) refused.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => refused.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol !== "data:" && hostname !== "127.0.0.1") refused.push(`asked ${hostname}`);
  });
  return page;
}

/** No violation, no sideways scrolling, one main heading, the page inside its frame. */
async function look(page, what) {
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
  await page.screenshot({ path: join(pictures, `${what}.png`), fullPage: true });
}

const examples = join(root, "examples/first-check");

/** Answers no to every question with the mouse. */
async function answerNo(page, name) {
  let n = 0;
  while (/questions\/\d+$/.test(page.url())) {
    if (n === 0) await look(page, `${name}-question`);
    await page.locator(".choice", { hasText: /^No$/ }).click();
    await page.getByRole("button", { name: "Continue" }).click();
    n += 1;
    assert.ok(n < 100, "the questions come to an end");
  }
  return n;
}

/** The whole way with the mouse, each page looked at. */
async function withTheMouse(browser, size) {
  const server = await serve();
  const page = await open(browser, size);
  const name = size.name;
  await page.goto(server.address);
  await look(page, `${name}-welcome`);
  await page.getByLabel("Name").fill("ada");
  await page.getByRole("button", { name: "Start" }).click();
  await look(page, `${name}-about`);
  await page.getByLabel("Height in cm").fill("two");
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  assert.match(await page.title(), /^Error:/);
  await look(page, `${name}-about-error`);
  await page.goto(`${server.address}/p/1`);
  await look(page, `${name}-today-new`);
  await page.getByRole("link", { name: "Go to the questions" }).click();
  await look(page, `${name}-questions`);
  await page.getByRole("button", { name: "Start with the questions" }).click();
  const first = page.url();
  await page.getByRole("button", { name: "Continue" }).click();
  assert.equal(page.url(), first, "a choice is asked for");
  await page.locator(".choice", { hasText: /^No$/ }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  assert.notEqual(page.url(), first);
  await page.goBack();
  assert.equal(page.url(), first, "back leads to the question before");
  assert.ok(await page.getByRole("radio", { name: "No", exact: true }).isChecked(), "with its answer");
  await page.getByRole("button", { name: "Continue" }).click();
  assert.ok((await answerNo(page, name)) > 10);
  await look(page, `${name}-cleared`);
  await page.getByRole("link", { name: "Bring in what you measured" }).click();
  await look(page, `${name}-bring`);
  await page.getByLabel("Choose a file").setInputFiles(join(examples, "person.toml"));
  await page.getByRole("button", { name: "Bring it in" }).click();
  await page.getByRole("link", { name: "Bring in more" }).click();
  await page.getByLabel("Choose a file").setInputFiles(join(examples, "measurements.csv"));
  await page.getByRole("button", { name: "Bring it in" }).click();
  await look(page, `${name}-brought`);
  await page.reload();
  await page.getByRole("link", { name: "See the results" }).click();
  await look(page, `${name}-results`);
  for (const summary of await page.locator("summary").all()) await summary.click();
  await look(page, `${name}-results-open`);
  await page.getByRole("link", { name: "See the week for this" }).click();
  await look(page, `${name}-plan`);
  await page.getByText("Days, minutes, things at hand, likes").click();
  await page.getByLabel("Tuesday").fill("20");
  await look(page, `${name}-plan-wishes`);
  await page.getByRole("button", { name: "Keep and work out the week" }).click();
  await page.getByRole("button", { name: "Follow this week from today on" }).click();
  await look(page, `${name}-train`);
  await page.getByRole("button", { name: "Keep this training" }).click();
  await look(page, `${name}-logged`);
  for (const way of ["Today", "Progress"]) {
    await page.getByRole("navigation", { name: "Main pages" }).getByRole("link", { name: way }).click();
    await look(page, `${name}-${way.toLowerCase()}`);
  }
  for (const way of ["People", "Squad", "Data"]) {
    await page.getByRole("navigation", { name: "More pages" }).getByRole("link", { name: way }).click();
    await look(page, `${name}-${way.toLowerCase()}`);
  }
  await page.getByRole("navigation", { name: "More pages" }).getByRole("link", { name: "Library" }).click();
  await look(page, `${name}-library`);
  await page.goto(`${server.address}/library/exercises/split-squat.html`);
  await look(page, `${name}-library-exercise`);
  assert.ok((await page.locator("img").first().evaluate((image) => image.naturalWidth)) > 0, "its figure is drawn");
  await page.goto(`${server.address}/no-such-page`);
  await look(page, `${name}-not-found`);
  if (name === "phone") {
    for (const scheme of ["dark"]) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const behind of ["", "/results", "/plan", "/train", "/questions/1", "/bring"]) {
        await page.goto(`${server.address}/p/1${behind}`);
        await look(page, `${name}-${scheme}${behind.replaceAll("/", "-")}`);
      }
    }
  }
  await page.context().close();
  await server.stop();
}

/** A yes that stops, its page on paper, and the way on. */
async function stopping(browser, size) {
  const server = await serve();
  const page = await open(browser, size);
  await page.goto(server.address);
  await page.getByLabel("Name").fill(SCRIPT);
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByLabel("Sport").fill(SCRIPT);
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await page.goto(`${server.address}/p/1/about`);
  await page.getByLabel("What it was, in your words").fill(SCRIPT);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await look(page, `${size.name}-about-script`);
  await page.goto(`${server.address}/p/1/questions`);
  await page.getByRole("button", { name: "Start with the questions" }).click();
  await page.locator(".choice", { hasText: /^Not sure$/ }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await look(page, `${size.name}-stop`);
  for (const behind of ["", "/results", "/plan", "/train", "/progress"]) {
    await page.goto(`${server.address}/p/1${behind}`);
    assert.match(await page.locator("h1").innerText(), /Get emergency help now/);
  }
  await page.emulateMedia({ media: "print" });
  assert.ok(!(await page.getByRole("button").first().isVisible()), "paper has no buttons");
  await page.screenshot({ path: join(pictures, `${size.name}-stop-print.png`), fullPage: true });
  await page.emulateMedia({ media: "screen" });
  await page.getByLabel("Who it was").fill(SCRIPT);
  await page.getByLabel("On which day").fill("2026-01-02");
  await page.getByRole("button", { name: "They said that I can go on" }).click();
  assert.match(page.url(), /questions\/\d+$/, "the other questions come next");
  await page.goto(`${server.address}/p/1/train`);
  await page.getByLabel("Lines of training").fill(SCRIPT);
  await page.getByRole("button", { name: "Keep this training" }).click();
  await look(page, `${size.name}-train-error`);
  await page.goto(`${server.address}/p/1/bring`);
  await page.getByLabel("Choose a file").setInputFiles({ name: `${SCRIPT}.csv`, mimeType: "text/csv", buffer: Buffer.from(`${SCRIPT},b\n1,2\n`) });
  await page.getByRole("button", { name: "Bring it in" }).click();
  await look(page, `${size.name}-bring-error`);
  for (const path of ["/people", "/squad", "/data"]) {
    await page.goto(`${server.address}${path}`);
    await look(page, `${size.name}-script${path.replace("/", "-")}`);
  }
  await page.context().close();
  await server.stop();
}

/** Moves on with Tab until something of this name has the focus. */
async function tabTo(page, name) {
  for (let n = 0; n < 300; n += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element.labels?.[0]?.innerText ?? element.getAttribute("aria-label") ?? element.innerText ?? "";
      const box = element.getBoundingClientRect();
      const bar = document.querySelector("nav.ways");
      const fixed = bar && getComputedStyle(bar).position === "fixed" && !bar.contains(element);
      const covered = fixed && box.height > 0 && box.top >= bar.getBoundingClientRect().top;
      return { label: label.trim(), covered, tag: element.tagName };
    });
    assert.ok(!at.covered, `the bar covers “${at.label}”`);
    if (at.label.startsWith(name)) return;
  }
  assert.fail(`Tab does not come to “${name}” on ${page.url()}`);
}

/** The same way with the keyboard alone. */
async function withTheKeyboard(browser, size) {
  const server = await serve();
  const page = await open(browser, size);
  const enter = async () => {
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  };
  await page.goto(server.address);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip", "the first stop skips the ways");
  await tabTo(page, "Name");
  await page.keyboard.type("ada");
  await enter();
  await tabTo(page, "Health questions");
  await enter();
  await tabTo(page, "Start with the questions");
  await enter();
  while (/questions\/\d+$/.test(page.url())) {
    await tabTo(page, "Yes");
    await page.keyboard.press("ArrowDown");
    assert.ok(await page.getByRole("radio", { name: "No", exact: true }).isChecked());
    await enter();
  }
  await tabTo(page, "Bring in what you measured");
  await enter();
  for (const file of ["person.toml", "measurements.csv"]) {
    // A file chooser is the system's own; the keyboard opens it, the system closes it.
    await tabTo(page, "Choose a file");
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Space")]);
    await chooser.setFiles(join(examples, file));
    await tabTo(page, "Bring it in");
    await enter();
    if (file === "person.toml") {
      await tabTo(page, "Bring in more");
      await enter();
    }
  }
  await tabTo(page, "See the results");
  await enter();
  await tabTo(page, "See the week for this");
  await enter();
  await tabTo(page, "Follow this week from today on");
  await enter();
  assert.match(await page.locator("h2").first().innerText(), /Next session:/);
  await tabTo(page, "Keep this training");
  await enter();
  await look(page, `${size.name}-keyboard-logged`);
  await page.context().close();
  await server.stop();
}

mkdirSync(pictures, { recursive: true });
assert.ok(CHROMIUM, "chromium is needed; set CHROMIUM to its path");
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
try {
  // A scan that finds nothing must be one that can find something.
  const bare = await open(browser, SIZES[0]);
  await bare.setContent("<html lang=en><title>x</title><main><h1>x</h1><button></button></main>");
  await look(bare, "unlabelled");
  assert.match(problems.splice(0).join(" "), /button-name/, "axe finds what is wrong");
  await bare.context().close();
  for (const size of SIZES) {
    const started = Date.now();
    await withTheMouse(browser, size);
    await stopping(browser, size);
    await withTheKeyboard(browser, size);
    console.log(`${size.name} ${size.width}×${size.height}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  }
  assert.deepEqual(problems, [], "no page has a problem");
  assert.deepEqual(refused, [], "nothing was refused by the policy, and no other machine was asked");
} finally {
  for (const child of running) child.kill("SIGINT");
  await browser.close();
}
console.log(`pictures: ${pictures}`);
