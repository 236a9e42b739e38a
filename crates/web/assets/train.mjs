// One set after the other, by thumb, with or without a connection. The document holds every set and every word; this
// only shows one at a time, counts the rest, and hands each set to the outbox before it says that the set is kept.
import { keepPage } from "./again.mjs";
import { foldsOf } from "./folds.mjs";
import { forgetOtherSessions, keep, letGo, newName, send, session, waiting, whenChanged } from "./outbox.mjs";

const root = document.getElementById("session");
const part = (id) => document.getElementById(id);
const word = (name, values = {}) =>
  Object.entries(values).reduce(
    (text, [key, value]) => text.replaceAll(`{${key}}`, String(value)),
    root.querySelector(`[data-word="${name}"]`).textContent,
  );
const person = Number(root.dataset.person);
const none = { key: root.dataset.session, person, owner: root.dataset.owner, done: {}, stopped: "" };
const goOn = Number(root.dataset.painGoOn);
const hold = Number(root.dataset.painHold);
/** What one unit of load weighs in kilograms: loads are kept in kilograms, whatever somebody types and reads. */
const kgOfLoad = Number(root.dataset.kgOfLoad);
const rows = [...part("sets").children];
const sets = rows.map((row) => ({ ...row.dataset, row }));
const form = part("set-form");
const foldList = foldsOf(sets, word);

/** What this tab shows: a set, the rest before it, the signs, the stop or the end. */
let state = { shows: "set", at: 0 };
let known = structuredClone(none);
let restEnds = 0;
let restTold = false;
let clockFrom = 0;
let hasMoved = false;

/** The day where this device is, as the log writes it. */
function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  // A clock that is behind the page's own day is wrong.
  return day < root.dataset.day ? root.dataset.day : day;
}

const nextOpen = () => sets.findIndex((_, at) => !known.done[at]);

function showOnly(name) {
  for (const screen of ["set", "rest", "signs", "stop", "asked", "over", "end"]) part(`screen-${screen}`).hidden = screen !== name;
  part("list").hidden = ["stop", "signs", "asked", "over"].includes(name);
  state.shows = name;
}

/** Moves the focus to what has just come up, so that it is read and Tab goes on from there. */
function focusOn(id) {
  part(id).focus({ preventScroll: true });
  // What stands above is the same on every screen; at the first one it is still new.
  if (hasMoved) root.scrollIntoView({ block: "start" });
  hasMoved = true;
}

function fillSet(at) {
  const set = sets[at];
  const before = known.done[at];
  state = { shows: "set", at };
  part("set-count").textContent = word("set_of", { n: at + 1, all: sets.length });
  part("set-side").textContent = set.sideWords;
  part("set-name").textContent = set.name;
  part("set-target").textContent = set.target;
  part("set-nth").textContent = set.nth;
  part("set-load-how").textContent = set.load;
  const figure = part("set-figure");
  figure.hidden = !set.figure;
  if (set.figure && figure.getAttribute("src") !== set.figure) figure.src = set.figure;
  figure.alt = set.figureAlt ?? "";
  part("set-how").replaceChildren(...[...part(`cues-${set.exercise}`).children].map((cue) => cue.cloneNode(true)));
  form.reset();
  part("amount-label").textContent = set.unit;
  form.amount.value = before?.amount ?? set.aim;
  part("load-field").hidden = !("takesLoad" in set);
  const load = before?.load ?? lastLoad(set) ?? set.kg;
  form.load.value = load === undefined ? "" : writtenLoad(Number(load));
  // As long as nobody changes what is written there, it stands for this and not for its rounding.
  Object.assign(form.load.dataset, { shown: form.load.value, kg: load ?? "" });
  part("reserve-field").hidden = !("countsReserve" in set);
  if (before?.reserve !== undefined) form.reserve.value = String(before.reserve);
  if (before?.pain !== undefined) form.pain.value = String(before.pain);
  part("pain-legend").textContent = word(`pain_${set.side}`);
  part("clock").hidden = !("counts" in set);
  stopClock();
  part("set-skip").hidden = Boolean(before);
  part("set-gone").hidden = !before;
  part("set-problem").hidden = true;
}

/** The load of the last set of the same exercise on either leg: who took more takes it on. */
function lastLoad(set) {
  const done = Object.entries(known.done).filter(([at, kept]) => sets[at].exercise === set.exercise && kept.load);
  return done.at(-1)?.[1].load;
}

function showSet(at) {
  fillSet(at);
  showOnly("set");
  focusOn("set-title");
}

/** Shows what is open next: a stop, a set, or the end. */
function goNext() {
  if (known.stopped) return showStop(known.stopped);
  if (known.asked) return showAsked();
  if (isOver()) return showOver();
  const at = nextOpen();
  if (at >= 0) return showSet(at);
  const done = Object.values(known.done);
  const kept = done.filter((set) => !set.left);
  part("end-count").textContent = word("end_count", { n: kept.length, left: done.length - kept.length });
  showOnly("end");
  focusOn("end-title");
}

function showStop(rule) {
  const sign = part("signs").querySelector(`[data-rule="${rule}"]`);
  part("stop-title").textContent = sign.dataset.title;
  part("stop-advice").textContent = sign.dataset.advice;
  part("stop-text").textContent = sign.querySelector(".text").textContent;
  part("screen-stop").classList.toggle("stop", sign.dataset.effect === "ends");
  part("screen-stop").classList.toggle("alarm", sign.dataset.effect === "ends");
  part("stop-next").hidden = sign.dataset.effect !== "ends";
  part("stop-meant").textContent = word("meant", { sign: sign.dataset.name });
  part("stop-back").hidden = known.sign?.rule !== rule;
  showOnly("stop");
  focusOn("stop-title");
}

/** Has the day come after which the health questions have to be answered again? Without a connection only this page knows. */
const isOver = () => today() > root.dataset.until;

function showOver() {
  showOnly("over");
  focusOn("over-title");
}

/** After a sign that ends the training was taken back only the health questions lead on. */
function showAsked() {
  showOnly("asked");
  focusOn("asked-title");
}

// ---- Keeping ----------------------------------------------------------------------------------------------------

/** Keeps one set; a set that another tab or an earlier tap has kept is changed instead. */
async function keepSet(at, entry) {
  const set = sets[at];
  const id = newName();
  await keep(none, (held) => {
    const before = held.done[at];
    held.done[at] = { ...entry, id };
    if (before?.left && entry.left) return undefined;
    const event = { id, day: before?.day ?? today(), exercise: set.exercise, side: set.side };
    held.done[at].day = event.day;
    if (entry.left) {
      if (!before) return undefined;
      return { ...event, instead: before.id, gone: true };
    }
    if (before && !before.left) event.instead = before.id;
    event.amount = entry.amount;
    if (entry.load !== undefined) event.load_kg = entry.load;
    if (entry.reserve !== undefined) event.reserve = entry.reserve;
    if (entry.pain !== undefined) event.pain = entry.pain;
    return event;
  });
  await refresh();
}

/** A number as the language of the page writes it. */
function written(value, most = 2) {
  return new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: most, useGrouping: false }).format(value);
}

/** A load in kilograms in the unit of the page. */
const writtenLoad = (kg) => written(kg / kgOfLoad, kgOfLoad === 1 ? 2 : 1);

/** The load that was typed, in kilograms; undefined and null as below. */
function typedLoad() {
  const { shown, kg } = form.load.dataset;
  if (kg !== "" && form.load.value === shown) return Number(kg);
  const load = number(form.load);
  return load ? load * kgOfLoad : load;
}

/** A number with a point or a comma within its ends; undefined when nothing stands there, null when it is no such number. */
function number(input) {
  const text = input.value.trim().replace(",", ".");
  if (text === "") return undefined;
  const value = Number(text);
  const whole = input.name === "amount";
  const fits = Number.isFinite(value) && value >= Number(input.dataset.from) && value <= Number(input.dataset.to);
  return fits && !(whole && !Number.isInteger(value)) ? value : null;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { at } = state;
  const set = sets[at];
  const amount = number(form.amount);
  const load = "takesLoad" in set ? typedLoad() : undefined;
  const wrong = amount === undefined || amount === null ? form.amount : load === null ? form.load : undefined;
  for (const input of [form.amount, form.load]) input.toggleAttribute("aria-invalid", false);
  part("set-problem").hidden = !wrong;
  if (wrong) {
    wrong.setAttribute("aria-invalid", "true");
    part("set-problem").textContent = wrong === form.amount ? word("wrong_amount") : word("wrong_load", { most: form.load.dataset.to });
    wrong.focus();
    return;
  }
  const entry = { amount };
  // No load is no load of nought.
  if (load) entry.load = load;
  if ("countsReserve" in set && form.reserve.value !== "") entry.reserve = Number(form.reserve.value);
  if (form.pain.value !== "") entry.pain = Number(form.pain.value);
  const before = known.done[at];
  const isChange = Boolean(before);
  await keepSet(at, entry);
  askToStay();
  if (entry.pain > hold) await leaveOut(set.exercise, { hurt: true });
  else if (before?.pain > hold) await giveBack(set.exercise);
  if (isChange) return goNext();
  rest(set, entry);
});

/** What is left of an exercise that hurts too much waits for another day. */
async function leaveOut(exercise, why) {
  for (const [at, set] of sets.entries()) {
    if (set.exercise === exercise && !known.done[at]) await keepSet(at, { left: true, ...why });
  }
}

/** What was left out for a pain that was mistyped can be done after all; another set that hurt keeps it out. */
async function giveBack(exercise) {
  await keep(none, (held) => {
    const own = Object.keys(held.done).filter((at) => sets[at].exercise === exercise);
    if (own.some((at) => held.done[at].pain > hold)) return;
    for (const at of own) if (held.done[at].hurt) delete held.done[at];
  });
  await refresh();
}

part("set-skip").addEventListener("click", async () => {
  await keepSet(state.at, { left: true });
  goNext();
});
part("set-gone").addEventListener("click", async () => {
  await keepSet(state.at, { left: true });
  goNext();
});

/** Plates and dumbbells get heavier in steps of a kilogram, then of two and a half; in pounds of two and a half, then of five. */
const stepOfLoad = (from) => (kgOfLoad === 1 ? (from >= 20 ? 2.5 : 1) : from >= 50 ? 5 : 2.5);

for (const button of document.querySelectorAll("[data-step]")) {
  button.addEventListener("click", () => {
    const input = form[button.dataset.for];
    const from = number(input) ?? 0;
    const step = Number(button.dataset.step) * (input.name === "load" ? stepOfLoad(from) : 1);
    const to = Math.min(Number(input.dataset.to), Math.max(0, from + step));
    input.value = input.name === "load" && to === 0 ? "" : written(to);
  });
}

// ---- The clock of a hold and the rest ----------------------------------------------------------------------------

function stopClock() {
  clockFrom = 0;
  part("clock").textContent = word("clock_start");
}

part("clock").addEventListener("click", () => {
  if (clockFrom) {
    form.amount.value = String(Math.floor((Date.now() - clockFrom) / 1000));
    return stopClock();
  }
  clockFrom = Date.now();
  tick();
});

function rest(set, entry) {
  const next = nextOpen();
  if (next < 0 || known.stopped) return goNext();
  const told = entry.pain === undefined ? "" : entry.pain > hold ? "pain_stop" : entry.pain > goOn ? "pain_stay" : "pain_fine";
  part("rest-pain").textContent = told ? word(told) : "";
  part("rest-pain").hidden = !told;
  part("rest-pain").classList.toggle("error", told === "pain_stop");
  part("rest-next").textContent = word("rest_next", { what: sets[next].what });
  restEnds = Date.now() + Number(set.rest) * 1000;
  restTold = false;
  part("rest-said").textContent = "";
  showOnly("rest");
  tick();
  focusOn("rest-title");
}

function tick() {
  if (clockFrom) {
    part("clock").textContent = word("clock_stop", { n: Math.floor((Date.now() - clockFrom) / 1000) });
  }
  if (state.shows !== "rest") return;
  // The time of the day, not a counter: a device that slept goes on rightly.
  const left = Math.max(0, Math.ceil((restEnds - Date.now()) / 1000));
  part("rest-clock").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  if (left === 0 && !restTold) {
    restTold = true;
    part("rest-said").textContent = word("rest_over");
    navigator.vibrate?.(200);
  }
}
setInterval(tick, 250);
part("rest-go").addEventListener("click", goNext);

// ---- Something is wrong ------------------------------------------------------------------------------------------

let openedFrom = {};
for (const button of document.querySelectorAll("[data-opens=signs]")) {
  button.addEventListener("click", () => {
    openedFrom = { shows: state.shows, button };
    showOnly("signs");
    focusOn("signs-title");
  });
}
/** Back to where the question was asked from, with the focus where it was. */
function closeSigns() {
  const from = { set: () => showOnly("set"), rest: () => showOnly("rest") }[openedFrom.shows] ?? goNext;
  from();
  openedFrom.button?.focus();
}
part("signs-back").addEventListener("click", closeSigns);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && state.shows === "signs") closeSigns();
});
part("signs").addEventListener("click", async ({ target }) => {
  const sign = target.closest("[data-rule]");
  if (!sign) return;
  const at = Math.min(state.at, sets.length - 1);
  const set = sets[at];
  const id = newName();
  const { rule, effect } = sign.dataset;
  await keep(none, (held) => {
    if (effect !== "too-much") held.stopped = rule;
    held.sign = { id, rule, effect, exercise: set.exercise, side: set.side, day: today() };
    return { id, day: held.sign.day, exercise: set.exercise, side: set.side, sign: rule };
  });
  await refresh();
  if (effect === "too-much") await leaveOut(set.exercise, { sign: id });
  showStop(rule);
});

/**
 * Takes back the sign that was tapped last. It has been told all the same, and the machine hears both: one that ends the
 * training opens the health questions again, because only an answer can say that nothing was meant by it.
 */
part("stop-back").addEventListener("click", async () => {
  await keep(none, (held) => {
    const { sign } = held;
    // Another tab has taken it back already.
    if (!sign) return undefined;
    held.sign = undefined;
    held.stopped = "";
    if (sign.effect === "ends") held.asked = root.dataset.made;
    for (const [at, kept] of Object.entries(held.done)) if (kept.sign === sign.id) delete held.done[at];
    return { id: newName(), day: sign.day, exercise: sign.exercise, side: sign.side, instead: sign.id, gone: true };
  });
  await refresh();
  goNext();
});
part("stop-on").addEventListener("click", goNext);

// ---- What is kept where ------------------------------------------------------------------------------------------

/** Why the machine did not take a set, by its word for it. */
const reasons = { day: "not_day", exercise: "not_exercise", other: "not_other" };

/** What was done and felt in one line: a mistake is seen where it can be changed. */
function whatWasDone(done, unit) {
  const load = done.load ? ` · ${writtenLoad(done.load)} ${root.dataset.loadUnit}` : "";
  const said = [word("did", { n: done.amount, unit, load })];
  const most = Math.max(...[...form.reserve].map((choice) => Number(choice.value)));
  if (done.reserve !== undefined) said.push(word("did_reserve", { n: done.reserve === most ? `${most}+` : done.reserve }));
  if (done.pain !== undefined) said.push(word("did_pain", { n: done.pain }));
  return said.join(" · ");
}

async function refresh() {
  known = await session(none.key, none);
  for (const [at, { row, target }] of sets.entries()) {
    const done = known.done[at];
    const said = row.querySelector(".said");
    said.textContent = !done ? target : done.left ? word("left_out") : whatWasDone(done, row.dataset.unitInside);
    row.classList.toggle("done", Boolean(done && !done.left));
    const change = row.querySelector("button");
    change.hidden = !done || Boolean(known.stopped || known.asked);
  }
  foldList(known.done, nextOpen());
  part("stop-on").hidden = Boolean(known.stopped);
  const { n, refused } = await waiting(person);
  const n_not = refused.length;
  const there = n_not === 0 ? word("all_there") : word(n_not === 1 ? "one_not" : "some_not", { n: n_not });
  part("kept").textContent = n === 0 ? there : word(n === 1 ? "one_waits" : "some_wait", { n });
  part("refused").replaceChildren(
    ...refused.map((row) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quietly";
      button.textContent = word("let_go");
      button.addEventListener("click", () => letGo(row.n));
      item.append(`${sets.find((set) => set.exercise === row.event.exercise)?.name ?? row.event.exercise}: ${word("refused", { why: word(reasons[row.why] ?? reasons.other) })} `, button);
      return item;
    }),
  );
  part("refused").hidden = refused.length === 0;
  // Another tab may have done what this one shows.
  if (known.stopped && ["set", "rest"].includes(state.shows)) showStop(known.stopped);
  if (known.asked && ["set", "rest"].includes(state.shows)) showAsked();
  else if (isOver() && ["set", "rest"].includes(state.shows)) showOver();
  part("was-for").hidden = today() === root.dataset.day;
}

for (const [at, { row }] of sets.entries()) row.querySelector("button").addEventListener("click", () => showSet(at));

async function sendNow() {
  const outcome = await send(person);
  part("elsewhere").hidden = outcome !== "elsewhere";
  part("signed-out").hidden = outcome !== "signed-out";
  if (outcome !== "signed-out") return;
  const { n } = await waiting(person);
  part("sign-in").textContent = word(n === 1 ? "sign_in_one" : "sign_in_some", { n });
}

/** A page that the machine made after it had heard that a sign was taken back: it makes none until the questions are answered. */
async function answeredMeanwhile() {
  const { n } = await waiting(person);
  const known = await session(none.key, none);
  if (!known.asked || n > 0 || Number(root.dataset.made) <= Number(known.asked)) return;
  await keep(none, (held) => {
    held.asked = undefined;
  });
}

/** The browser may throw away what a page keeps unless somebody asks for it to stay. */
let asked = false;
function askToStay() {
  if (asked) return;
  asked = true;
  navigator.storage?.persist?.();
  navigator.wakeLock?.request("screen").catch(() => {});
}

whenChanged(() => {
  refresh();
  sendNow();
});
addEventListener("online", sendNow);
addEventListener("pageshow", ({ persisted }) => persisted && refresh());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  // A page that was left open may be of another day by now.
  refresh();
  sendNow();
  if (asked) navigator.wakeLock?.request("screen").catch(() => {});
});
setInterval(sendNow, 15_000);

await forgetOtherSessions(person, none.key);
await answeredMeanwhile();
await refresh();
root.hidden = false;
part("without").hidden = true;
goNext();
sendNow();
part("again").textContent = word((await keepPage(person, sets.map((set) => set.figure))) ? "again_yes" : "again_no");
