// Another language for a page that is half filled in: what was typed is carried over. It goes with the page's own place in
// the history of this tab, is taken out again as soon as the page is there, and is kept nowhere else.
const choice = document.querySelector("form.languages");
const main = document.getElementById("main");

/** The fields of the page that a reader fills in, in their order; files cannot be carried. */
const fields = () => [...main.querySelectorAll("input, select, textarea")].filter(({ type }) => !["hidden", "file", "submit"].includes(type));

const valueOf = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);

function isUntouched(field) {
  if (["checkbox", "radio"].includes(field.type)) return field.checked === field.defaultChecked;
  if (field.type !== "select-one") return field.value === field.defaultValue;
  const meant = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex === Math.max(0, meant);
}

/** Puts back what was typed before the language was changed, where the page still has the same fields. */
function putBack(typed) {
  const all = fields();
  if (all.length !== typed.values.length) return;
  for (const [at, field] of all.entries()) {
    const value = typed.values[at];
    if (valueOf(field) === value) continue;
    if (typeof value === "boolean") field.checked = value;
    else field.value = value;
    // What was typed behind a fold stays in view.
    const fold = field.closest("details");
    if (fold) fold.open = true;
  }
}

const { typed } = history.state ?? {};
if (typed) {
  history.replaceState(null, "");
  putBack(typed);
}

choice.addEventListener("submit", async (event) => {
  if (fields().every(isUntouched)) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(choice, event.submitter));
  try {
    const answer = await fetch(choice.action, { method: "POST", body, redirect: "manual" });
    if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(`status ${answer.status}`);
  } catch {
    // The button works by itself too; then the form begins anew.
    choice.submit();
    return;
  }
  history.replaceState({ typed: { values: fields().map(valueOf) } }, "");
  location.reload();
});
