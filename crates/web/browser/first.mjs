// From a fresh start to a first week, on a phone by taps, on a laptop with the keyboard and with the mouse, for somebody who
// is well and for somebody with a sore knee: what each of these ways costs by the rule of `cost.mjs`, a line for each.
//
// Everybody says who they are, answers every question, does each test that is offered within the minutes that stand there,
// and follows what stands out as the way on. The count ends with the headline and the list of the first session on the page of the week.
// `cargo xtask browser --first` runs it alone, and tells the wordiest pages as well.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { SIZES, launch, open, pictures, problems, refused, running, serve } from "./kit.mjs";
import { cost } from "./cost.mjs";

/** A first week takes nobody as long as this, beside the tests themselves; it only goes down. */
const MOST_MINUTES = 10;
/** What a leg shows in a test, by its unit, or by the first word of the test's name; the legs differ a little. */
const SHOWN = { deg: ["46", "42"], count: ["11", "8"], s: ["40", "30"], cm: ["11", "9"], kg: ["20", "17"], n: ["200", "170"], girth: ["36", "35"] };
const WELL = { name: "well", yes: [], leg: "right" };
/** Somebody whose right knee has hurt a little in front for some days. */
const SORE = { name: "sore knee", yes: ["RF-49", "RF-50"], place: "knee", leg: "right" };

/** How somebody works a page: with taps, with the mouse or with the keyboard. */
function hand(page, way, counted) {
  /** Moves on with Tab to this place, and with the arrows within a group of choices. */
  const reach = async (place) => {
    for (let n = 0; n < 120; n += 1) {
      const at = await place.evaluate((wanted) => {
        const now = document.activeElement;
        if (now === wanted) return "there";
        return now.type === "radio" && now.name === wanted.name ? "beside" : "away";
      });
      if (at === "there") return;
      counted.pressed();
      await page.keyboard.press(at === "beside" ? "ArrowDown" : "Tab");
    }
    assert.fail(`Tab does not come there on ${page.url()}`);
  };
  const key = async (name) => {
    counted.pressed();
    await page.keyboard.press(name);
  };
  if (way === "keyboard") {
    return {
      async press(place) { await reach(place); await key("Enter"); },
      async choose(place) { await reach(place); if (!(await place.isChecked())) await key("Space"); },
      async pick(place, value) {
        await reach(place);
        for (let n = 0; n < 20 && (await place.inputValue()) !== value; n += 1) await key("ArrowDown");
        assert.equal(await place.inputValue(), value);
      },
      async type(place, text) { await reach(place); for (const one of text) await key(one); },
      // Enter sends a form from where its last answer stands, unless that is a list, which Enter opens.
      async send(place) {
        if (await page.evaluate(() => document.activeElement.tagName === "SELECT")) await reach(place);
        await key("Enter");
      },
    };
  }
  const press = async (place) => {
    counted.pressed();
    await (way === "taps" ? place.tap() : place.click());
  };
  return {
    press,
    send: press,
    choose: press,
    // One press opens the list, one chooses from it.
    async pick(place, value) { counted.pressed(2); await place.selectOption(value); },
    async type(place, text) { await press(place); for (const one of text) { counted.pressed(); await page.keyboard.press(one); } },
  };
}

/** One way of one person; gives what it has cost. */
async function walked(browser, size, way, somebody) {
  const server = await serve();
  const page = await open(browser, size, way === "taps" ? { hasTouch: true, isMobile: true } : {});
  page.setDefaultTimeout(30_000);
  const counted = cost();
  const by = hand(page, way, counted);
  const leads = async (place, behind, { end, sends } = {}) => {
    const before = page.url();
    await Promise.all([page.waitForURL((address) => address.href !== before && behind.test(address.href)), sends ? by.send(place) : by.press(place)]);
    await page.locator("h1").waitFor();
    if (way === "keyboard" && (await page.locator("[autofocus]").count())) await page.locator("[autofocus]:focus").waitFor();
    await counted.page(page, end);
  };
  const button = (name) => page.getByRole("button", { name, exact: true });
  const link = (name) => page.getByRole("link", { name }).first();
  await page.goto(server.address);
  if (way === "keyboard") await page.locator("h1:focus").waitFor();
  await counted.page(page);
  await by.type(page.getByLabel("Name"), "ada");
  await by.type(page.getByLabel("Year of birth"), "1978");
  await leads(button("Start"), /questions\/\d+$/, { sends: true });
  const said = new Set();
  for (let n = 0; /questions\/\d+$/.test(page.url()); n += 1) {
    assert.ok(n < 100, "the questions come to an end");
    await answered(page, by, somebody, said, counted);
    await leads(button("Continue"), /\/questions/, { sends: true });
  }
  assert.equal(said.size, somebody.yes.length, `${[...said]} were said`);
  const end = "#plan-week .exercises";
  let n_tests = 0;
  for (; (await page.locator("#tries-form").count()) || (await link(/^Do this test/).count()); n_tests += 1) {
    assert.ok(n_tests < 20, "the tests come to an end");
    // From a test that is kept the way leads to the next one.
    if (!(await page.locator("#tries-form").count())) await leads(link(/^Do this test/), /\/check\/test\//);
    const word = page.url().match(/test\/(\w+)/)[1];
    const unit = SHOWN[word] ? word : await page.locator("#tries-form").getAttribute("data-unit");
    assert.ok(SHOWN[unit], `a value in ${unit} is known`);
    for (const place of await page.locator("#tries-form input[type=text]").all()) {
      const isLeft = (await place.getAttribute("name")).startsWith("left");
      await by.type(place, SHOWN[unit][isLeft ? 0 : 1]);
    }
    await leads(button("Keep and go on"), /\/check\/test|\/plan/, { sends: true, end });
  }
  // What stands out as the way on is followed.
  for (let n = 0; !/\/plan/.test(page.url()); n += 1) {
    assert.ok(n < 3, "the way on leads to the week");
    await leads(page.locator("main a.button").first(), /\/(results|plan)/, { end });
  }
  assert.ok(await page.locator(end).count(), "there is a week, and one press follows it");
  assert.ok(await button("Follow this week from today on").isVisible());
  await page.screenshot({ path: join(pictures, `first-${way}-${somebody.name.replace(" ", "-")}.png`), fullPage: true });
  await page.context().close();
  await server.stop();
  return { ...counted.told, n_tests, minutes: counted.minutes() };
}

/** Says yes to what somebody has, with the leg, and no to everything else. */
async function answered(page, by, somebody, said, counted) {
  if (await page.locator("#several").count()) {
    const mine = [];
    for (const id of somebody.yes) if (await page.locator(`input[name=yes][value="${id}"]`).count()) mine.push(id);
    for (const id of mine) {
      await by.choose(page.locator(`input[name=yes][value="${id}"]`));
      await counted.unfolded(page);
      // The leg of the pain stands chosen already.
      const leg = page.locator(`[id="leg-${id}"]`);
      if ((await leg.inputValue()) !== somebody.leg) await by.pick(leg, somebody.leg);
      said.add(id);
    }
    if (mine.length === 0) await by.choose(page.getByRole("checkbox", { name: "None of these", exact: true }));
    return;
  }
  const rows = await page.locator("fieldset.each").all();
  for (const row of rows) await by.choose(row.getByRole("radio", { name: "No", exact: true }));
  if (rows.length) return;
  // The first question of the two alone on its page is whether anything hurts.
  const isMine = somebody.yes.includes("RF-49") && (await page.locator("h1").innerText()).startsWith("Does anything hurt in your legs");
  await by.choose(page.getByRole("radio", { name: isMine ? "Yes" : "No", exact: true }));
  if (isMine) {
    await counted.unfolded(page);
    await by.choose(page.locator(`input[name=leg][value=${somebody.leg}]`));
    await by.choose(page.locator(`input[name=place][value=${somebody.place}]`));
    said.add("RF-49");
  }
}

/** All ways, each told in a line; with `tells`, the wordiest pages of each person on the phone as well. */
export async function first(browser, tells = false) {
  const [phone, laptop] = SIZES;
  const long = [];
  for (const somebody of [WELL, SORE]) {
    for (const [size, way] of [[phone, "taps"], [laptop, "keyboard"], [laptop, "mouse"]]) {
      const took = await walked(browser, size, way, somebody);
      console.log(`to a first week, ${somebody.name}, ${size.name}, ${way}: ${took.pages} pages, ${took.words} words, ${took.presses} presses, ${took.n_tests} tests: ${took.minutes.toFixed(1)} minutes beside the tests`);
      if (took.minutes >= MOST_MINUTES) long.push(`${somebody.name}, ${way}: ${took.minutes.toFixed(1)} minutes to a first week`);
      if (tells && way === "taps") {
        for (const { at, n, text } of took.wordiest.sort((a, b) => b.n - a.n).slice(0, 10)) console.log(`  ${n} words on ${at}: ${text}`);
      }
    }
  }
  assert.deepEqual(long, [], `no way takes ${MOST_MINUTES} minutes`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(pictures, { recursive: true });
  const browser = await launch();
  try {
    await first(browser, true);
    assert.deepEqual(problems, []);
    assert.deepEqual(refused, [], "nothing was refused by the policy, and no other machine was asked");
  } finally {
    for (const child of running) child.kill("SIGINT");
    await browser.close();
  }
}
