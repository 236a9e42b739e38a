// The whole way with the keyboard alone: how many steps it takes, and that nothing covers what has the focus.
import { join } from "node:path";
import assert from "node:assert/strict";
import { examples, look, open, serve } from "./kit.mjs";

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

/** The whole way with the keyboard alone. */
export async function withTheKeyboard(browser, size) {
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
  while (/questions\/\d+$/.test(page.url())) {
    // The page opens at its first answer, with which its question is read out, and which is not chosen by that.
    await page.locator("main [autofocus]:focus").waitFor();
    assert.ok(!(await page.locator("main [autofocus]").isChecked()));
    if (await page.locator("#several").count()) {
      await tabTo(page, "None of these");
      await page.keyboard.press("Space");
    } else if (await page.locator("fieldset.each").count()) {
      // Each has an answer of its own, and the next one is one step away.
      for (let nth = 0; nth < (await page.locator("fieldset.each").count()); nth += 1) {
        if (nth > 0) assert.equal(await tabTo(page, "Yes"), 1);
        await page.keyboard.press("ArrowDown");
      }
      assert.equal(await page.getByRole("radio", { name: "No", exact: true, checked: true }).count(), await page.locator("fieldset.each").count());
    } else {
      await page.keyboard.press("ArrowDown");
      assert.ok(await page.getByRole("radio", { name: "No", exact: true }).isChecked());
    }
    await enter();
  }
  await tabTo(page, "Other ways on");
  await page.keyboard.press("Enter");
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
