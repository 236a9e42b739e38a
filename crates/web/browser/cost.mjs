// What a way through the pages costs somebody who has never seen them: the one place where the rule stands.
//
//   minutes = words / 200 + pages × 3 s + presses × 1 s
//
// Words are those in view on a page, its ways and buttons included, as far as no earlier page of the same way had the
// sentence: what was read once is not read again, and of a sentence that differs in its numbers alone the numbers are. A
// press is a click, a tap, a step with Tab or a key that is typed. What is folded away, what is for readers of the screen
// alone and the answers of a list that is closed do not count, and neither does the time in which a test is done: nobody
// can shorten that.

/** A grown-up reads about so many words a minute. */
const WORDS_A_MINUTE = 200;
/** So long it takes to see what a page is about, and a press to be made. */
const SECONDS_A_PAGE = 3;
const SECONDS_A_PRESS = 1;

/** The words in view; where the end of the way is given, down to the end of the first such place. */
function inView(page, end) {
  return page.evaluate((selector) => {
    const last = selector && document.querySelector(selector);
    const isAfter = (element) =>
      last && (last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) && !last.contains(element);
    const unread = [...document.querySelectorAll("body *")].filter((element) => element.matches("select, svg, .hidden, .skip, script") || isAfter(element));
    const chosen = [...document.querySelectorAll("select")].filter((one) => one.checkVisibility() && !isAfter(one)).map((one) => one.selectedOptions[0]?.text ?? "");
    const before = unread.map((element) => element.style.display);
    for (const element of unread) element.style.display = "none";
    const { innerText } = document.body;
    unread.forEach((element, at) => { element.style.display = before[at]; });
    return [innerText, ...chosen].join("\n");
  }, end);
}

const wordsOf = (text) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));

/** Counts one way: `page` when a page has come, `unfolded` when a choice has shown more of it, `pressed` for each press. */
export function cost() {
  const [read, exact] = [new Set(), new Set()];
  const told = { pages: 0, presses: 0, words: 0, wordiest: [] };
  const reads = async (page, end) => {
    const fresh = [];
    for (const sentence of (await inView(page, end)).split(/\n|(?<=[.!?:])\s+/)) {
      const bare = sentence.replace(/\d+/g, "0").trim();
      if (!bare || exact.has(sentence)) continue;
      exact.add(sentence);
      fresh.push(...(read.has(bare) ? wordsOf(sentence).filter((word) => /\d/.test(word)) : wordsOf(sentence)));
      read.add(bare);
    }
    told.words += fresh.length;
    told.wordiest.push({ at: new URL(page.url()).pathname, n: fresh.length, text: fresh.join(" ") });
  };
  return {
    told,
    pressed: (n = 1) => { told.presses += n; },
    async page(page, end) {
      told.pages += 1;
      await reads(page, end);
    },
    /** What a choice has brought into view is read as well. */
    unfolded: (page) => reads(page),
    minutes: () => told.words / WORDS_A_MINUTE + (told.pages * SECONDS_A_PAGE + told.presses * SECONDS_A_PRESS) / 60,
  };
}
