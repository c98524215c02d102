// Writes build/calls.mts: a call with openapi-fetch and the documented examples for each operation of the bundle. So the
// compiler checks the examples against the types, and a client that is not ours calls the mock.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const here = new URL(".", import.meta.url);
const document = JSON.parse(readFileSync(new URL("../../spec/dist/openapi.json", here), "utf8"));

// Values to use instead of an example that the operation rejects with the default seed.
const OVERRIDES = JSON.parse(readFileSync(new URL("overrides.json", here), "utf8"));

function resolved(part) {
  while (part.$ref) {
    part = part.$ref.slice(2).split("/").reduce((value, key) => value[key], document);
  }
  return part;
}

function parametersOf(item, operation) {
  const given = { path: {}, query: {} };
  for (const parameter of [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolved)) {
    if (parameter.required) {
      given[parameter.in][parameter.name] = parameter.example;
    }
  }
  const override = OVERRIDES[operation.operationId] ?? {};
  const all = { path: { ...given.path, ...override.path }, query: { ...given.query, ...override.query } };
  return Object.fromEntries(Object.entries(all).filter(([, values]) => Object.keys(values).length));
}

function callOf({ path, method, item, operation }) {
  const params = parametersOf(item, operation);
  const options = Object.keys(params).length ? [`params: ${JSON.stringify(params)}`] : [];
  // Of several media types, the first is sent.
  const content = Object.entries(operation.requestBody ? resolved(operation.requestBody).content : {});
  for (const [kind, media] of content.slice(0, 1)) {
    options.push(
      kind === "application/json"
        ? `body: ${JSON.stringify(OVERRIDES[operation.operationId]?.body ?? media.example)}`
        : `body: "", bodySerializer: () => file, headers: { "Content-Type": "${kind}" }`,
    );
  }
  const given = options.length ? `, { ${options.join(", ")} }` : "";
  return `await api.${method.toUpperCase()}("${path}"${given})`;
}

const operations = Object.fromEntries(
  Object.entries(document.paths).flatMap(([path, item]) =>
    ["get", "post", "put", "patch", "delete"]
      .filter((method) => item[method])
      .map((method) => [item[method].operationId, { path, method, item, operation: item[method] }]),
  ),
);
const lines = Object.entries(operations).map(([name, one]) => {
  const first = OVERRIDES[name]?.first;
  const calls = [...(first ? [callOf(operations[first])] : []), callOf(one)];
  return `  ${name}: async (api, file) => (${calls.join(", ")}),`;
});

mkdirSync(new URL("../build/", here), { recursive: true });
writeFileSync(
  new URL("../build/calls.mts", here),
  `// Written by other-client/write-calls.mjs.
import type { Client } from "openapi-fetch";
import type { paths } from "./api.js";

export interface CallResult { response: Response; data?: unknown; error?: unknown }

export const calls = {
${lines.join("\n")}
} satisfies Record<string, (api: Client<paths>, file: Blob) => Promise<CallResult>>;
`,
);
