// A yes that stops, with script typed wherever words are taken: nothing runs, and no way leads past the stop.
import { join } from "node:path";
import assert from "node:assert/strict";
import { SCRIPT, look, open, pictures, sayNo, serve, unfoldLog } from "./kit.mjs";

/** A yes that stops, its page on paper, and the way on. */
export async function stopping(browser, size) {
  const server = await serve();
  const page = await open(browser, size);
  await page.goto(server.address);
  await page.getByLabel("Name").fill(SCRIPT);
  await page.getByRole("button", { name: "Start" }).click();
  await page.goto(`${server.address}/p/1/about`);
  await page.getByLabel("Sport").fill(SCRIPT);
  await page.getByRole("button", { name: "Keep and go on" }).click();
  await page.goto(`${server.address}/p/1/about`);
  await page.getByText("Injuries and operations").click();
  await page.getByLabel("What it was, in your words").fill(SCRIPT);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await look(page, `${size.name}-about-script`);
  await page.goto(`${server.address}/p/1/questions`);
  await page.getByRole("button", { name: "Start with the questions" }).click();
  await page.locator(".choice", { hasText: /^Not sure$/ }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await look(page, `${size.name}-stop`);
  for (const behind of ["", "/results", "/plan", "/train", "/progress"]) {
    await page.goto(`${server.address}/p/1${behind}`);
    assert.match(await page.locator("h1").innerText(), /Get emergency help now/);
  }
  await page.emulateMedia({ media: "print" });
  assert.ok(!(await page.getByRole("button").first().isVisible()), "paper has no buttons");
  assert.equal(await page.locator("nav:visible, header.bar:visible").count(), 0, "and no ways, which would cover words");
  await page.screenshot({ path: join(pictures, `${size.name}-stop-print.png`), fullPage: true });
  await page.emulateMedia({ media: "screen" });
  await page.getByLabel("Who it was").fill(SCRIPT);
  await page.getByLabel("On which day").fill("2026-01-02");
  await page.getByRole("button", { name: "They said that I can go on" }).click();
  // What is asked about now is not cleared by somebody who looked before; only a no ends that stop.
  assert.match(await page.locator("h1").innerText(), /Get emergency help now/);
  await look(page, `${size.name}-stop-still`);
  await page.goto(`${server.address}/p/1/questions`);
  await page.getByRole("button", { name: "Answer all of them again" }).click();
  for (let n = 0; /questions\/\d+$/.test(page.url()) && n < 100; n += 1) {
    await sayNo(page);
    await page.getByRole("button", { name: "Continue" }).click();
  }
  assert.match(page.url(), /questions\/outcome$/, "the questions come to an end");
  await page.goto(`${server.address}/p/1/train`);
  await unfoldLog(page);
  await page.getByLabel("Lines of training").fill(SCRIPT);
  await page.getByRole("button", { name: "Keep this training" }).click();
  await look(page, `${size.name}-train-error`);
  await page.goto(`${server.address}/p/1/bring`);
  await page.getByLabel("Choose a file").setInputFiles({ name: `${SCRIPT}.csv`, mimeType: "text/csv", buffer: Buffer.from(`${SCRIPT},b\n1,2\n`) });
  await page.getByRole("button", { name: "Bring it in" }).click();
  await look(page, `${size.name}-bring-error`);
  for (const path of ["/people", "/squad", "/data"]) {
    await page.goto(`${server.address}${path}`);
    await look(page, `${size.name}-script${path.replace("/", "-")}`);
  }
  await page.context().close();
  await server.stop();
}
