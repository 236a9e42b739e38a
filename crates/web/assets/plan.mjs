// The week while its wishes are still being filled in: a first one at once, then the best one. Nothing is kept by this;
// the button of the form keeps, with or without this script.
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
  clearTimeout(pause);
  pause = setTimeout(() => {
    latest += 1;
    if (!working) work();
  }, PAUSE);
});
