// The form "Try it": sends the request of an operation to a mock server. Addresses are kept for other pages, tokens are not.
(() => {
  const KEY = "workato-embedded-address";
  const DEFAULT = "http://127.0.0.1:8765";

  function element(name, attributes = {}, ...children) {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...children);
    return made;
  }

  function row(text, input, hint = "") {
    const label = element("label", {}, element("span", { textContent: text }), input);
    if (hint) label.append(element("small", { textContent: hint }));
    return label;
  }

  function text(value) {
    if (value === null || value === undefined) return "";
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  }

  // A value of the query: an object becomes name[key]=value, and a list repeats its name.
  function addToQuery(query, name, given) {
    let value = given;
    try {
      const parsed = JSON.parse(given);
      if (typeof parsed === "object" && parsed !== null) value = parsed;
    } catch {
      // It is a text.
    }
    if (Array.isArray(value)) for (const each of value) query.append(name, text(each));
    else if (typeof value === "object") for (const [key, each] of Object.entries(value)) query.append(`${name}[${key}]`, text(each));
    else query.append(name, value);
  }

  function address(base, operation, inputs) {
    let path = operation.path;
    const query = new URLSearchParams();
    for (const [parameter, input] of inputs) {
      if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
      else if (parameter.in === "query" && input.value !== "") addToQuery(query, parameter.name, input.value);
    }
    const words = query.toString();
    return `${base.replace(/\/+$/, "")}/api${path}${words && `?${words}`}`;
  }

  async function send(operation, base, token, inputs, body, output) {
    const headers = token ? { Authorization: `Bearer ${token}` } : {};
    if (body !== null) headers["Content-Type"] = "application/json";
    const url = address(base, operation, inputs);
    output.textContent = `${operation.method} ${url}\n…`;
    try {
      const response = await fetch(url, { method: operation.method, headers, body: body ?? undefined });
      const reason = response.headers.get("X-Mock-Reason");
      let content = await response.text();
      try {
        content = JSON.stringify(JSON.parse(content), null, 2);
      } catch {
        // The body is not JSON.
      }
      const lines = [`${operation.method} ${url}`, `${response.status} ${response.statusText}`.trim()];
      if (reason) lines.push(`X-Mock-Reason: ${reason}`);
      output.textContent = [...lines, "", content].join("\n");
    } catch {
      const origin = location.protocol === "file:" ? "null" : location.origin;
      output.textContent = `No response from ${base}. Start a mock that allows this page:\n\n    workato-mock serve --cors ${origin}`;
    }
  }

  function form(place) {
    const operation = JSON.parse(place.querySelector("script").textContent);
    let kept = null;
    try {
      kept = localStorage.getItem(KEY);
    } catch {
      // The browser stores nothing for this page.
    }
    const base = element("input", { type: "url", required: true, value: kept ?? DEFAULT });
    const token = element("input", { type: "text", autocomplete: "off", value: "site" });
    const inputs = operation.parameters
      .filter((parameter) => parameter.in !== "header")
      .map((parameter) => [
        parameter,
        element("input", {
          type: "text",
          required: parameter.required,
          value: parameter.required ? text(parameter.example) : "",
          placeholder: text(parameter.example),
        }),
      ]);
    const body =
      operation.body === null ? null : element("textarea", { rows: 8, spellcheck: false, value: JSON.stringify(operation.body, null, 2) });
    const output = element("pre", { className: "try-it-output", tabIndex: 0 });
    output.setAttribute("aria-live", "polite");
    output.setAttribute("aria-label", "Response");
    const rows = [
      row("Address of a mock", base),
      row("Token", token, "Any text: each token has an account of its own. Do not enter a token of the real API."),
      ...inputs.map(([parameter, input]) => row(parameter.name, input, parameter.required ? "" : "optional")),
    ];
    if (body) rows.push(row("Body", body));
    const made = element("form", {}, ...rows, element("button", { type: "submit", className: "md-button md-button--primary", textContent: "Send" }), output);
    made.addEventListener("submit", (event) => {
      event.preventDefault();
      try {
        localStorage.setItem(KEY, base.value);
      } catch {
        // The address holds for this page only.
      }
      send(operation, base.value, token.value, inputs, body ? body.value : null, output);
    });
    place.append(made);
  }

  for (const place of document.querySelectorAll(".try-it")) form(place);
})();
