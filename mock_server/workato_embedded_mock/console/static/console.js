// What pages do better with a script; they work without it. Lists get newer entries by htmx.
"use strict";

// A tab that nobody sees asks for nothing.
document.addEventListener("htmx:before:request", (event) => {
  if (document.hidden) event.preventDefault();
});

function report(button, text) {
  button.textContent = text;
  button.removeAttribute("aria-label");
}

async function copy(button) {
  const code = document.getElementById(button.dataset.copy);
  const selection = window.getSelection();
  selection.selectAllChildren(code);
  try {
    await navigator.clipboard.writeText(code.textContent);
    report(button, "Copied");
  } catch {
    // Without HTTPS or permission the browser copies nothing: the text is selected.
    report(button, "Selected: press Ctrl+C");
  }
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
