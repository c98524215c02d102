// A client of the Workato Embedded Partner API: openapi-fetch with the types of the document, a token and an address.
import createFetchClient, { type Client as FetchClient } from "openapi-fetch";
import type { components, paths } from "./api.js";
import { dataCenters, type DataCenter } from "./data-centers.js";

export type { components, operations, paths } from "./api.js";
export { dataCenters, type DataCenter } from "./data-centers.js";

/** The client of openapi-fetch, with the paths of the API. */
export type Client = FetchClient<paths>;

/** The schemas of the document by name, such as `Schemas["ManagedUser"]`. */
export type Schemas = components["schemas"];

/** Options of {@link createClient}. */
export interface ClientOptions {
  /** The API token, or a function that returns it. The function is called before each request. */
  token: string | undefined | (() => string | Promise<string>);
  /** The data center of the partner's account. Default: `us`. */
  dataCenter?: DataCenter | undefined;
  /** The address of the API, with `/api`, such as that of a mock. Replaces the one of the data center. */
  baseUrl?: string | undefined;
  /** A function to use in place of the global `fetch`. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
}

/**
 * Returns a client that sends the token as Bearer.
 *
 * @throws TypeError The token is missing, or the data center or address is invalid.
 */
export function createClient({ token, dataCenter = "us", baseUrl, fetch }: ClientOptions): Client {
  // A missing token is reported here, not by a 401 of the first request.
  if (typeof token !== "function") bearer(token);
  const client = createFetchClient<paths>({
    baseUrl: baseUrl === undefined ? addressOf(dataCenter) : checkedAddress(baseUrl),
    ...(fetch && { fetch }),
  });
  client.use({
    async onRequest({ request }) {
      request.headers.set("Authorization", bearer(typeof token === "function" ? await token() : token));
      return request;
    },
  });
  return client;
}

function bearer(token: string | undefined): string {
  // A token that was read from a file can end with a line break.
  const text = typeof token === "string" ? token.trim() : "";
  if (!text) throw new TypeError("missing token: expected an API token, or a function that returns one");
  return `Bearer ${text}`;
}

function addressOf(dataCenter: DataCenter): string {
  if (!Object.hasOwn(dataCenters, dataCenter)) {
    throw new TypeError(`invalid dataCenter '${dataCenter}': expected one of ${Object.keys(dataCenters).join(", ")}`);
  }
  return dataCenters[dataCenter];
}

function checkedAddress(baseUrl: string): string {
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    throw new TypeError(`invalid baseUrl '${baseUrl}': expected an address such as https://www.workato.com/api`);
  }
  return baseUrl;
}
