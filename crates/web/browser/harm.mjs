// What could do harm: markup in every field that takes text, a file that is far too large, and the way back of the browser.
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import assert from "node:assert/strict";
import { SCRIPT, SIZES, examine, open, serve } from "./kit.mjs";
import { follower } from "./train.mjs";

/** Pages of a person with forms; what goes away by being sent stands last. */
const PAGES = ["/remarks", "/weeks", "/bring", "/check/test/wall-sit-single?minutes=20", "/plan", "/train", "/about", "/questions/1"];
/** The file that nobody wants to bring in. */
const TOO_LARGE = 200 << 20;

/** Sends every form of a page with markup in all of its text fields. */
async function inEveryField(page, address) {
  await page.goto(address);
  const n = await page.locator("main form").count();
  for (let at = 0; at < n; at += 1) {
    await page.goto(address);
    for (const fold of await page.locator("main details").all()) await fold.evaluate((details) => (details.open = true));
    const form = page.locator("main form").nth(at);
    const fields = form.locator("input[type=text], input[type=date], textarea");
    const texts = await fields.count();
    if (texts === 0) continue;
    for (const field of await fields.all()) {
      // What the browser itself would not take goes all the same: whoever means harm has another one.
      await field.evaluate((input, text) => {
        input.removeAttribute("maxlength");
        if (input.type === "date") input.type = "text";
        input.value = text;
      }, SCRIPT);
    }
    await form.evaluate((element) => {
      for (const required of element.querySelectorAll("[required]")) required.required = false;
    });
    await Promise.all([page.waitForNavigation(), form.locator("button:not([type=button])").first().click()]);
    await examine(page, `markup in form ${at} of ${address.replace(/.*\/p\/1/, "")}`);
  }
}

/** A file of 200 MB is refused with words, and the program goes on. */
async function tooLarge(page, server) {
  const folder = mkdtempSync(join(tmpdir(), "evenstride-large-"));
  const path = join(folder, "large.csv");
  const file = openSync(path, "w");
  ftruncateSync(file, TOO_LARGE);
  closeSync(file);
  await page.goto(`${server.address}/p/1/bring`);
  await page.getByLabel("Choose a file").setInputFiles(path);
  await page.getByRole("button", { name: "Bring it in" }).click();
  await page.getByRole("heading", { name: "That is too large" }).waitFor({ timeout: 60_000 });
  rmSync(folder, { recursive: true, force: true });
  await page.goto(`${server.address}/p/1`);
  assert.equal(await page.locator("h1").innerText(), "Today", "it goes on");
}

/** Back leads to the page before with what was asked of it, and sends nothing a second time. */
async function wayBack(page, server) {
  const way = ["", "/results", "/plan", "/check", "/check/tests?minutes=40", "/check/test/wall-sit-single?minutes=40"];
  for (const behind of way) await page.goto(`${server.address}/p/1${behind}`);
  for (const behind of way.slice(0, -1).reverse()) {
    await page.goBack();
    assert.equal(page.url(), `${server.address}/p/1${behind}`);
    await examine(page, `back to ${behind}`);
  }
  await page.goto(`${server.address}/p/1/remarks`);
  const n = () => page.getByText("slept well").count();
  await page.getByLabel("Remark", { exact: true }).fill("slept well");
  await page.getByRole("button", { name: "Keep it" }).click();
  const before = await n();
  await page.goBack();
  await page.goForward();
  await page.reload();
  assert.equal(await n(), before, "the remark is there once");
}

/** Everything that could do harm. */
export async function harm(browser) {
  const started = Date.now();
  const server = await serve();
  const page = await open(browser, SIZES[1], { away: true });
  await follower(page, server.address);
  await wayBack(page, server);
  await tooLarge(page, server);
  for (const behind of PAGES) await inEveryField(page, `${server.address}/p/1${behind}`);
  await page.context().close();
  await server.stop();
  console.log(`what could do harm: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
