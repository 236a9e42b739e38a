// The short way through the local web app, on a phone: from the questions over a check, the findings and the week to a set
// that was trained, each page looked at with axe. Every `cargo xtask test` runs it, so it is made to pass whenever the
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

let n_pages = 0;
async function looked(page, what) {
  await examine(page, what);
  n_pages += 1;
}

/** Does what leads to another page, and waits until that page is there; `behind` is how its address ends. */
async function leads(page, act, behind) {
  const before = page.url();
  const is = (address) => address.href !== before && behind.test(address.href);
  await Promise.all([page.waitForURL(is, { timeout: LIMIT_MS }), act()]);
  await page.locator("h1").waitFor();
}

const press = (page, name) => () => page.getByRole("button", { name, exact: true }).click();
const follow = (page, name) => () => page.getByRole("link", { name, exact: true }).click();

async function screened(page, address) {
  await page.goto(address);
  await looked(page, "welcome");
  await page.getByLabel("Name").fill("ada");
  await leads(page, press(page, "Start"), /\/about$/);
  await looked(page, "about");
  await page.goto(`${address}/p/1/questions`);
  await looked(page, "questions");
  await leads(page, press(page, "Start with the questions"), /questions\/\d+$/);
  await looked(page, "question");
  let n = 0;
  while (/questions\/\d+$/.test(page.url())) {
    await sayNo(page);
    await leads(page, press(page, "Continue"), /\/questions/);
    n += 1;
    assert.ok(n < 100, "the questions come to an end");
  }
  assert.ok(n > 10, `${n} questions`);
  await looked(page, "cleared");
}

/** Two tests done at home: so far apart that the findings have something to say. */
async function checked(page, address) {
  await page.goto(`${address}/p/1/check`);
  await looked(page, "check");
  await leads(page, press(page, "Find the tests"), /\/check\/tests/);
  await looked(page, "tests");
  for (const test of ["wall-sit-single", "heel-rise-single"]) {
    await page.goto(`${address}/p/1/check/test/${test}?minutes=20`);
    if (test === "wall-sit-single") await looked(page, "test");
    for (const [side, held] of [["left", "30"], ["right", "14"]]) {
      const places = page.locator(`#tries-form input[type=text][name^="${side}-"]`);
      assert.ok((await places.count()) >= 1, `${test} has a place for the ${side} leg`);
      for (const place of await places.all()) await place.fill(held);
    }
    await leads(page, press(page, "Keep and go on"), /\/check\/tests/);
  }
  await looked(page, "tests-after");
}

async function planned(page, address) {
  await page.goto(`${address}/p/1/results`);
  await looked(page, "results");
  await page.goto(`${address}/p/1/plan`);
  await page.getByLabel("Monday", { exact: true }).fill("30");
  await page.getByLabel("Thursday", { exact: true }).fill("30");
  await leads(page, press(page, "Keep and work out the week"), /\/plan\?new$/);
  await looked(page, "plan");
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
  await checked(page, server.address);
  await planned(page, server.address);
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
