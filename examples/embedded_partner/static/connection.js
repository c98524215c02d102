// The page with the widget of one connection. It needs no client script: it listens to the messages itself.
"use strict";

const widget = document.getElementById("widget");
const statusText = document.getElementById("status");
const failure = document.getElementById("failure");
// A rejected link posts no message: only the time tells. In milliseconds.
const LONGEST = 10_000;

let timer;
let requests = 0;

/** Load the widget with a new link. */
function load() {
  failure.hidden = true;
  clearTimeout(timer);
  timer = setTimeout(() => { failure.hidden = false; }, LONGEST);
  widget.src = widget.dataset.src;
}

/** Return a message of the widget; null for what other frames, other sites and extensions post. */
function read({ data, origin, source }) {
  if (origin !== widget.dataset.workato || source !== widget.contentWindow || typeof data !== "string") return null;
  try {
    const message = JSON.parse(data);
    return message?.wk === true ? message : null;
  } catch {
    return null;
  }
}

/** Ask the server for the status, and show it with what a message says about a failure. */
async function showStatus(error) {
  const request = ++requests;
  const response = await fetch(widget.dataset.status);
  const { connected } = await response.json();
  // Responses can arrive in another order.
  if (request !== requests) return;
  statusText.textContent = connected ? "Connected" : error ? `Not connected: ${error}` : "Not connected";
}

window.addEventListener("message", (event) => {
  const message = read(event);
  if (message === null) return;
  clearTimeout(timer);
  failure.hidden = true;
  const { type, payload } = message;
  if (type === "heightChange") widget.style.height = `${payload.height}px`;
  if (type === "connectionStatusChange") showStatus(payload.error);
  if (type === "error") showStatus(payload.message);
});

document.getElementById("again").addEventListener("click", load);
showStatus();
load();
