// Makes clients with each option, and prints what they did as JSON: node options.js MOCK.
import { createClient, dataCenters, type ClientOptions, type Schemas } from "workato-embedded";

const baseUrl = process.argv[2];
const urls: string[] = [];

/** Returns the Authorization header of the first request of a client, and its status. */
async function sent(options: ClientOptions) {
  let authorization: string | null = null;
  const client = createClient({
    ...options,
    fetch: (request) => {
      authorization = request.headers.get("Authorization");
      urls.push(request.url);
      return options.fetch ? options.fetch(request) : fetch(request);
    },
  });
  const { data, response } = await client.GET("/managed_users", { params: { query: { page: 1, per_page: 1 } } });
  const customers: Schemas["ManagedUser"][] = data?.result ?? [];
  return { authorization, status: response.status, customers: customers.length };
}

function rejected(options: unknown): string {
  try {
    createClient(options as ClientOptions);
  } catch (error) {
    return String(error);
  }
  return "accepted";
}

let calls = 0;
const elsewhere = async () => Response.json({ result: [], total: 0 });
const result = {
  text: await sent({ token: "one\n", baseUrl }),
  function: [await sent({ token: () => `call-${++calls}`, baseUrl }), await sent({ token: async () => "two", baseUrl })],
  us: await sent({ token: "us", fetch: elsewhere }),
  eu: await sent({ token: "eu", dataCenter: "eu", fetch: elsewhere }),
  rejected: [
    rejected({ token: undefined }),
    rejected({ token: " " }),
    rejected({ token: "t", dataCenter: "toString" }),
    rejected({ token: "t", baseUrl: "workato.com" }),
  ],
  centers: Object.keys(dataCenters),
  urls,
};
console.log(JSON.stringify(result));
