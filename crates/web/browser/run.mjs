// The local web app in a real browser: with mouse, with the keyboard alone, on a phone and on a laptop.
//
// It starts the program on an empty store, walks the whole way, looks at every page with axe, listens for anything that
// the content policy refuses, and leaves pictures in target/browser/. Run it with `cargo xtask browser`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import assert from "node:assert/strict";
import { SIZES, examples, launch, look, open, otherPages, pictures, problems, refused, running, sayNo, serve, unfoldChanges, unfoldLog } from "./kit.mjs";
import { beyondThisMachine } from "./beyond.mjs";
import { first } from "./first.mjs";
import { inGerman } from "./german.mjs";
import { harm } from "./harm.mjs";
import { withTheKeyboard } from "./keyboard.mjs";
import { moving } from "./moving.mjs";
import { narrow } from "./narrow.mjs";
import { seldom } from "./seldom.mjs";
import { stopping } from "./stopping.mjs";
import { training } from "./train.mjs";

/** Several questions with an answer of their own: none is answered beforehand, and what was left out is named. */
async function eachIsAnswered(page, name) {
  const [at, legends] = [page.url(), await page.locator("fieldset.each legend").allInnerTexts()];
  if (await page.getByRole("radio", { checked: true }).count()) return;
  await look(page, `${name}-questions-each`);
  await page.getByRole("radio", { name: "No", exact: true }).first().check();
  // The browser asks for what is left out; the page does so where a browser does not.
  await page.getByRole("button", { name: "Continue" }).click();
  assert.equal(page.url(), at, "each wants an answer");
  await page.locator("form.question").evaluate((form) => { form.noValidate = true; });
  await page.getByRole("button", { name: "Continue" }).click();
  await page.locator("#error").waitFor();
  const told = await page.locator("#error").innerText();
  assert.ok(!told.includes(legends[0]) && legends.slice(1).every((one) => told.includes(one)), told);
  assert.ok(await page.getByRole("radio", { name: "No", exact: true }).first().isChecked(), "what was said stays");
  await page.getByRole("radio", { name: "Yes", exact: true }).last().check();
  await look(page, `${name}-questions-each-error`);
}

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
    if (await page.locator("fieldset.each").count()) await eachIsAnswered(page, name);
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

/** What came of the search for a better week is told; the page stays as it is until somebody asks for the other one. */
async function searchedFor(page, name) {
  const shown = () => page.locator("#plan-week").innerText();
  const top = () => page.locator("#plan-week").evaluate((week) => week.getBoundingClientRect().top + scrollY);
  const [before, at] = [await shown(), await top()];
  const told = page.locator("#search-told").filter({ hasText: /was found[.,]|found no better week|is proven now/ });
  await told.waitFor({ timeout: 60_000 });
  assert.equal(await shown(), before, "the week stays");
  assert.equal(await top(), at, "and where it is");
  await look(page, `${name}-plan-found`);
  const other = page.getByRole("link", { name: "Show the better week" });
  if (!/was found/.test(await told.innerText())) {
    assert.equal(await other.count(), 0, "no other week is offered where none was found");
    console.log(`${name}: no better week was found, so none was looked at`);
    return;
  }
  await other.click();
  await page.waitForURL(/longer=1/);
  assert.notEqual(await shown(), before);
  assert.equal(await page.locator("#plan-search").count(), 0, "nothing is left to search for");
  await look(page, `${name}-plan-longer`);
}

/** A button whose answer takes long says at once that it is worked on; the form is held back so that there is time to see it. */
async function saysThatItWorks(page, button) {
  const form = page.locator("form").filter({ has: button });
  await form.evaluate((element) => element.addEventListener("submit", (event) => event.preventDefault(), { once: true }));
  await button.click();
  await form.getByRole("status").filter({ hasText: "This is being worked out." }).waitFor();
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
  await page.getByLabel("Year of birth").fill("78");
  await page.getByRole("button", { name: "Start" }).click();
  assert.match(await page.title(), /^Error:/);
  await look(page, `${name}-welcome-error`);
  await page.getByLabel("Year of birth").fill("1978");
  await page.getByRole("button", { name: "Start" }).click();
  await page.waitForURL(/questions\/1$/);
  await page.goto(`${server.address}/p/1/about`);
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
  await page.getByText("Other ways on").click();
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
  const reasons = page.getByRole("button", { name: "Show the reasons" });
  await saysThatItWorks(page, reasons);
  await reasons.click();
  await page.waitForURL(/more=1/);
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

mkdirSync(pictures, { recursive: true });
const browser = await launch();
try {
  // A scan that finds nothing must be one that can find something.
  const bare = await open(browser, SIZES[0]);
  await bare.setContent("<html lang=en><title>x</title><main><h1>x</h1><button></button></main>");
  await look(bare, "unlabelled");
  assert.match(problems.splice(0).join(" "), /button-name/, "axe finds what is wrong");
  await bare.context().close();
  await first(browser);
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
