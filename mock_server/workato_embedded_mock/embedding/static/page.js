// The script of the simulated pages: posts the messages that the server has decided, sends actions, and moves between
// pages without loading a document.
"use strict";
(() => {
  const main = document.getElementById("main");
  const notice = document.getElementById("notice");
  const JSON_TYPE = "application/json";
  // How often to check whether the window of the application was closed, in milliseconds.
  const CLOSED_EVERY = 300;

  let page = JSON.parse(document.getElementById("workato-mock-page").textContent);
  let popup = null;
  let watching = 0;
  let lastHeight = null;
  // The number of the newest navigation: the response of an older one is dropped.
  let moves = 0;

  // Messages to the page around the frame ------------------------------------------------------------------------

  const framed = () => window.parent !== window;
  const posts = () => framed() && Boolean(page.origin);

  function post(type, payload) {
    if (posts()) window.parent.postMessage(JSON.stringify({ wk: true, type, payload }), page.origin);
  }

  /** Posts messages after adding what only the page knows: height, fragment, and how the history was changed. */
  function postAll(messages, replaced = false) {
    for (const { type, payload } of messages) {
      const filled = payload && { ...payload };
      if (type === "heightChange") filled.height = lastHeight = height();
      if (type === "navigated") filled.replaced = replaced;
      if (type === "navigated" || type === "loaded") filled.url += location.hash;
      post(type, filled);
    }
  }

  function postIfKnown(type) {
    if (page.types.includes(type)) post(type);
  }

  const height = () => Math.ceil(document.body.getBoundingClientRect().height);

  new ResizeObserver(() => {
    if (lastHeight === null || height() === lastHeight || !page.types.includes("heightChange")) return;
    postAll([{ type: "heightChange", payload: {} }]);
  }).observe(document.body);

  // What the page shows -------------------------------------------------------------------------------------------

  function show(next) {
    page = next;
    document.title = `${next.title} · simulated Workato`;
    main.innerHTML = next.main;
    notice.hidden = !next.notice;
    notice.className = next.notice ? `flash ${next.notice.tone}` : "";
    notice.textContent = next.notice ? next.notice.text : "";
    prepare();
  }

  function say(text) {
    notice.hidden = false;
    notice.className = "flash bad";
    notice.textContent = text;
  }

  /** Shows the tab of the fragment, and the fields that belong to the choices made. */
  function prepare() {
    const tabs = [...main.querySelectorAll("[data-tab]")];
    const chosen = tabs.find((tab) => tab.dataset.tab === location.hash) || tabs[0];
    for (const tab of tabs) tab.hidden = tab !== chosen;
    for (const link of main.querySelectorAll(".tabs a")) {
      const current = chosen && new URL(link.href).hash === chosen.dataset.tab;
      if (current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    for (const field of main.querySelectorAll("[data-when]")) {
      const choice = field.closest("form").elements[field.dataset.when];
      const belongs = choice.value === field.dataset.value;
      field.hidden = !belongs;
      for (const control of field.querySelectorAll("input, select")) control.disabled = !belongs;
    }
  }

  // Moving between pages ------------------------------------------------------------------------------------------

  /** Shows the page at a path of Workato; `change` is what happens to the history: "push", "replace" or "none". */
  async function move(path, change) {
    const turn = ++moves;
    endWaiting();
    const url = new URL(page.base + path, location.origin);
    const asked = `${url.pathname}${url.search}`;
    let result;
    try {
      const response = await fetch(asked, { headers: { Accept: JSON_TYPE } });
      result = await response.json();
    } catch {
      // The page cannot be fetched, or is not one of this session: the document at the address says why.
      if (turn === moves) leaveFor(url);
      return;
    }
    if (turn !== moves) return;
    if (!result.page) {
      leaveFor(url);
      return;
    }
    // The page around the frame adds the entry to the history that both share: one of the frame's own would be a second.
    if (change === "push" && !posts()) history.pushState(null, "", url);
    else if (change !== "none") history.replaceState(null, "", url);
    show(result.page);
    // The page around the frame keeps the focus when it has asked for the page.
    if (change === "push") main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    postAll(result.messages, change !== "push");
  }

  /** Loads the document at an address, also if only the fragment differs. */
  function leaveFor(url) {
    const same = url.pathname === location.pathname && url.search === location.search;
    location.assign(url);
    if (same) location.reload();
  }

  const currentPath = () => location.pathname.slice(page.base.length) + location.search + location.hash;

  /** Returns the path of Workato that a URL means; null for URLs of other hosts. */
  function pathOf(text) {
    let url;
    try {
      url = new URL(text, `${location.origin}/`);
    } catch {
      return null;
    }
    if (url.origin !== location.origin) return null;
    const path = url.pathname.startsWith(`${page.base}/`) ? url.pathname.slice(page.base.length) : url.pathname;
    return path + url.search + url.hash;
  }

  window.addEventListener("popstate", () => move(currentPath(), "none"));

  window.addEventListener("message", (event) => {
    if (popup !== null && event.source === popup && event.origin === location.origin) fromWindow(event.data);
    if (!posts() || event.source !== window.parent || event.origin !== page.origin) return;
    const message = parsed(event.data);
    if (!message || message.type !== "navigation" || !page.types.includes("navigation")) return;
    const path = typeof message.payload?.url === "string" ? pathOf(message.payload.url) : null;
    if (path !== null) move(path, "replace");
  });

  function parsed(data) {
    if (typeof data !== "string") return null;
    try {
      return JSON.parse(data);
    } catch {
      return null;
    }
  }

  // Actions -------------------------------------------------------------------------------------------------------

  /** Returns the values of a form as an object; dots in names separate the names of objects. */
  function valuesOf(form) {
    const values = {};
    if (!(form instanceof HTMLFormElement)) return values;
    for (const control of form.elements) {
      if (!control.name || control.disabled) continue;
      const names = control.name.split(".");
      const last = names.pop();
      let target = values;
      for (const name of names) target = target[name] ??= {};
      target[last] = control.type === "checkbox" ? control.checked : control.value;
    }
    return values;
  }

  async function send(action, body) {
    const response = await fetch(`${page.base}/actions/${action}`, {
      method: "POST",
      headers: { "Content-Type": JSON_TYPE, Accept: JSON_TYPE },
      body: JSON.stringify(body),
    });
    const result = await response.json();
    if (!result.page) throw new Error(`status ${response.status}`);
    return result;
  }

  async function act(action, values) {
    const body = { path: page.url, ...page.subject, ...values };
    const turn = moves;
    main.setAttribute("aria-busy", "true");
    for (const button of main.querySelectorAll("button")) button.disabled = true;
    try {
      let result = await send(action, body);
      if (result.next.action) result = await send(result.next.action, body);
      finish(result, turn === moves);
    } catch {
      for (const button of main.querySelectorAll("button")) button.disabled = false;
      say("Something went wrong. Try again, or load the frame again.");
      postAll(page.failed);
    } finally {
      main.removeAttribute("aria-busy");
    }
  }

  /** Posts the messages of an action, and shows its result unless another page is shown since. */
  function finish(result, isShown) {
    if (page.kind === "consent") {
      endConsent(result);
      return;
    }
    if (!isShown) {
      postAll(result.messages);
      return;
    }
    endWaiting();
    show(result.page);
    (main.querySelector("[aria-invalid]") || main).focus({ preventScroll: true });
    postAll(result.messages);
    if (result.next.window) openWindow(result.next.window);
  }

  // The window of the application behind a connection ---------------------------------------------------------------

  function openWindow(url) {
    endWaiting();
    popup = window.open(url, "", "popup,width=480,height=640");
    if (popup === null) {
      say("The browser has blocked the window. Open it with the link.");
      return;
    }
    let closed = false;
    watching = setInterval(() => {
      // A window that was closed by hand has sent no result. The result may arrive just after it was seen as closed.
      if (closed) cancel();
      closed = popup !== null && popup.closed;
    }, CLOSED_EVERY);
  }

  function cancel() {
    endWaiting();
    act("cancel_in_widget", {});
  }

  function endWaiting() {
    clearInterval(watching);
    if (popup !== null && !popup.closed) popup.close();
    popup = null;
  }

  /** Takes the result that the window has sent. */
  function fromWindow(data) {
    if (data && data.workatoMockResult) finish(data.workatoMockResult, true);
  }

  /** Sends the result to the page that has opened this window, which then closes it. */
  function endConsent(result) {
    main.innerHTML = "<h1>Done</h1><p>You can close this window.</p>";
    if (window.opener !== null) window.opener.postMessage({ workatoMockResult: result }, location.origin);
  }

  // Events of the document ------------------------------------------------------------------------------------------

  document.addEventListener("click", () => postIfKnown("click"), true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-path], a[data-window]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link && plain) {
      event.preventDefault();
      if (link.dataset.path === undefined) openWindow(link.href);
      else move(link.dataset.path, "push");
    }
    const button = event.target.closest("button[type=button][data-action]");
    if (button) act(button.dataset.action, {});
  });
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.dataset.action) act(event.target.dataset.action, valuesOf(event.target));
  });
  document.addEventListener("change", prepare);
  window.addEventListener("pagehide", () => postIfKnown("unloaded"));

  for (const [name, value] of Object.entries(page.styling)) document.documentElement.style.setProperty(`--${name}`, value);
  prepare();
  main.inert = false;
  postAll(page.messages);
})();
