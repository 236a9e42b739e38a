// The short way through the local web app, on a phone: from a fresh start over the questions, a check and the findings to a
// week, with taps alone and counted; then to a set that was trained. Pages are looked at with axe. Every `cargo xtask test` runs it, so it is made to pass whenever the
// pages are right: it waits for what a page shows and never for a time, its limits are generous, and what it needs is fresh.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import assert from "node:assert/strict";
import { examine, launch, open, pictures, problems, records, refused, running, sayNo, serve } from "./kit.mjs";

const PHONE = { name: "phone", width: 390, height: 844 };
/** Nothing takes so long, however busy the machine is. */
const LIMIT_MS = 120_000;
/** The whole way takes at most this, so that a page that hangs does not hang everything else. */
const ALL_MS = 480_000;

/** What leads to a first week with one test may take at most so many pages and taps; `first.mjs` counts the minutes. */
const MOST_PAGES = 33;
const MOST_TAPS = 75;
/** The week itself begins so many pixels down its page at most: what changes it is folded away. */
const WEEK_PX = 600;
let n_pages = 0;
async function looked(page, what) {
  await examine(page, what);
  n_pages += 1;
}

/** What the way to a first week has taken so far. */
const cost = { pages: 0, taps: 0 };

async function tap(place) {
  cost.taps += 1;
  await place.tap();
}

async function type(place, text) {
  cost.taps += 1;
  await place.fill(text);
}

/** Does what leads to another page, and waits until that page is there; `behind` is how its address ends. */
async function leads(page, act, behind) {
  const before = page.url();
  const is = (address) => address.href !== before && behind.test(address.href);
  await Promise.all([page.waitForURL(is, { timeout: LIMIT_MS }), act()]);
  await page.locator("h1").waitFor();
  cost.pages += 1;
}

const press = (page, name) => () => tap(page.getByRole("button", { name, exact: true }));
const follow = (page, name) => () => tap(page.getByRole("link", { name }).first());

async function screened(page, address) {
  await page.goto(address);
  cost.pages += 1;
  await looked(page, "welcome");
  await type(page.getByLabel("Name"), "ada");
  await type(page.getByLabel("Year of birth"), "1978");
  await leads(page, press(page, "Start"), /questions\/\d+$/);
  await looked(page, "question");
  let n = 0;
  while (/questions\/\d+$/.test(page.url())) {
    cost.taps += Math.max(1, await page.locator("fieldset.each").count());
    await sayNo(page);
    await leads(page, press(page, "Continue"), /\/questions/);
    n += 1;
    assert.ok(n < 100, "the questions come to an end");
  }
  assert.ok(n > 10, `${n} questions`);
  await looked(page, "cleared");
}

async function tried(page, held) {
  for (const [side, value] of Object.entries(held)) {
    const places = page.locator(`#tries-form input[type=text][name^="${side}-"]`);
    assert.ok((await places.count()) >= 1, `there is a place for the ${side} leg`);
    for (const place of await places.all()) await type(place, value);
  }
}

/** The test that is offered first, which is none that asks for a helper; nobody has said that there is one. Then enough. */
async function checked(page) {
  await leads(page, follow(page, /^Do this test/), /\/check\/test\//);
  await looked(page, "test");
  assert.equal(await page.getByText("You need a helper for this.").count(), 0);
  // What every test of this unit can show, or of this kind.
  const unit = await page.locator("#tries-form").getAttribute("data-unit");
  const held = { deg: { left: "118", right: "112" }, girth: { left: "36", right: "35" } }[/test\/girth/.test(page.url()) ? "girth" : unit];
  await tried(page, held ?? { left: "11", right: "8" });
  await leads(page, press(page, "Keep and go on"), /\/check\/test\//);
  await looked(page, "test-next");
  await leads(page, follow(page, "See what is known, or stop here"), /\/check\/tests/);
  await looked(page, "tests-after");
}

/** With taps alone from a fresh start to a week. */
async function planned(page) {
  await leads(page, follow(page, "See the results"), /\/results$/);
  await looked(page, "results");
  await leads(page, follow(page, "See the week for this"), /\/plan$/);
  assert.equal(await page.getByText("There is no plan").count(), 0, "who has told no days sees what suits to begin with");
  const week = await page.locator("#plan-week h2").first().boundingBox();
  assert.ok(week.y <= WEEK_PX, `the week stands ${week.y} px down`);
  const told = `to a first week: ${cost.pages} pages, ${cost.taps} taps`;
  assert.ok(cost.pages <= MOST_PAGES && cost.taps <= MOST_TAPS, told);
  console.log(told);
  await looked(page, "plan");
}

/** Two tests whose legs lie so far apart that the findings and a new week have something to say. */
async function measuredMore(page, address) {
  for (const test of ["wall-sit-single", "heel-rise-single"]) {
    await page.goto(`${address}/p/1/check/test/${test}?minutes=20`);
    await tried(page, { left: "30", right: "14" });
    await leads(page, press(page, "Keep and go on"), /\/check\/test|\/plan/);
  }
  await page.goto(`${address}/p/1/results`);
  await looked(page, "results-more");
  await page.goto(`${address}/p/1/plan`);
  await leads(page, press(page, "Follow this week from today on"), /\/train$/);
  await looked(page, "train");
}

/** One set on the training page: it is on the machine when the page says so. */
async function trained(page, server) {
  await leads(page, follow(page, "Train set by set"), /\/train\/go$/);
  await page.locator("#screen-set").waitFor();
  await looked(page, "set");
  const reserve = page.locator("#reserve-field");
  if (await reserve.isVisible()) await reserve.locator('input[value="2"]').check();
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await page.locator("#screen-rest").or(page.locator("#screen-end")).filter({ visible: true }).waitFor();
  await page.locator("#kept").filter({ hasText: "All sets are on the machine." }).waitFor();
  // The worker is being fetched until this is told; leaving the page in the middle of that would be told as an error.
  await page.locator("#again").filter({ hasText: /./ }).waitFor();
  await looked(page, "rest");
  assert.equal(records(server.store, "trained").length, 1, "the set is in the store");
  await page.goto(`${server.address}/p/1/progress`);
  await looked(page, "progress");
}

const started = Date.now();
const hangs = setTimeout(() => {
  console.error(`the short way was not done within ${ALL_MS / 1000} s`);
  for (const child of running) child.kill("SIGKILL");
  process.exit(1);
}, ALL_MS);
const browser = await launch();
const server = await serve();
const page = await open(browser, PHONE, { hasTouch: true, isMobile: true });
page.setDefaultTimeout(LIMIT_MS);
try {
  await screened(page, server.address);
  await checked(page);
  await planned(page);
  await measuredMore(page, server.address);
  await trained(page, server);
  assert.deepEqual(problems, [], "no page has a problem");
  assert.deepEqual(refused, [], "nothing was refused by the policy, and no other machine was asked");
  await page.context().close();
  await server.stop();
} catch (error) {
  mkdirSync(pictures, { recursive: true });
  const picture = join(pictures, "short-failed.png");
  console.error(`at ${page.url()}, picture: ${picture}`);
  await page.screenshot({ path: picture, fullPage: true }).catch(() => {});
  throw error;
} finally {
  clearTimeout(hangs);
  for (const child of running) child.kill("SIGINT");
  rmSync(server.folder, { recursive: true, force: true });
  await browser.close();
}
console.log(`the short way: ${n_pages} pages looked at in ${((Date.now() - started) / 1000).toFixed(1)} s`);
