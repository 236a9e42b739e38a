// Pages that are seldom seen on the usual way: a table whose columns have to be asked for, a squad and its parts, the look
// ahead after several visits, the reasons, a test with a helper, and a set in pounds.
import assert from "node:assert/strict";
import { SIZES, look, open, serve } from "./kit.mjs";
import { follower } from "./train.mjs";

/** The day so many days ago. */
const ago = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const csv = (name, lines) => ({ name, mimeType: "text/csv", buffer: Buffer.from(`${lines.join("\n")}\n`) });

/** Somebody whose right leg has caught up a little at each of four visits. */
function visits() {
  const tries = [120, 80, 40, 2].flatMap((days, at) =>
    [0, 0.4, -0.3].flatMap((by, nth) => [
      `strap-knee-ext,left,${nth + 1},${30 + by},kg,${ago(days)}`,
      `strap-knee-ext,right,${nth + 1},${20 + 2 * at + by},kg,${ago(days)}`,
    ]),
  );
  return csv("visits.csv", ["test,side,attempt,value,unit,date", ...tries]);
}

/** A table that names neither the test nor the leg nor the unit as anybody else does. */
const foreign = (names) => {
  const row = (who, leg, value) => [...(names ? [who] : []), ago(1), leg, value].join(",");
  const people = names ? ["ada", "bea", "cem"] : [""];
  const rows = people.flatMap((who, at) => [24, 25, 24.5].flatMap((value) => [row(who, "l", value), row(who, "r", value - 4 * at - 3)]));
  return csv("lab.csv", [[...(names ? ["athlete"] : []), "when", "leg", "peak"].join(","), ...rows]);
};

async function aFileIsLookedAt(page, address, name) {
  await page.goto(`${address}/p/1/bring`);
  await page.getByLabel("Choose a file").setInputFiles(foreign(false));
  await page.getByRole("button", { name: "Look at it first" }).click();
  await page.getByRole("heading", { name: "Which column is which?" }).waitFor();
  await look(page, `${name}-look-columns`);
  await page.locator("#test_is").selectOption("strap-knee-ext");
  await page.locator("#column-side").selectOption("leg");
  await page.locator("#column-value").selectOption("peak");
  await page.locator("#column-date").selectOption("when");
  await page.getByRole("button", { name: "Read it again" }).click();
  await page.getByText("Nothing is kept yet.").waitFor();
  await look(page, `${name}-look-unit`);
  await page.locator("#unit_is").selectOption("kg");
  await page.getByRole("button", { name: "Read it again" }).click();
  await look(page, `${name}-look-read`);
  await page.getByRole("button", { name: "Leave it" }).click();
}

async function aSquad(page, address, name) {
  await page.goto(`${address}/squad/bring`);
  await look(page, `${name}-squad-bring`);
  await page.getByLabel("Choose a file").setInputFiles(foreign(true));
  await page.getByRole("button", { name: "Look at it first" }).click();
  await look(page, `${name}-squad-columns`);
  for (const [field, column] of [["subject", "athlete"], ["side", "leg"], ["value", "peak"], ["date", "when"]]) {
    const select = page.locator(`#column-${field}`);
    if (!(await select.isVisible())) await page.getByText("The other columns").click();
    await select.selectOption(column);
  }
  await page.locator("#test_is").selectOption("strap-knee-ext");
  await page.getByRole("button", { name: "Read it again" }).click();
  await page.getByText("They belong to: ada, bea and cem.").waitFor();
  await look(page, `${name}-squad-look`);
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.goto(`${address}/squad`);
  await look(page, `${name}-squad-three`);
  await page.locator("form select").first().selectOption("differing");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByText(/^Shown: \d of 3\.|Nobody is in this part\./).first().waitFor();
  await look(page, `${name}-squad-part`);
}

async function ahead(page, address, name) {
  await page.goto(`${address}/p/1/bring`);
  await page.getByLabel("Choose a file").setInputFiles(visits());
  await page.getByRole("button", { name: "Bring it in" }).click();
  await page.goto(`${address}/p/1/progress`);
  assert.ok((await page.locator(".fc-ahead").count()) > 0, "what a next visit would show is drawn");
  for (const summary of await page.locator("#over-time ~ details > summary").all()) await summary.click();
  await look(page, `${name}-progress-ahead`);
}

/** A week of one long session, so that something in it has a load whichever of equally good weeks is found. */
const oneLongSession = (person) => person.replace(/\[minutes\][^[]*/, "[minutes]\nsaturday = 90\n\n");

async function inPounds(page, address, name) {
  await page.goto(`${address}/p/1/about`);
  await page.getByLabel("Units").selectOption("imperial");
  await page.getByRole("button", { name: "Keep and go on" }).click();
  await page.goto(`${address}/p/1/train/go`);
  await page.locator("#screen-set").waitFor({ state: "visible" });
  // The first set with a load: what was typed comes back as it was, in pounds.
  for (let n = 0; n < 40 && !(await page.locator("#load").isVisible()); n += 1) {
    await page.getByRole("button", { name: "Leave this set out" }).click();
  }
  await page.locator("#load").fill("27.5");
  await look(page, `${name}-set-pounds`);
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await page.getByText("27.5 lb").first().waitFor();
}

/** Walks through them at both sizes. */
export async function seldom(browser) {
  const started = Date.now();
  for (const size of SIZES) {
    const server = await serve();
    const page = await open(browser, size);
    await follower(page, server.address, oneLongSession);
    await aFileIsLookedAt(page, server.address, size.name);
    await aSquad(page, server.address, size.name);
    await ahead(page, server.address, size.name);
    await page.goto(`${server.address}/library/why.html`);
    await look(page, `${size.name}-why`);
    await page.goto(`${server.address}/p/1/check/test/slr?minutes=20`);
    await look(page, `${size.name}-check-helper`);
    await inPounds(page, server.address, size.name);
    await page.context().close();
    await server.stop();
  }
  console.log(`pages seldom seen: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
