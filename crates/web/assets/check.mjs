// A clock and a counter beside the place of each try, for tests that are timed or counted. What they find is written into
// the place and can be changed.
const form = document.getElementById("tries-form");
const word = (name, values = {}) =>
  Object.entries(values).reduce(
    (text, [key, value]) => text.replaceAll(`{${key}}`, String(value)),
    document.querySelector(`#check-words [data-word="${name}"]`).textContent,
  );

function beside(input, text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quietly";
  button.textContent = text;
  button.setAttribute("aria-describedby", input.id);
  input.closest("fieldset").append(button);
  return button;
}

/** Seconds between two looks at both clocks; a device that slept lets one of them fall behind. */
function clock(input) {
  const button = beside(input, word("start"));
  let from;
  let shows;
  button.addEventListener("click", () => {
    if (!from) {
      from = { day: Date.now(), page: performance.now() };
      shows = setInterval(() => {
        button.textContent = word("stop", { n: ((Date.now() - from.day) / 1000).toFixed(0) });
      }, 200);
      button.textContent = word("stop", { n: 0 });
      return;
    }
    const seconds = (Date.now() - from.day) / 1000;
    const slept = Math.abs(seconds - (performance.now() - from.page) / 1000) > 0.2;
    clearInterval(shows);
    from = undefined;
    button.textContent = slept ? word("slept") : word("start");
    if (!slept) input.value = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false }).format(seconds);
  });
}

function counter(input) {
  const button = beside(input, word("count", { n: 0 }));
  button.addEventListener("click", () => {
    const before = Number.parseInt(input.value, 10);
    input.value = String((Number.isFinite(before) ? before : 0) + 1);
    button.textContent = word("count", { n: input.value });
  });
}

const unit = form?.dataset.unit;
for (const input of form?.querySelectorAll('input[type="text"]') ?? []) {
  if (unit === "s") clock(input);
  if (unit === "reps") counter(input);
}
