// Calls every operation of a mock by openapi-fetch, each in a namespace of its own, and prints what it was answered.
import { readFileSync } from "node:fs";
import createClient from "openapi-fetch";
import type { paths } from "../build/api.js";
import { calls, type Answer } from "../build/calls.mjs";
import { roundTrip } from "./round-trip.mjs";

const [baseUrl = "", packageFile = ""] = process.argv.slice(2);
const file = new Blob([readFileSync(packageFile)]);

function client(token: string) {
  return createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
}

const answers: Record<string, { status: number; refused: boolean }> = {};
for (const [operation, call] of Object.entries(calls)) {
  const { response, data }: Answer = await call(client(`other-${operation}`), file);
  const refused = typeof data === "object" && data !== null && "success" in data && data.success === false;
  answers[operation] = { status: response.status, refused };
}
console.log(JSON.stringify({ answers, round_trip: (await roundTrip(client("other-round-trip"))) ?? "ok" }));
