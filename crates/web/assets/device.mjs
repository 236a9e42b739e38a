// What this browser keeps of the training page: told, sent when possible, and cleared when asked.
import { clear, waiting, whenChanged } from "./outbox.mjs";

const part = document.getElementById("device");
const count = document.getElementById("device-count");
const words = (name) => part.querySelector(`[data-word="${name}"]`).textContent;

/** Times are told as they are where this browser is. */
const lang = document.documentElement.lang;
const clock = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "long", timeStyle: "short" });
for (const time of document.querySelectorAll("time[data-ms]")) time.textContent = clock.format(new Date(Number(time.dataset.ms)));

async function show() {
  const { n, refused } = await waiting();
  const all = n + refused.length;
  count.textContent = all === 0 ? words("none") : words("some").replace("{n}", String(all));
}

// Somebody was erased on the machine: what this browser has of that person goes too.
const erased = part.dataset.erased;
if (erased) await clear(Number(erased));
document.getElementById("device-clear").addEventListener("click", async () => {
  await clear();
  count.textContent = words("cleared");
});
whenChanged(show);
await show();
part.hidden = false;
