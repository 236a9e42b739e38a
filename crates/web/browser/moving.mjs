// Another day for a session: dragged with the mouse, dragged with a finger, with the keyboard alone, and without a script.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import assert from "node:assert/strict";
import { SIZES, examples, look, open, pictures, problems, program, serve, unfoldChanges } from "./kit.mjs";

const [PHONE, LAPTOP] = SIZES;

async function planning() {
  const server = await serve();
  const files = ["person.toml", "answers.toml", "measurements.csv"].map((name) => join(examples, name));
  const told = spawnSync(program, ["import", "--store", server.store, ...files], { encoding: "utf8" });
  assert.equal(told.status, 0, told.stderr);
  return server;
}

const day = (page, n) => page.locator(`#days [data-day="${n}"]`);
const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];

/** The days with a session. */
async function busy(page) {
  const days = await page.locator("#days [data-session]").evaluateAll((all) => all.map((one) => Number(one.closest("[data-day]").dataset.day)));
  return days.sort().join(" ");
}

async function toPlan(page, server) {
  await page.goto(`${server.address}/p/1/plan`);
  await unfoldChanges(page);
  // What is folded opens with the keyboard as well.
  await page.locator("#move").press("Enter");
  await page.locator("#days").scrollIntoViewIfNeeded();
}

/** Finds two days, one with a session and one without. */
async function aMove(page) {
  const days = (await busy(page)).split(" ").map(Number);
  return [days[0], [0, 1, 2, 3, 4, 5, 6].find((other) => !days.includes(other))];
}

async function withTheMouse(browser) {
  const server = await planning();
  const page = await open(browser, LAPTOP);
  await toPlan(page, server);
  const before = await busy(page);
  const [from, to] = await aMove(page);
  await look(page, "laptop-days");
  const start = await day(page, from).locator("[data-session] p").boundingBox();
  const target = await day(page, to).boundingBox();
  // Escape lets it stay.
  await page.mouse.move(...middle(start));
  await page.mouse.down();
  await page.mouse.move(...middle(target), { steps: 8 });
  assert.equal(await page.locator("#days .over").count(), 1, "the day under it is marked");
  await page.screenshot({ path: join(pictures, "laptop-days-dragged.png") });
  await page.keyboard.press("Escape");
  await page.mouse.up();
  assert.equal(await page.locator("#days .dragged, #days .over").count(), 0);
  assert.equal(await busy(page), before, "it stays where it was");
  // Let go over its own day, it stays as well.
  await page.mouse.move(...middle(start));
  await page.mouse.down();
  await page.mouse.move(start.x + 20, start.y + 20, { steps: 4 });
  await page.mouse.up();
  assert.ok(!page.url().includes("from="), "nothing was sent");
  await page.mouse.move(...middle(start));
  await page.mouse.down();
  await page.mouse.move(...middle(target), { steps: 8 });
  await Promise.all([page.waitForURL(/from=/), page.mouse.up()]);
  await page.getByRole("status").filter({ hasText: "What the move costs" }).waitFor();
  assert.equal(await day(page, from).locator("[data-session]").count(), 0);
  assert.equal(await day(page, to).locator("[data-session]").count(), 1);
  await look(page, "laptop-days-moved");
  await page.getByRole("button", { name: "Move it back" }).click();
  assert.equal(await busy(page), before, "and back again");
  await page.context().close();
  await server.stop();
}

/** A finger that goes down, along and up, as the browser's own input does it. */
async function drag(page, [x, y], [toX, toY]) {
  const touch = await page.context().newCDPSession(page);
  const send = (type, points) => touch.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  await send("touchStart", [{ x, y }]);
  for (let n = 1; n <= 8; n += 1) await send("touchMove", [{ x: x + ((toX - x) * n) / 8, y: y + ((toY - y) * n) / 8 }]);
  await send("touchEnd", []);
}

async function withAFinger(browser) {
  const server = await planning();
  const page = await open(browser, PHONE, { hasTouch: true, isMobile: true, reducedMotion: "reduce" });
  await toPlan(page, server);
  await look(page, "phone-days");
  const [from, to] = await aMove(page);
  const session = day(page, from).locator("[data-session]");
  assert.equal(await session.evaluate((one) => getComputedStyle(one).transitionDuration), "0s", "who wants no motion gets none");
  const grip = session.locator(".grip");
  const box = await grip.boundingBox();
  if (box.width < 44 || box.height < 44) problems.push(`the handle is too small for a thumb: ${box.width}×${box.height}`);
  await page.evaluate((y) => scrollBy(0, y), (await day(page, Math.min(from, to)).boundingBox()).y - 80);
  // Beside the handle a finger moves the page and nothing else.
  const text = await session.locator("p").boundingBox();
  await drag(page, [text.x + 10, text.y + 5], [text.x + 10, text.y - 50]);
  assert.ok(!page.url().includes("from="), "nothing was sent");
  await page.evaluate((y) => scrollBy(0, y), (await day(page, Math.min(from, to)).boundingBox()).y - 80);
  await page.waitForTimeout(300);
  await Promise.all([
    page.waitForURL(/from=/),
    drag(page, middle(await grip.boundingBox()), middle(await day(page, to).boundingBox())),
  ]);
  assert.equal(await day(page, to).locator("[data-session]").count(), 1);
  await look(page, "phone-days-moved");
  await page.setViewportSize({ width: 320, height: 700 });
  await look(page, "narrow-days-moved");
  await page.context().close();
  await server.stop();
}

/** The menu of a session, with Tab and Enter alone; without a script it is the same. */
async function withTheKeyboard(browser, options) {
  const server = await planning();
  const page = await open(browser, LAPTOP, options);
  await toPlan(page, server);
  const [from, to] = await aMove(page);
  const names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
  const tabTo = async (label) => {
    for (let n = 0; n < 200; n += 1) {
      await page.keyboard.press("Tab");
      const text = await page.locator(":focus").evaluateAll((all) => all[0]?.innerText ?? "");
      if (text.trim() === label) return;
    }
    assert.fail(`Tab does not come to “${label}”`);
  };
  await tabTo(`Move from ${names[from]}`);
  await page.keyboard.press("Enter");
  if (!options) {
    // Escape closes the menu and leaves the focus on it.
    await page.keyboard.press("Tab");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#days details[open]").count(), 0, "the menu is closed");
    assert.equal(await page.locator("#days summary:focus").count(), 1);
    await page.keyboard.press("Enter");
  }
  await tabTo(`to ${names[to]}`);
  if (!options) await look(page, "laptop-days-menu");
  await Promise.all([page.waitForURL(/from=/), page.keyboard.press("Enter")]);
  assert.equal(await day(page, to).locator("[data-session]").count(), 1);
  assert.match(page.url(), /#move$/, "the page opens where the answer is");
  await page.context().close();
  await server.stop();
}

async function inGerman(browser) {
  const server = await planning();
  for (const size of SIZES) {
    const page = await open(browser, size, { locale: "de-DE" });
    await toPlan(page, server);
    await page.locator("#days summary").first().click();
    await look(page, `${size.name}-german-days`);
    await page.context().close();
  }
  await server.stop();
}

export async function moving(browser) {
  await withTheMouse(browser);
  await withAFinger(browser);
  await withTheKeyboard(browser);
  await withTheKeyboard(browser, { javaScriptEnabled: false });
  await inGerman(browser);
}
