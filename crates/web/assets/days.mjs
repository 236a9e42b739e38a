// Sessions can be dragged to another day, with the mouse anywhere on them and with a finger by their handle. Letting go presses
// the button of that day in the menu of the session, so that a drag does what the menu does and nothing else.
const days = document.getElementById("days");
/** A press that moves less than so many pixels is no drag. */
const SLACK = 6;
/** So near to the upper or lower end of the window the page moves along, by so many pixels each time. */
const EDGE = 60;
const STEP = 12;

/** The one session that is being dragged. */
let drag;

function dayAt({ clientX, clientY }) {
  return document.elementFromPoint(clientX, clientY)?.closest("#days [data-day]");
}

/** The button that moves the dragged session to a day; none for its own day. */
function buttonFor(day) {
  return day ? drag.session.querySelector(`button[name="to"][value="${day.dataset.day}"]`) : null;
}

function mark(day) {
  for (const other of days.children) other.classList.toggle("over", other === day);
}

function follow(event) {
  const x = event.clientX - drag.x;
  const y = event.clientY - drag.y + (scrollY - drag.scrolled);
  if (!drag.moves && Math.hypot(x, y) < SLACK) return;
  drag.moves = true;
  drag.session.classList.add("dragged");
  drag.session.style.transform = `translate(${x}px, ${y}px)`;
  if (event.clientY < EDGE) scrollBy(0, -STEP);
  else if (event.clientY > innerHeight - EDGE) scrollBy(0, STEP);
  const day = dayAt(event);
  mark(buttonFor(day) ? day : null);
}

function end() {
  drag.session.classList.remove("dragged");
  drag.session.style.transform = "";
  mark(null);
  drag = undefined;
}

function start(event) {
  const session = event.target.closest("[data-session]");
  const byHandle = event.target.closest(".grip");
  if (!session || drag || !event.isPrimary || event.button !== 0) return;
  if (!byHandle && (event.pointerType !== "mouse" || event.target.closest("summary, button"))) return;
  event.preventDefault();
  session.setPointerCapture(event.pointerId);
  drag = { session, id: event.pointerId, x: event.clientX, y: event.clientY, scrolled: scrollY, moves: false };
}

function letGo(event) {
  if (event.pointerId !== drag?.id) return;
  const button = drag.moves ? buttonFor(dayAt(event)) : null;
  end();
  button?.form.requestSubmit(button);
}

if (days) {
  for (const session of days.querySelectorAll("[data-session]")) {
    const grip = document.createElement("span");
    grip.className = "grip";
    // The menu is there for the keyboard and for who hears the page.
    grip.setAttribute("aria-hidden", "true");
    session.prepend(grip);
  }
  days.addEventListener("pointerdown", start);
  days.addEventListener("pointermove", (event) => event.pointerId === drag?.id && follow(event));
  days.addEventListener("pointerup", letGo);
  days.addEventListener("pointercancel", (event) => event.pointerId === drag?.id && end());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (drag) return end();
    // A menu that is open is closed again, with the focus where it was opened.
    const menu = event.target.closest("#days details[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
