// The beat of a test: a click and a mark that shows it. Off until it is turned on; nothing is loaded for it.
// The clicks are set ahead on the clock of the sound, so that a busy page does not make them late.
const place = document.getElementById("beat");
const button = place.querySelector("button");
const pulse = place.querySelector(".pulse");
const period = 60 / Number(place.dataset.beat);
// Who asked for less motion hears the beat and sees no flash.
const still = matchMedia("(prefers-reduced-motion: reduce)");
const AHEAD = 1.5;
let sound;
let setting;
let from = 0;
let n = 0;

function click(at) {
  const tone = sound.createOscillator();
  const loud = sound.createGain();
  tone.frequency.value = 1000;
  loud.gain.setValueAtTime(0.4, at);
  loud.gain.exponentialRampToValueAtTime(0.001, at + 0.05);
  tone.connect(loud).connect(sound.destination);
  tone.start(at);
  tone.stop(at + 0.06);
}

function set() {
  while (from + n * period < sound.currentTime + AHEAD) {
    const at = from + n * period;
    // Beats of the time that a device slept are over.
    if (at >= sound.currentTime) click(at);
    n += 1;
  }
}

function show() {
  if (!sound) return;
  const since = sound.currentTime - from;
  pulse.classList.toggle("on", !still.matches && since >= 0 && since % period < 0.12);
  requestAnimationFrame(show);
}

function stop() {
  clearInterval(setting);
  sound?.close();
  sound = undefined;
  pulse.classList.remove("on");
  button.setAttribute("aria-pressed", "false");
  button.textContent = place.dataset.start;
}

button.addEventListener("click", () => {
  if (sound) {
    stop();
    return;
  }
  sound = new AudioContext();
  from = sound.currentTime + 0.1;
  n = 0;
  set();
  setting = setInterval(set, 250);
  button.setAttribute("aria-pressed", "true");
  button.textContent = place.dataset.stop;
  show();
});
addEventListener("pagehide", stop);
place.hidden = false;
