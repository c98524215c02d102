// The client script of the mock, a simulation of the vendor's: the same global `Workato`, written from public
// descriptions. A plain script element loads it before the frame.
"use strict";

(() => {
  /** @typedef {{type: string, payload?: any}} AnyMessage */

  const NAME = "WorkatoEmbeddingClient";
  const PATH = /\/r\/embedding-client\.js$/;
  const ABSOLUTE = /^([a-z][a-z0-9+.-]*:|\/\/)/i;

  const base = baseUrl();
  const origin = new URL(base).origin;

  let prefix = "";
  let loaded = false;
  /** @type {string | null} */
  let currentWorkatoUrl = null;
  // The window of the frame, known with the first `loaded`.
  /** @type {Window | null} */
  let frame = null;
  // Where a `navigation` leads that the frame has not confirmed with `navigated`.
  /** @type {string | null} */
  let pendingUrl = null;
  // A path that the frame shows at the wish of this page, which leaves the address of the page as it is.
  /** @type {string | null} */
  let heldUrl = null;
  // The address of this page before the last step in the history.
  let partnerUrl = location.href;
  /** @type {WorkatoEmbedding.NavigationHandlers | null} */
  let navigation = null;
  /** @type {Map<string, AnyMessage>} */
  const waiting = new Map();
  /** @type {Map<string, Set<(message: any) => void>>} */
  const listeners = new Map();

  // URLs

  function baseUrl() {
    const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";
    const given = window.workatoMockUrl || script;
    if (!given) {
      throw failure("unknown URL of the mock: load this script with a plain script element, or set workatoMockUrl");
    }
    const url = new URL(given, location.href);
    return url.origin + url.pathname.replace(PATH, "").replace(/\/+$/, "");
  }

  /** @param {string} text */
  function failure(text) {
    return new Error(`${NAME}: ${text}`);
  }

  /**
   * Return a path of Workato for a path or a whole URL of it; null for a URL of another server.
   * @param {string} url
   */
  function workatoPath(url) {
    if (!ABSOLUTE.test(url)) return url.startsWith("/") ? url : `/${url}`;
    const rest = URL.canParse(url, base) ? after(base, new URL(url, base).href) : null;
    return rest === null ? null : withSlash(rest);
  }

  /**
   * Return what follows a start of a URL or path; null if it has another start.
   * @param {string} start
   * @param {string} url
   */
  function after(start, url) {
    const rest = url.slice(start.length);
    return url.startsWith(start) && /^([/?#]|$)/.test(rest) ? rest : null;
  }

  /** @param {string} path */
  function withSlash(path) {
    return path.startsWith("/") ? path : `/${path}`;
  }

  /** @param {string} url */
  function extractWorkatoUrl(url) {
    if (!URL.canParse(url, location.href)) return null;
    const { href } = new URL(url, location.href);
    const rest = after(location.origin + prefix, href);
    return rest === null ? null : withSlash(rest);
  }

  /** @param {string} url */
  function constructEmbeddingUrl(url) {
    const path = workatoPath(url);
    if (path === null) throw failure(`invalid URL '${url}': expected a path or a URL of ${base}`);
    return prefix && /^\/([?#]|$)/.test(path) ? prefix + path.slice(1) : prefix + path;
  }

  /** @param {string} token @param {string} [workatoUrl] */
  function generateIFrameUrl(token, workatoUrl) {
    const path = workatoUrl === undefined ? extractWorkatoUrl(location.href) : workatoPath(workatoUrl);
    if (path === null) {
      const given = workatoUrl ?? location.href;
      throw failure(`invalid URL '${given}': expected a path of Workato, or a page under '${prefix}/'`);
    }
    return `${base}/direct_link?workato_dl_path=${encodeURIComponent(path)}&workato_dl_token=${encodeURIComponent(token)}`;
  }

  /** @param {{embeddingUrlPrefix: string}} settings */
  function configure({ embeddingUrlPrefix }) {
    if (!/^(\/(?!\/)|$)/.test(embeddingUrlPrefix)) {
      throw failure(`invalid embeddingUrlPrefix '${embeddingUrlPrefix}': expected a path that starts with /`);
    }
    prefix = new URL(embeddingUrlPrefix || "/", location.origin).pathname.replace(/\/+$/, "");
  }

  // Messages

  /** @param {AnyMessage} message */
  function send(message) {
    if (loaded && frame) {
      frame.postMessage(JSON.stringify(message), origin);
    } else {
      // The last message of a type takes the last place.
      waiting.delete(message.type);
      waiting.set(message.type, message);
    }
  }

  /** @param {string} type @param {(message: any) => void} handler */
  function on(type, handler) {
    const handlers = listeners.get(type) ?? new Set();
    listeners.set(type, handlers.add(handler));
  }

  /** @param {string} type @param {(message: any) => void} handler */
  function off(type, handler) {
    listeners.get(type)?.delete(handler);
  }

  /**
   * Return a message of a frame of this page; null for other messages.
   * @param {MessageEvent} event
   * @returns {AnyMessage | null}
   */
  function read({ data, origin: sender, source }) {
    const framed = source !== null && "parent" in source && source !== window && source.parent === window;
    if (sender !== origin || !framed || typeof data !== "string") return null;
    try {
      const { wk, ...message } = JSON.parse(data) ?? {};
      return wk === true && typeof message.type === "string" ? message : null;
    } catch {
      return null;
    }
  }

  /** @param {MessageEvent} event */
  function receive(event) {
    const message = read(event);
    if (message === null) return;
    update(message, /** @type {Window} */ (event.source));
    for (const type of [message.type, "*"]) {
      for (const handler of [...(listeners.get(type) ?? [])]) call(handler, message);
    }
    if (message.type === "navigated" && navigation) follow(message.payload);
  }

  /** @param {AnyMessage} message @param {Window} sender */
  function update({ type, payload }, sender) {
    if (type === "loaded" || type === "navigated") {
      currentWorkatoUrl = payload.url;
      pendingUrl = waiting.get("navigation")?.payload.url ?? null;
    }
    if (type === "loaded") {
      frame = sender;
      loaded = true;
      const messages = [...waiting.values()];
      waiting.clear();
      messages.forEach(send);
    } else if (type === "unloaded" && sender === frame) {
      loaded = false;
      pendingUrl = null;
    }
  }

  /**
   * Call a handler of the page; an error in it is reported and ends nothing else.
   * @template T
   * @param {((argument: T) => void) | undefined} handler
   * @param {T} argument
   */
  function call(handler, argument) {
    try {
      handler?.(argument);
    } catch (error) {
      reportError(error);
    }
  }

  // Navigation

  /** @param {string} workatoUrl */
  function navigateTo(workatoUrl) {
    const url = workatoPath(workatoUrl);
    // A URL of another server has no effect, as in the frame.
    if (url === null || url === (pendingUrl ?? currentWorkatoUrl)) return;
    pendingUrl = url;
    send({ type: "navigation", payload: { url } });
  }

  /** @param {{url: string, replaced: boolean}} payload */
  function follow({ url, replaced }) {
    let prevented = url === heldUrl;
    heldUrl = null;
    const embeddingUrl = constructEmbeddingUrl(url);
    const preventVendorUrlChange = () => {
      prevented = true;
    };
    const event = { workatoUrl: url, embeddingUrl, urlReplaced: replaced, preventVendorUrlChange };
    call(navigation?.onWorkatoNavigation, event);
    if (!prevented) changeAddress(embeddingUrl, replaced);
  }

  /** @param {string} url @param {boolean} replaced */
  function changeAddress(url, replaced) {
    if (new URL(url, location.href).href !== location.href) {
      if (replaced) history.replaceState(history.state, "", url);
      else history.pushState(null, "", url);
    }
    partnerUrl = location.href;
  }

  /** @param {MouseEvent} event */
  function followLink(event) {
    const link = clickedLink(event);
    const workatoUrl = link && extractWorkatoUrl(link.href);
    if (!link || workatoUrl === null) return;
    const embeddingUrl = constructEmbeddingUrl(workatoUrl);
    const changes = { vendor: true, workato: true };
    event.preventDefault();
    call(navigation?.onVendorNavigation, {
      reason: "link",
      link,
      event,
      workatoUrl,
      embeddingUrl,
      preventVendorUrlChange: () => void (changes.vendor = false),
      preventWorkatoUrlChange: () => void (changes.workato = false),
    });
    if (changes.vendor) changeAddress(embeddingUrl, false);
    if (!changes.workato) return;
    heldUrl = changes.vendor ? null : workatoUrl;
    navigateTo(workatoUrl);
  }

  /**
   * Return the link that a plain click follows in this window; null for other clicks.
   * @param {MouseEvent} event
   */
  function clickedLink(event) {
    const modified = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    if (event.defaultPrevented || event.button !== 0 || modified) return null;
    const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
    if (!(link instanceof HTMLAnchorElement) || !link.hasAttribute("href")) return null;
    const here = ["", "_self"].includes(link.target) && !link.hasAttribute("download");
    return here ? link : null;
  }

  function followHistory() {
    const left = extractWorkatoUrl(partnerUrl) !== null;
    partnerUrl = location.href;
    const workatoUrl = extractWorkatoUrl(partnerUrl);
    if (workatoUrl === null) {
      // The user has gone back to another page of this site.
      if (left) location.reload();
      return;
    }
    let prevented = false;
    call(navigation?.onVendorNavigation, {
      reason: "history",
      workatoUrl,
      embeddingUrl: constructEmbeddingUrl(workatoUrl),
      preventWorkatoUrlChange: () => void (prevented = true),
    });
    if (!prevented) navigateTo(workatoUrl);
  }

  /** @param {WorkatoEmbedding.NavigationHandlers} [handlers] */
  function handleNavigation(handlers = {}) {
    navigation = handlers;
    partnerUrl = location.href;
    // Adding the same function again changes nothing.
    document.addEventListener("click", followLink);
    window.addEventListener("popstate", followHistory);
  }

  function disableNavigationHandling() {
    navigation = null;
    heldUrl = null;
    document.removeEventListener("click", followLink);
    window.removeEventListener("popstate", followHistory);
  }

  window.addEventListener("message", receive);
  window.Workato = {
    get loaded() {
      return loaded;
    },
    get currentWorkatoUrl() {
      return currentWorkatoUrl;
    },
    configure,
    generateIFrameUrl,
    handleNavigation,
    disableNavigationHandling,
    navigateTo,
    send,
    on,
    off,
    extractWorkatoUrl,
    constructEmbeddingUrl,
  };
})();
