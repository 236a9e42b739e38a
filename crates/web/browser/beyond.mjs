// Beyond this machine: signing in on a phone, a session that ends in the middle of a training and loses no set, signing out.
import { spawnSync } from "node:child_process";
import assert from "node:assert/strict";
import { look, open, otherPages, program, records, serve } from "./kit.mjs";
import { PHONE, done, follower, kept, on } from "./train.mjs";

const PASSWORD = "four words of nonsense";

function account(store, ...words) {
  const told = spawnSync(program, ["account", ...words, "--store", store], { input: `${PASSWORD}\n`, encoding: "utf8" });
  assert.equal(told.status, 0, told.stderr);
}

async function signIn(page, password) {
  await page.getByLabel("Name").fill("ada");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** A store in which somebody follows a week, with an owner and that person's account. */
async function filled(browser) {
  const server = await serve();
  const page = await open(browser, PHONE);
  await follower(page, server.address);
  await page.context().close();
  await server.kill();
  account(server.store, "add", "olga", "--role", "owner", "--password-from", "-");
  account(server.store, "add", "ada", "--role", "athlete", "--person", "ada", "--password-from", "-");
  return server.folder;
}

export async function beyondThisMachine(browser) {
  const server = await serve({ folder: await filled(browser), words: ["--beyond", "--listen", "127.0.0.1"] });
  // The root is not installed here: what a phone does that has been told to go on.
  const options = { away: true, hasTouch: true, isMobile: true, ignoreHTTPSErrors: true };
  const page = await open(browser, PHONE, options);
  await page.goto(`${server.address}/p/1/train`);
  await look(page, "beyond-sign-in");
  await signIn(page, "not the password");
  await page.getByRole("alert").filter({ hasText: "do not belong together" }).waitFor();
  await look(page, "beyond-sign-in-wrong");
  await signIn(page, PASSWORD);
  await page.getByRole("link", { name: "Train set by set" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Squad" }).count(), 0, "an athlete is shown no squad");
  await look(page, "beyond-signed-in");
  await page.goto(`${server.address}/p/1/remarks`);
  await page.getByLabel("Remark").fill("less on Friday?");
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.getByText("by ada").waitFor();
  await look(page, "beyond-remarks");
  await page.goto(`${server.address}/p/1/train`);
  await page.getByRole("link", { name: "Train set by set" }).click();
  await on(page, "set");
  account(server.store, "end-sessions", "ada");
  await done(page);
  const again = page.getByRole("link", { name: "Sign in again to send 1 set" });
  await again.waitFor();
  await kept(page, "One set waits for the machine.");
  await look(page, "beyond-session-ended");
  assert.equal(records(server.store, "trained").length, 0, "it waits on the phone");
  await again.click();
  await signIn(page, PASSWORD);
  await kept(page, "All sets are on the machine.");
  assert.equal(records(server.store, "trained").length, 1, "it arrived once");
  assert.match(page.url(), /\/p\/1\/train\/go$/, "one comes out where one was");
  await page.goto(`${server.address}/p/2`);
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await page.goto(`${server.address}/trust`);
  await look(page, "beyond-trust");
  await (await otherPages(page)).getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.goto(`${server.address}/p/1`);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.context().close();
  await server.stop();
}
