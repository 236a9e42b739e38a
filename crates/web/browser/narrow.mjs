// Text at twice its size on a phone, which leaves half of the width: nothing runs over the edge in either language. And what
// was typed stays while the language changes.
import assert from "node:assert/strict";
import { open, problems, serve, unfoldLog } from "./kit.mjs";
import { PHONE, follower, on } from "./train.mjs";

const HALF = { name: "half", width: PHONE.width / 2, height: PHONE.height / 2 };
const PAGES = [
  "/", "/people", "/squad", "/squad/bring", "/data", "/library/index.html", "/p/1", "/p/1/questions", "/p/1/questions/1",
  "/p/1/check", "/p/1/check/tests?minutes=20", "/p/1/check/test/wall-sit-single?minutes=20", "/p/1/bring", "/p/1/about",
  "/p/1/remarks", "/p/1/results", "/p/1/plan", "/p/1/train", "/p/1/train/go", "/p/1/progress", "/p/1/weeks",
];
const LINES = ["2026-11-16 split-squat L 3x8", "2026-11-16 split-squat R 3x8", "2026-11-18 split-squat L 3x8"];

/** How far a page runs over the edge. */
const over = (page) => page.evaluate(() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth);

async function atTwiceTheSize(browser, server, locale) {
  const page = await open(browser, HALF, { away: true, locale });
  for (const path of PAGES) {
    await page.goto(server.address + path);
    if (path.endsWith("/go")) await on(page, "set");
    const n = await over(page);
    if (n > 0) problems.push(`${path} in ${locale} runs over the edge by ${n} px at ${HALF.width} px`);
  }
  await page.context().close();
}

/** A form that is half filled in keeps what was typed in another language. */
async function anotherLanguage(browser, server) {
  const page = await open(browser, PHONE);
  await page.goto(`${server.address}/p/1/about`);
  await page.getByLabel("Sport").fill("rowing");
  await page.getByLabel("The leg you kick a ball with").selectOption("left");
  await page.getByLabel("What it was, in your words").fill("a pulled muscle");
  await page.getByRole("button", { name: "Deutsch" }).click();
  await page.waitForFunction(() => document.documentElement.lang === "de" && document.getElementById("sport").value === "rowing");
  assert.equal(await page.locator("#what").inputValue(), "a pulled muscle");
  assert.equal(await page.locator("#leg").inputValue(), "left");
  assert.equal(await page.evaluate(() => history.state), null, "nothing of it stays behind");
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
  await page.context().close();
}

/** Everything about little room. */
export async function narrow(browser) {
  const started = Date.now();
  const server = await serve();
  const page = await open(browser, PHONE, { away: true });
  await follower(page, server.address);
  await page.goto(`${server.address}/p/1/train`);
  await unfoldLog(page);
  await page.getByLabel("Lines of training").fill(LINES.join("\n"));
  await page.getByRole("button", { name: "Keep this training" }).click();
  await page.getByText("entries of training:").first().waitFor();
  await page.context().close();
  for (const locale of ["en-GB", "de-DE"]) await atTwiceTheSize(browser, server, locale);
  await anotherLanguage(browser, server);
  await server.stop();
  console.log(`little room: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
