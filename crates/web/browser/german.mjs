// The pages in German, as a browser that asks for German gets them: whole, inside their frame, and English at a touch.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { SIZES, examples, look, open, program, serve, unfoldChanges } from "./kit.mjs";

const PAGES = [
  ["today", ""],
  ["results", "/results"],
  ["plan", "/plan"],
  ["about", "/about"],
  ["questions", "/questions"],
  ["question", "/questions/1"],
  ["bring", "/bring"],
  ["check", "/check"],
  ["check-test", "/check/test/wall-sit-single?minutes=20"],
  ["progress", "/progress"],
  ["remarks", "/remarks"],
];

/** Walks through the German pages at both sizes. */
export async function inGerman(browser) {
  for (const size of SIZES) {
    const server = await serve();
    const files = ["person.toml", "answers.toml", "measurements.csv"].map((name) => join(examples, name));
    const told = spawnSync(program, ["import", "--store", server.store, ...files], { encoding: "utf8" });
    assert.equal(told.status, 0, told.stderr);
    const page = await open(browser, size, { locale: "de-DE" });
    for (const [name, path] of PAGES) {
      await page.goto(`${server.address}/p/1${path}`);
      assert.equal(await page.locator("html").getAttribute("lang"), "de", path);
      await look(page, `${size.name}-german-${name}`);
    }
    await page.goto(`${server.address}/p/1/plan`);
    await unfoldChanges(page);
    await page.getByText("Tage, Minuten, Ausrüstung, Vorlieben").click();
    await page.getByLabel("Dienstag").fill("20");
    await page.locator("#plan-told").filter({ hasText: "beste Woche" }).waitFor();
    await page.goto(`${server.address}/p/1/plan`);
    await page.getByRole("button", { name: "Ab heute nach dieser Woche trainieren" }).click();
    await page.getByRole("link", { name: "Satz für Satz trainieren" }).click();
    await page.getByRole("button", { name: "Fertig" }).waitFor();
    await page.getByRole("button", { name: "mehr" }).first().click();
    await look(page, `${size.name}-german-set`);
    await page.getByRole("button", { name: "Fertig" }).click();
    await page.getByText(/^Die Pause|Als Nächstes/).first().waitFor();
    await look(page, `${size.name}-german-rest`);
    // What is chosen goes before what the browser asks for, and leads back to the same page.
    await page.goto(`${server.address}/p/1/progress`);
    await page.getByRole("button", { name: "English" }).click();
    assert.equal(new URL(page.url()).pathname, "/p/1/progress");
    assert.equal(await page.locator("h1").innerText(), "Progress");
    await page.getByRole("button", { name: "Deutsch" }).click();
    assert.equal(await page.locator("h1").innerText(), "Verlauf");
    await page.context().close();
    await server.stop();
  }
}
