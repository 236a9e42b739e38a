// Training by phone: without a connection, with the program killed in the middle, in two tabs, with a sign to stop.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import assert from "node:assert/strict";
import { examples, look, open, problems, records, sayNo, serve, unfoldLog, watched } from "./kit.mjs";

export const PHONE = { name: "phone", width: 390, height: 844 };
const STATES = { kept: "#kept", again: "#again" };

/** A person who follows a week, brought in by the files of the example; what is told of the person may be changed first. */
export async function follower(page, address, ofPerson = (text) => text) {
  const written = (file) => {
    const text = readFileSync(join(examples, file), "utf8");
    return Buffer.from(file === "person.toml" ? ofPerson(text) : text);
  };
  await page.goto(address);
  await page.getByLabel("Name").fill("ada");
  await page.getByRole("button", { name: "Start" }).click();
  for (const file of ["person.toml", "answers.toml", "measurements.csv"]) {
    await page.goto(`${address}/p/1/bring`);
    await page.getByLabel("Choose a file").setInputFiles({ name: file, mimeType: "text/plain", buffer: written(file) });
    await page.getByRole("button", { name: "Bring it in" }).click();
  }
  await page.goto(`${address}/p/1/plan`);
  await page.getByRole("button", { name: "Follow this week from today on" }).click();
}

/** Everything that can be tapped on the page is large enough for a thumb. */
async function thumbs(page, what) {
  const small = await page.evaluate(() => {
    const targets = document.querySelectorAll("main button, main a.button, main input, main label.tap, main summary, nav.ways a");
    return [...targets]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && box.height > 0)
      .filter(({ box }) => box.width < 44 || box.height < 44)
      .map(({ element, box }) => `${element.tagName} “${element.innerText}” ${Math.round(box.width)}×${Math.round(box.height)}`);
  });
  problems.push(...small.map((target) => `${what}: too small for a thumb: ${target}`));
}

async function state(page, what) {
  await look(page, `train-${what}`);
  await thumbs(page, what);
}

export const kept = (page, text) => page.locator(STATES.kept).filter({ hasText: text }).waitFor();
export const on = (page, screen) => page.locator(`#screen-${screen}`).waitFor({ state: "visible" });

/** On a phone nobody comes to the button without the question about pain, and it covers nothing. */
async function painComesFirst(page) {
  const [pain, button] = await Promise.all([page.locator("#pain-field").boundingBox(), page.locator(".go.main button").boundingBox()]);
  assert.ok(pain.y + pain.height <= button.y, "the question about pain stands before the button");
  await page.locator("#amount").scrollIntoViewIfNeeded();
  const onTop = await page.locator("#amount").evaluate((input) => {
    const box = input.getBoundingClientRect();
    return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === input;
  });
  assert.ok(onTop, "nothing covers the repetitions");
}

/** Shows the sets that are done, of which the list keeps only the last in view. */
async function unfoldDone(page) {
  const fold = page.locator("#sets-before");
  if ((await fold.isVisible()) && (await fold.getAttribute("aria-expanded")) === "false") await fold.click();
}

/** Taps one set as done. */
export async function done(page, { reserve = 2, pain, amount } = {}) {
  await on(page, "set");
  if (amount !== undefined) await page.locator("#amount").fill(String(amount));
  if (await page.locator("#reserve-field").isVisible()) await page.locator(`#reserve-field input[value="${reserve}"]`).check();
  if (pain !== undefined) await page.locator(`#pain-field input[value="${pain}"]`).check();
  const before = await page.locator("#set-count").innerText();
  await page.getByRole("button", { name: "Done", exact: true }).click();
  // A set that another tab has kept already is changed, and then no rest comes.
  await page.waitForFunction(
    (count) => document.getElementById("screen-set").hidden || document.getElementById("set-count").textContent !== count,
    before,
  );
}

/** Goes on from the rest; a set that another tab has kept already has none. */
async function goOn(page) {
  const rest = page.locator("#screen-rest");
  await rest.or(page.locator("#screen-set")).filter({ visible: true }).first().waitFor();
  if (await rest.isVisible()) await page.locator("#rest-go").click();
  await on(page, "set");
}

/** Opens the session and waits until it can be opened again. */
async function session(page, address) {
  await page.goto(`${address}/p/1/train`);
  await page.getByRole("link", { name: "Train set by set" }).click();
  await on(page, "set");
  await page.locator(STATES.again).filter({ hasText: "You can open this page again" }).waitFor();
}

async function withoutAConnection(browser) {
  let server = await serve();
  const page = await open(browser, PHONE, { away: true, hasTouch: true, isMobile: true });
  const context = page.context();
  await follower(page, server.address);
  await session(page, server.address);
  await state(page, "set");
  await painComesFirst(page);
  await context.setOffline(true);
  await page.locator("#amount").fill("eight");
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await page.locator("#set-problem").waitFor();
  await state(page, "set-problem");
  await done(page, { pain: 1, amount: 8 });
  await on(page, "rest");
  const first = await page.locator("#rest-clock").innerText();
  assert.match(first, /^\d+:\d\d$/);
  await page.waitForFunction((before) => document.getElementById("rest-clock").textContent !== before, first);
  await kept(page, "One set waits for the machine.");
  await state(page, "rest");
  await page.getByRole("button", { name: "Go on" }).click();
  await done(page, { pain: 4 });
  await page.locator("#rest-pain").filter({ hasText: "Keep this load today." }).waitFor();
  await goOn(page);
  await done(page);
  await goOn(page);
  await kept(page, "3 sets wait for the machine.");
  const before = await page.locator("#set-count").innerText();
  // A worker may still reach the machine while the page is offline; a program that is gone answers neither.
  await server.kill();
  await page.reload();
  await on(page, "set");
  assert.equal(await page.locator("#set-count").innerText(), before, "it opens where it was left");
  await kept(page, "3 sets wait for the machine.");
  const figure = page.locator("#set-figure");
  if (await figure.isVisible()) {
    await page.waitForFunction(() => document.getElementById("set-figure").naturalWidth > 0);
  }
  await state(page, "offline");
  await context.setOffline(false);
  await page.evaluate(() => globalThis.dispatchEvent(new Event("online")));
  await page.waitForTimeout(500);
  await kept(page, "3 sets wait for the machine.");
  server = await serve({ port: server.port, folder: server.folder });
  // It is killed once more right when the page begins to send.
  await page.evaluate(() => globalThis.dispatchEvent(new Event("online")));
  await server.kill();
  server = await serve({ port: server.port, folder: server.folder });
  await page.evaluate(() => globalThis.dispatchEvent(new Event("online")));
  await kept(page, "All sets are on the machine.");
  assert.equal(records(server.store, "trained").length, 3, "each set is there once");
  await twoTabs(page, server);
  await changes(page, server);
  await context.close();
  await server.stop();
}

/** An answer that never comes back, the same set in two tabs, and other sets in both. */
async function twoTabs(page, server) {
  const context = page.context();
  const other = watched(await context.newPage(), { away: true });
  await other.goto(`${server.address}/p/1/train/go`);
  await on(other, "set");
  // The machine keeps the set, and its answer is lost.
  await context.route("**/p/1/sets", async (route) => {
    await route.fetch();
    // When the route is taken away meanwhile, the answer does come.
    await route.abort().catch(() => {});
  });
  const n = records(server.store, "trained").length;
  await Promise.all([done(page), done(other, { pain: 1 })]);
  await kept(page, "wait");
  await context.unroute("**/p/1/sets");
  await Promise.all([goOn(page), goOn(other)]);
  await Promise.all([done(page), done(other)]);
  await page.evaluate(() => globalThis.dispatchEvent(new Event("online")));
  await kept(page, "All sets are on the machine.");
  await kept(other, "All sets are on the machine.");
  const shown = await page.locator("#sets > li.done").count();
  assert.equal(records(server.store, "trained").length, shown, "what both tabs show is what is there");
  assert.ok(shown > n && shown <= n + 3, `${n} and then ${shown}`);
  await other.close();
}

/** The list keeps the present exercise and the set done last in view, and the others under their numbers behind a tap. */
async function foldedList(page) {
  const rows = page.locator("#sets > li");
  const all = await rows.count();
  const seen = await rows.filter({ visible: true }).count();
  assert.ok(seen < all, `${seen} of ${all} sets are in view`);
  assert.ok(await page.locator("#sets > li[aria-current=step]").isVisible(), "the present set is in view");
  assert.ok(await page.locator("#sets > li.done").last().isVisible(), "and the one done last");
  await unfoldDone(page);
  await page.locator("#sets-after").click();
  assert.equal(await rows.filter({ visible: true }).count(), all, "both folds open, all sets are there");
  assert.deepEqual(await rows.evaluateAll((items) => items.map((item) => item.value)), Array.from({ length: all }, (_, at) => at + 1));
}

/** A set is changed, and one is taken away. */
async function changes(page, server) {
  const n = records(server.store, "trained").length;
  await foldedList(page);
  await page.locator("#sets > li").first().getByRole("button").click();
  await on(page, "set");
  await state(page, "change");
  await done(page, { amount: 5, pain: 2 });
  await page.locator("#sets > li").first().filter({ hasText: "done: 5" }).waitFor();
  await kept(page, "All sets are on the machine.");
  assert.equal(records(server.store, "trained").length, n, "a change adds nothing");
  await page.locator("#sets > li").first().getByRole("button").click();
  await page.getByRole("button", { name: "I did not do this set" }).click();
  await page.locator("#sets > li").first().filter({ hasText: "left out" }).waitFor();
  await kept(page, "All sets are on the machine.");
  assert.equal(records(server.store, "trained").length, n - 1, "it is taken away");
  await page.goto(`${server.address}/data`);
  await page.locator("#device-count").filter({ hasText: "No set waits here." }).waitFor();
  await state(page, "data");
}

/** To the end of a session, with pain that ends an exercise. */
async function toTheEnd(browser) {
  const server = await serve();
  const page = await open(browser, PHONE, { away: true, colorScheme: "dark", reducedMotion: "reduce" });
  await follower(page, server.address);
  await session(page, server.address);
  await state(page, "dark-set");
  const exercise = await page.locator("#set-name").innerText();
  await done(page, { pain: 7 });
  await on(page, "rest");
  await page.locator("#rest-pain").filter({ hasText: "Stop this exercise for today." }).waitFor();
  await state(page, "dark-rest-pain");
  await page.getByRole("button", { name: "Go on" }).click();
  await on(page, "set");
  assert.notEqual(await page.locator("#set-name").innerText(), exercise, "the rest of that exercise is left out");
  await unfoldDone(page);
  await page.locator("#sets > li").first().getByRole("button").click();
  await on(page, "set");
  await done(page, { pain: 1 });
  await on(page, "set");
  assert.equal(await page.locator("#set-name").innerText(), exercise, "a pain that was mistyped takes no set away");
  for (let n = 0; n < 60 && (await page.locator("#screen-set").isVisible()); n += 1) {
    await page.getByRole("button", { name: "Leave this set out" }).click();
    await page.waitForTimeout(50);
  }
  await on(page, "end");
  await page.getByText("Sets done: 1.").waitFor();
  await state(page, "end");
  await page.context().close();
  await server.stop();
}

/** A sign that ends the training, tapped by mistake without a connection: it opens the questions, and they lead on. */
async function takenBackOffline(page, server) {
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Something is wrong" }).click();
  await page.getByRole("button", { name: "Chest pain or short breath" }).click();
  await page.getByRole("button", { name: "I tapped the wrong one" }).click();
  await on(page, "asked");
  await state(page, "asked");
  await page.reload();
  await on(page, "asked");
  await page.context().setOffline(false);
  await page.evaluate(() => globalThis.dispatchEvent(new Event("online")));
  await kept(page, "All sets are on the machine.");
  await page.goto(`${server.address}/p/1/questions`);
  await page.getByRole("button", { name: /Start with the questions|Answer all of them again/ }).click();
  for (let n = 0; /questions\/\d+$/.test(page.url()) && n < 100; n += 1) {
    await sayNo(page);
    await page.getByRole("button", { name: "Continue" }).click();
  }
  await page.goto(`${server.address}/p/1/train/go`);
  await on(page, "set");
}

/** A page that was left open past the day on which the answers end trains nobody. */
async function pastItsEnd(browser) {
  const server = await serve();
  const page = await open(browser, PHONE, { away: true });
  await follower(page, server.address);
  await session(page, server.address);
  const day = 86_400_000;
  const at = Date.now();
  await page.clock.setFixedTime(new Date(at + day));
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.getByText("This session was for").waitFor();
  await page.context().setOffline(true);
  await page.clock.setFixedTime(new Date(at + 60 * day));
  await page.reload();
  await on(page, "over");
  await state(page, "over");
  await page.context().close();
  await server.stop();
}

/** A sign to stop, told without a connection; then nothing of a person who is erased stays in the browser. */
async function aSign(browser) {
  const server = await serve();
  const page = await open(browser, PHONE, { away: true });
  await follower(page, server.address);
  await session(page, server.address);
  await page.getByRole("button", { name: "Something is wrong" }).click();
  await on(page, "signs");
  await state(page, "signs");
  await page.getByRole("button", { name: "Sharp or catching pain" }).click();
  await on(page, "stop");
  await state(page, "stop-exercise");
  // The wrong one was tapped: the exercise goes on where it was.
  const exercise = await page.locator("#set-name").textContent();
  await page.getByRole("button", { name: "I tapped the wrong one" }).click();
  await on(page, "set");
  assert.equal(await page.locator("#set-name").innerText(), exercise, "no set was left out");
  await kept(page, "All sets are on the machine.");
  assert.equal(records(server.store, "trained").length, 0, "and no sign is kept");
  const opener = page.getByRole("button", { name: "Something is wrong" });
  await opener.click();
  await page.keyboard.press("Escape");
  await on(page, "set");
  assert.ok(await opener.evaluate((button) => button === document.activeElement), "Escape leads back to where it was opened");
  await opener.click();
  await page.getByRole("button", { name: "Sharp or catching pain" }).click();
  await page.getByRole("button", { name: "Go on with another exercise" }).click();
  await on(page, "set");
  await takenBackOffline(page, server);
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Something is wrong" }).click();
  await page.getByRole("button", { name: "Chest pain or short breath" }).click();
  await on(page, "stop");
  await state(page, "stop");
  await page.reload();
  await on(page, "stop");
  await page.context().setOffline(false);
  await page.evaluate(() => globalThis.dispatchEvent(new Event("online")));
  await kept(page, "All sets are on the machine.");
  await page.goto(`${server.address}/p/1/train/go`);
  assert.match(page.url(), /\/p\/1\/train$/, "there is no session any more");
  await look(page, "train-ended");
  await page.goto(`${server.address}/data`);
  await page.getByLabel("Type the whole name").fill("ada");
  await page.getByRole("button", { name: "Remove all of it" }).click();
  await page.locator("#device-count").filter({ hasText: "No set waits here." }).waitFor();
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistrations()).length === 0);
  const left = await page.evaluate(async () => {
    const database = await new Promise((found) => {
      const request = indexedDB.open("evenstride");
      request.onsuccess = () => found(request.result);
    });
    const count = (name) =>
      new Promise((found) => {
        database.transaction(name).objectStore(name).count().onsuccess = ({ target }) => found(target.result);
      });
    return [(await caches.keys()).length, await count("events"), await count("sessions")];
  });
  assert.deepEqual(left, [0, 0, 0], "nothing is left of who was erased");
  await page.context().close();
  await server.stop();
}

/** Without a script there is a list, and the form goes on working. */
async function withoutAScript(browser) {
  const server = await serve();
  const page = await open(browser, PHONE);
  await follower(page, server.address);
  await page.context().close();
  const plain = await browser.newContext({ viewport: { width: PHONE.width, height: PHONE.height }, javaScriptEnabled: false });
  const list = await plain.newPage();
  await list.goto(`${server.address}/p/1/train/go`);
  assert.ok(!(await list.locator("#screen-set").isVisible()) && (await list.locator("#sets > li").first().isVisible()));
  await list.getByRole("link", { name: "Write down what you did" }).click();
  await unfoldLog(list);
  await list.getByRole("button", { name: "Keep this training" }).click();
  await list.getByText("entries of training:").waitFor();
  await plain.close();
  await server.stop();
}

/** Everything about training by phone. */
export async function training(browser) {
  const started = Date.now();
  await withoutAConnection(browser);
  await toTheEnd(browser);
  await aSign(browser);
  await pastItsEnd(browser);
  await withoutAScript(browser);
  console.log(`training by phone: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
