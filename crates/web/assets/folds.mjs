// Of the list of sets the present exercise stands open, and the set that was done last, because a mistake is seen there. What
// else is done and what comes later unfolds at a tap; after the last set everything stands open.

/** What folds the list of these sets, `word` being what says its words: it is told what is done and which set comes next. */
export function foldsOf(sets, word) {
  const buttons = ["before", "after"].map((name) => [name, document.getElementById(`sets-${name}`)]);
  let done = {};
  let next = 0;

  function fold() {
    const last = sets.findLastIndex((_, at) => done[at] && !done[at].left);
    const isFolded = {
      before: (at) => done[at] && at !== last,
      after: (at) => !done[at] && sets[at].exercise !== sets[next].exercise,
    };
    for (const [at, { row }] of sets.entries()) {
      row.hidden = false;
      if (at === next) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
    }
    for (const [name, button] of buttons) {
      const folded = next < 0 ? [] : sets.filter((_, at) => isFolded[name](at));
      const isOpen = button.getAttribute("aria-expanded") === "true";
      for (const { row } of folded) row.hidden = !isOpen;
      button.hidden = folded.length === 0;
      button.textContent = word(`sets_${name}`, { n: folded.length });
    }
  }

  for (const [, button] of buttons) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true"));
      fold();
    });
  }
  return (doneNow, nextNow) => {
    done = doneNow;
    next = nextNow;
    fold();
  };
}
