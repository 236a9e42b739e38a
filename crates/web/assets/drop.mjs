// A file that is dropped anywhere on the page that brings files in stands in the field for files, as if it had been chosen.
// It sends nothing: whoever dropped it sees its name and presses the button.
const field = document.getElementById("choose");
const place = document.getElementById("drop");
const said = document.getElementById("drop-said");
document.getElementById("drop-how").hidden = false;

const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
let depth = 0;

function over(event) {
  if (!holdsFiles(event)) return;
  // Without this the browser would open the file and leave the page.
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
}

addEventListener("dragenter", (event) => {
  if (!holdsFiles(event)) return;
  depth += 1;
  place.classList.add("over");
});
addEventListener("dragleave", (event) => {
  if (!holdsFiles(event)) return;
  depth = Math.max(0, depth - 1);
  if (depth === 0) place.classList.remove("over");
});
addEventListener("dragover", over);
addEventListener("drop", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  depth = 0;
  place.classList.remove("over");
  const [first, ...others] = event.dataTransfer.files;
  if (!first) return;
  const one = new DataTransfer();
  one.items.add(first);
  field.files = one.files;
  said.textContent = others.length > 0 ? `${first.name}. ${said.dataset.several}` : first.name;
  field.focus();
});
