// A typical program in TypeScript: create a customer, find it by its external id, change it and delete it.
import type { Client } from "openapi-fetch";
import type { paths } from "../build/api.js";

/** Returns an error as a sentence, or undefined if every step succeeded. */
export async function roundTrip(api: Client<paths>): Promise<string | undefined> {
  const created = await api.POST("/managed_users", {
    body: { name: "Globex", notification_email: "ops@example.com", external_id: "globex/1 ö" },
  });
  if (created.data === undefined) return "the customer was not created";
  const customer = { params: { path: { managed_user_id: "Eglobex/1 ö" } } };
  const found = await api.GET("/managed_users/{managed_user_id}", customer);
  // The types say that the id is a number and the name a string.
  const id: number = created.data.id;
  if (found.data?.id !== id) return "the customer was not found by its external id";
  await api.PUT("/managed_users/{managed_user_id}", { ...customer, body: { name: "Globex Ltd", origin_url: null } });
  const listed = await api.GET("/managed_users", { params: { query: { page: 1, per_page: 100 } } });
  const name: string | undefined = listed.data?.result.find((one) => one.id === id)?.name;
  if (name !== "Globex Ltd") return "the list does not have the new name";
  await api.DELETE("/managed_users/{managed_user_id}", customer);
  const gone = await api.GET("/managed_users/{managed_user_id}", customer);
  if (gone.response.status !== 404 || gone.error?.message !== "Not found") return "the customer was not deleted";
  return undefined;
}
