// The week while its wishes are still being filled in: a first one at once, then the best one. And the longer search for a
// better week than the one on the page, which stays until somebody asks for the other. Nothing is kept by this; the buttons
// keep, with or without this script.
// A button whose answer takes long says from the press on that it is worked on.
const form = document.getElementById("wishes");
const week = document.getElementById("plan-week");
const told = document.getElementById("plan-told");
const word = (name) => document.querySelector(`#plan-words [data-word="${name}"]`).textContent;
const words = {
  first: word("first"),
  proven: word("proven"),
  found: word("found"),
  none: word("none"),
  wrong: word("wrong"),
  failed: word("failed"),
};

/** Typing is over when nothing was typed for so many milliseconds. */
const PAUSE = 250;
/** Every change has a number; an answer to an older one is passed over. */
let latest = 0;
let working = false;
let pause;

/** Shows the answer to a change unless there is a newer one; says whether a better week can still come. */
async function ask(change, step) {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.dataset.live + step, { method: "POST", body });
  if (change !== latest) return false;
  if (answer.status === 422) {
    told.textContent = words.wrong;
    return false;
  }
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const text = await answer.text();
  if (change !== latest) return false;
  week.innerHTML = text;
  // What belongs to the week that was shown before would now be about another one.
  for (const part of document.querySelectorAll("[data-kept]")) part.hidden = true;
  const state = week.firstElementChild?.dataset.week;
  told.textContent = words[state] ?? "";
  return state === "first";
}

/** One best week at a time is worked out, whatever is typed meanwhile. */
async function work() {
  const change = latest;
  working = true;
  week.setAttribute("aria-busy", "true");
  try {
    if (await ask(change, "?first=1")) await ask(change, "");
  } catch {
    if (change === latest) told.textContent = words.failed;
  }
  working = false;
  if (change === latest) week.removeAttribute("aria-busy");
  else await work();
}

form?.addEventListener("input", () => {
  // Another week is wanted than the one that is searched for.
  searching?.abort();
  clearTimeout(pause);
  pause = setTimeout(() => {
    latest += 1;
    if (!working) work();
  }, PAUSE);
});

const search = document.getElementById("plan-search");
const piece = (name) => document.getElementById(`search-${name}`);
/** While others are being searched for, it is tried again after so many milliseconds, so many times. */
const AGAIN = 5000;
const TIMES = 24;
/** The search that goes on; a page that goes away ends it. */
let searching;

function waits(ms, signal) {
  return new Promise((done) => {
    setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}

/** What came of the search, as a piece of a page; nothing when there was none. */
async function outcome(signal) {
  for (let n = 0; n < TIMES && !signal.aborted; n += 1) {
    const answer = await fetch(search.dataset.address, { signal });
    if (answer.ok) return await answer.text();
    if (answer.status !== 503) return undefined;
    await waits(AGAIN, signal);
  }
  return undefined;
}

/** Searches, and tells once what came of it. Without an outcome there is the link, as without this script. */
async function searchOn() {
  searching = new AbortController();
  const { signal } = searching;
  piece("longer").hidden = true;
  piece("now").hidden = false;
  const text = await outcome(signal).catch(() => undefined);
  piece("now").hidden = true;
  if (text === undefined) {
    piece("longer").hidden = false;
    return;
  }
  const found = document.createElement("template");
  found.innerHTML = text;
  piece("told").textContent = found.content.querySelector("p").textContent;
  const go = found.content.querySelector("a");
  if (go) piece("go").append(go);
  piece("go").hidden = !go;
}

if (search) {
  addEventListener("pagehide", () => searching?.abort());
  addEventListener("pageshow", ({ persisted }) => persisted && piece("told").textContent === "" && searchOn());
  searchOn();
}

for (const note of document.querySelectorAll("form [data-working]")) {
  note.closest("form").addEventListener("submit", () => {
    note.textContent = note.dataset.working;
  });
  // A page that comes back from memory works on nothing any more.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) note.textContent = "";
  });
}
