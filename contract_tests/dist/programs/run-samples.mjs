// Runs each module of a folder: node run-samples.mjs FOLDER MOCK OUTPUT. Requests go to the mock in place of the data center
// and of the default port, each module with a token of its own. Writes the errors by module as JSON.
import { readdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { dataCenters } from "workato-embedded";

const [folder, mock, output] = process.argv.slice(2);
const local = "http://127.0.0.1:8765/api";
const { fetch } = globalThis;
globalThis.fetch = (request) => fetch(new Request(request.url.replace(dataCenters.us, mock).replace(local, mock), request));

const errors = {};
for (const name of readdirSync(folder).filter((each) => each.endsWith(".js"))) {
  process.env.WORKATO_EMBEDDED_API_TOKEN = `sample-${name}`;
  try {
    await import(pathToFileURL(resolve(folder, name)));
  } catch (error) {
    errors[name.replace(/\.js$/, "")] = String(error);
  }
}
writeFileSync(output, JSON.stringify(errors));
