// The page with the whole application. The client script keeps its address and that of the frame the same.
"use strict";

const frame = document.getElementById("workato");
const menu = document.getElementById("menu");
const statusText = document.getElementById("status");

Workato.configure({ embeddingUrlPrefix: "/integration" });
Workato.handleNavigation();
Workato.on("loaded", () => { statusText.textContent = "Loaded"; });
Workato.on("heightChange", ({ payload }) => { frame.style.height = `${payload.height}px`; });
Workato.on("error", ({ payload }) => { statusText.textContent = payload.message; });
// A click in the frame is not seen by this page.
Workato.on("click", () => { menu.open = false; });

async function load() {
  const response = await fetch(frame.dataset.token, { method: "POST" });
  const { token } = await response.json();
  frame.src = Workato.generateIFrameUrl(token);
}

load();
