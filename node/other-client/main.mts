// Calls every operation of a mock with openapi-fetch, each in its own namespace, and prints the responses as JSON.
import { readFileSync } from "node:fs";
import createClient from "openapi-fetch";
import type { paths } from "../build/api.js";
import { calls, type CallResult } from "../build/calls.mjs";
import { roundTrip } from "./round-trip.mjs";

const [baseUrl = "", packageFile = ""] = process.argv.slice(2);
const file = new Blob([readFileSync(packageFile)]);

function client(token: string) {
  return createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
}

// `refused` means status 200 with `"success": false` in the body.
const responses: Record<string, { status: number; refused: boolean }> = {};
for (const [operation, call] of Object.entries(calls)) {
  const { response, data }: CallResult = await call(client(`other-${operation}`), file);
  const refused = typeof data === "object" && data !== null && "success" in data && data.success === false;
  responses[operation] = { status: response.status, refused };
}
console.log(JSON.stringify({ responses, round_trip: (await roundTrip(client("other-round-trip"))) ?? "ok" }));
