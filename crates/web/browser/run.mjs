// The local web app in a real browser: with mouse, with the keyboard alone, on a phone and on a laptop.
//
// It starts the program on an empty store, walks the whole way, looks at every page with axe, listens for anything that
// the content policy refuses, and leaves pictures in target/browser/. Run it with `cargo xtask browser`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import assert from "node:assert/strict";
import { SCRIPT, SIZES, examples, launch, look, open, otherPages, pictures, problems, refused, running, sayNo, serve, unfoldChanges, unfoldLog } from "./kit.mjs";
import { beyondThisMachine } from "./beyond.mjs";
import { inGerman } from "./german.mjs";
import { harm } from "./harm.mjs";
import { moving } from "./moving.mjs";
import { narrow } from "./narrow.mjs";
import { seldom } from "./seldom.mjs";
import { training } from "./train.mjs";

/** Answers no to every question with the mouse. */
async function answerNo(page, name) {
  let n = 0;
  while (/questions\/\d+$/.test(page.url())) {
    if (n === 0) await look(page, `${name}-question`);
    if (await page.locator("#several").count()) {
      await look(page, `${name}-questions-several`);
      await page.getByRole("button", { name: "Continue" }).click();
      await page.locator("#error").waitFor();
    }
    await sayNo(page);
    await page.getByRole("button", { name: "Continue" }).click();
    n += 1;
    assert.ok(n < 100, "the questions come to an end");
  }
  return n;
}

/** A check: minutes, the list, a timed or counted test with its clock, numbers kept. */
async function aCheck(page, server, name) {
  await page.goto(`${server.address}/p/1/check`);
  await look(page, `${name}-check`);
  await page.getByRole("button", { name: "Find the tests" }).click();
  await look(page, `${name}-check-list`);
  await page.goto(`${server.address}/p/1/check/test/wall-sit-single?minutes=20`);
  const clock = page.getByRole("button", { name: "Start the clock" }).first();
  await clock.click();
  await page.waitForTimeout(1200);
  await look(page, `${name}-check-test`);
  await page.getByRole("button", { name: /Stop$/ }).first().click();
  const first = page.locator("#tries-form input").first();
  const seconds = Number(await first.inputValue());
  assert.ok(seconds >= 1 && seconds < 120, `the clock has counted ${seconds} s`);
  await first.fill("x");
  await page.getByRole("button", { name: "Keep and go on" }).click();
  await look(page, `${name}-check-test-error`);
  for (const input of await page.locator("#tries-form input").all()) await input.fill("40");
  await page.getByRole("button", { name: "Keep and go on" }).click();
  await look(page, `${name}-check-after`);
}

/** A better week is searched for and told of; the page stays as it is until somebody asks for the other one. */
async function searchedFor(page, name) {
  const shown = () => page.locator("#plan-week").innerText();
  const top = () => page.locator("#plan-week").evaluate((week) => week.getBoundingClientRect().top + scrollY);
  const [before, at] = [await shown(), await top()];
  await page.locator("#search-told").filter({ hasText: /A (better week|week that keeps more) was found/ }).waitFor({ timeout: 60_000 });
  assert.equal(await shown(), before, "the week stays");
  assert.equal(await top(), at, "and where it is");
  await look(page, `${name}-plan-found`);
  await page.getByRole("link", { name: "Show the better week" }).click();
  await page.waitForURL(/longer=1/);
  assert.notEqual(await shown(), before);
  assert.equal(await page.locator("#plan-search").count(), 0, "nothing is left to search for");
  await look(page, `${name}-plan-longer`);
}

/** A link to what is folded away unfolds it: on the page, and as an address that is opened. */
async function unfolds(page, server, behind, to) {
  await page.goto(`${server.address}/p/1${behind}`);
  const link = page.locator(`main a[href^="${to}"]`).first();
  const name = await link.getAttribute("href");
  const place = page.locator(`[id="${name.slice(1)}"]`);
  assert.ok(!(await place.isVisible()), `${name} is folded away`);
  // A link that is folded away itself is followed with the keyboard once its own fold is open.
  await link.evaluate((a) => {
    for (let fold = a.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  });
  await link.click();
  await place.waitFor({ state: "visible" });
  await page.goto("about:blank");
  await page.goto(`${server.address}/p/1${behind}${name}`);
  await place.waitFor({ state: "visible" });
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
  await page.getByRole("button", { name: "Keep and go on" }).click();
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
  // A page that is still on its way cannot be left again.
  await page.waitForLoadState();
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
  for (const summary of await page.locator("main summary").all()) await summary.click();
  await look(page, `${name}-results-open`);
  await unfolds(page, server, "/results", "#s-");
  await page.getByRole("link", { name: "See the week for this" }).first().click();
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  assert.ok(name !== "phone" || tall <= 5500, `a week is ${tall} px long on a phone`);
  await look(page, `${name}-plan`);
  const place = await page.locator("#plan-search").boundingBox();
  assert.ok(place.height <= 72, `the search takes ${place.height} px before the week`);
  await searchedFor(page, name);
  await unfolds(page, server, "/plan", "#e-");
  await page.goto(`${server.address}/p/1/plan`);
  await unfoldChanges(page);
  await page.getByText("Days, minutes, things at hand, likes").click();
  await page.locator("summary", { hasText: "Extra things you have at home" }).click();
  assert.ok(await page.getByLabel("Loop band").isVisible(), "what a home has is a short list");
  assert.ok(!(await page.getByLabel("Leg press machine").isVisible()), "what a gym has stands behind another line");
  const told = page.locator("#plan-told");
  await page.getByLabel("Tuesday").fill("many");
  await told.filter({ hasText: "whole number" }).waitFor();
  await page.getByLabel("Tuesday").fill("20");
  await told.filter({ hasText: "This is the best week" }).waitFor();
  assert.ok(await page.locator("#plan-week").getByText("Tuesday").first().isVisible(), "the week has the new day");
  assert.ok(!(await page.getByText("Swap an exercise or leave one out").isVisible()), "a swap would be of another week");
  await look(page, `${name}-plan-wishes`);
  await page.getByRole("button", { name: "Keep and work out the week" }).click();
  await unfoldChanges(page);
  await page.getByText("Swap an exercise or leave one out").click();
  await page.getByLabel("Leave out").selectOption({ index: 1 });
  await page.getByRole("button", { name: "See what it costs" }).click();
  await look(page, `${name}-plan-swap`);
  await page.getByRole("button", { name: "Show the reasons" }).click();
  await look(page, `${name}-plan-more`);
  await page.goto(`${server.address}/p/1/plan`);
  await page.getByRole("button", { name: "Follow this week from today on" }).click();
  await look(page, `${name}-train`);
  await unfoldLog(page);
  await page.getByRole("button", { name: "Keep this training" }).click();
  await look(page, `${name}-logged`);
  for (const way of ["Today", "Progress"]) {
    await page.getByRole("navigation", { name: "Main pages" }).getByRole("link", { name: way }).click();
    await look(page, `${name}-${way.toLowerCase()}`);
  }
  await page.goto(`${server.address}/p/1/weeks`);
  await look(page, `${name}-weeks`);
  await page.getByText("Look at a log from another app").click();
  await page.getByLabel("Or its lines").fill("2026-11-16 split-squat L 3x8 10kg\n2026-11-16 split-squat R 3x8 10kg");
  await page.getByRole("button", { name: "Show the weeks" }).click();
  await look(page, `${name}-weeks-pasted`);
  await aCheck(page, server, name);
  for (const way of ["People", "Squad", "Data"]) {
    await (await otherPages(page)).getByRole("link", { name: way }).click();
    assert.ok(await page.getByRole("link", { name: "Results" }).isVisible(), "the ways of the person stay");
    await look(page, `${name}-${way.toLowerCase()}`);
  }
  await (await otherPages(page)).getByRole("link", { name: "Library" }).click();
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
  await page.getByRole("button", { name: "Keep and go on" }).click();
  await page.goto(`${server.address}/p/1/about`);
  await page.getByText("Injuries and operations").click();
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
  assert.equal(await page.locator("nav:visible, header.bar:visible").count(), 0, "and no ways, which would cover words");
  await page.screenshot({ path: join(pictures, `${size.name}-stop-print.png`), fullPage: true });
  await page.emulateMedia({ media: "screen" });
  await page.getByLabel("Who it was").fill(SCRIPT);
  await page.getByLabel("On which day").fill("2026-01-02");
  await page.getByRole("button", { name: "They said that I can go on" }).click();
  // What is asked about now is not cleared by somebody who looked before; only a no ends that stop.
  assert.match(await page.locator("h1").innerText(), /Get emergency help now/);
  await look(page, `${size.name}-stop-still`);
  await page.goto(`${server.address}/p/1/questions`);
  await page.getByRole("button", { name: "Answer all of them again" }).click();
  for (let n = 0; /questions\/\d+$/.test(page.url()) && n < 100; n += 1) {
    await sayNo(page);
    await page.getByRole("button", { name: "Continue" }).click();
  }
  assert.match(page.url(), /questions\/outcome$/, "the questions come to an end");
  await page.goto(`${server.address}/p/1/train`);
  await unfoldLog(page);
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

/** Moves on with Tab until something of this name has the focus; gives how many steps that took. */
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
    if (at.label.startsWith(name)) return n + 1;
  }
  assert.fail(`Tab does not come to “${name}” on ${page.url()}`);
}

/** How many steps with Tab lead from the top of a page to the first thing that matters on it. */
async function stepsTo(page, address, wanted) {
  await page.goto(address);
  for (let n = 1; n < 60; n += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement.closest(selector) !== null, wanted)) return n;
  }
  return assert.fail(`Tab does not come to ${wanted} on ${address}`);
}

/** The ways that are seldom taken stand at the top, and nobody has to go through them to reach what a page says. */
async function soonThere(page, server, size) {
  for (const [behind, wanted, most] of [["/results", "main a[href^='#f-']", 9], ["/plan", "#plan-week .exercises", 11]]) {
    const n = await stepsTo(page, `${server.address}/p/1${behind}`, wanted);
    console.log(`${size.name}: ${n} steps with Tab to the first ${wanted}`);
    assert.ok(n <= most, `${n} steps with Tab on ${behind}`);
  }
  const [more, ways, h1] = await Promise.all(["nav.more", "nav.ways", "h1"].map((one) => page.locator(one).boundingBox()));
  assert.ok(more.y < h1.y && (size.name === "phone" || more.y < ways.y), "the other ways stand at the top");
}

/** The same way with the keyboard alone. */
async function withTheKeyboard(browser, size) {
  const server = await serve();
  const page = await open(browser, size);
  // A page that somebody listens to gives its choosers away before the first key opens one.
  page.on("filechooser", () => {});
  const enter = async () => {
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  };
  await page.goto(`${server.address}/people`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip", "the first stop skips the ways");
  // Pages on the way to the first week open at their heading, so that nobody goes through all the ways on each of them.
  await page.goto(server.address);
  // The browser goes to the heading with the first picture that it draws, which is after the page has come.
  await page.waitForFunction(() => document.activeElement?.matches("h1"));
  assert.equal(await tabTo(page, "Name"), 1);
  await page.keyboard.type("ada");
  await enter();
  if (await page.locator("nav.more summary").isVisible()) {
    await tabTo(page, "More");
    await page.keyboard.press("Enter");
  }
  await tabTo(page, "Health questions");
  await enter();
  await tabTo(page, "Start with the questions");
  await enter();
  while (/questions\/\d+$/.test(page.url())) {
    // The page opens at its question, which is read out.
    await page.locator("h1:focus").waitFor();
    if (await page.locator("#several").count()) {
      await tabTo(page, "None of these");
      await page.keyboard.press("Space");
    } else {
      assert.equal(await tabTo(page, "Yes"), 1, "and its answers are one step away");
      await page.keyboard.press("ArrowDown");
      assert.ok(await page.getByRole("radio", { name: "No", exact: true }).isChecked());
    }
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
  await soonThere(page, server, size);
  await page.goto(`${server.address}/p/1/results`);
  await tabTo(page, "See the week for this");
  await enter();
  await tabTo(page, "Follow this week from today on");
  await enter();
  assert.match(await page.locator("h2").first().innerText(), /Next session:/);
  if ((await page.locator("#log").getAttribute("open")) === null) {
    await tabTo(page, "Write down what you did");
    await page.keyboard.press("Enter");
  }
  await tabTo(page, "Keep this training");
  await enter();
  await look(page, `${size.name}-keyboard-logged`);
  await page.context().close();
  await server.stop();
}

mkdirSync(pictures, { recursive: true });
const browser = await launch();
try {
  // A scan that finds nothing must be one that can find something.
  const bare = await open(browser, SIZES[0]);
  await bare.setContent("<html lang=en><title>x</title><main><h1>x</h1><button></button></main>");
  await look(bare, "unlabelled");
  assert.match(problems.splice(0).join(" "), /button-name/, "axe finds what is wrong");
  await bare.context().close();
  await training(browser);
  await beyondThisMachine(browser);
  await inGerman(browser);
  await moving(browser);
  await narrow(browser);
  await seldom(browser);
  await harm(browser);
  for (const size of process.argv.includes("--training") ? [] : SIZES) {
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
