"""The operations on managed users behave as documented."""

from __future__ import annotations

import re

import httpx2
import pytest

NEW = {"name": "Fabrikam", "notification_email": "ops@example.com"}

DOCUMENTED_KEYS = {
    "id",
    "external_id",
    "name",
    "notification_email",
    "plan_id",
    "origin_url",
    "in_trial",
    "created_at",
    "updated_at",
}
USAGE_KEYS = {
    "current_billing_period_start",
    "current_billing_period_end",
    "task_limit_adjustment",
    "task_limit",
    "task_count",
    "active_connection_limit",
    "active_connection_count",
    "active_recipe_count",
}


def create(client: httpx2.Client, **more: object) -> dict[str, object]:
    """Create a customer and return it."""
    response = client.post("/managed_users", json={**NEW, **more})
    assert response.status_code == 200, response.headers
    body: dict[str, object] = response.json()
    return body


def test_a_new_customer_is_returned_unwrapped_and_can_be_read(client: httpx2.Client) -> None:
    """The created customer can be read with the same properties and, in addition, its usage."""
    made = create(client, external_id="cust-1", plan_id="gold", whitelisted_apps=["slack"])
    assert made.keys() >= DOCUMENTED_KEYS
    assert not made.keys() & USAGE_KEYS
    read = client.get(f"/managed_users/{made['id']}").json()
    assert read.keys() == made.keys() | USAGE_KEYS
    assert {name: read[name] for name in made} == made
    assert (made["plan_id"], made["in_trial"], made["whitelisted_apps"]) == ("gold", False, ["slack"])


def test_a_customer_without_plan_starts_a_trial_on_the_default_plan(client: httpx2.Client) -> None:
    """The defaults of a new customer are those that the documentation shows or implies."""
    made = create(client)
    read = client.get(f"/managed_users/{made['id']}").json()
    assert (read["in_trial"], read["trial"], read["plan_id"]) == (True, True, "partner_standard")
    assert (read["task_limit"], read["task_limit_adjustment"], read["task_count"]) == (100, "0", 0)
    assert (read["auth_settings"], read["external_id"], read["whitelisted_apps"]) == (
        {"type": "workato_auth"},
        None,
        [],
    )


def test_times_have_milliseconds_and_an_offset(client: httpx2.Client) -> None:
    """The billing period of a customer begins at its creation, and all times have milliseconds and an offset."""
    read = client.get(f"/managed_users/{create(client)['id']}").json()
    for name in ("created_at", "updated_at", "current_billing_period_start", "current_billing_period_end"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}-0[78]:00", read[name])
    assert read["created_at"] == read["current_billing_period_start"] < read["current_billing_period_end"]


def test_new_ids_follow_those_of_the_seed_and_restart_after_a_reset(client: httpx2.Client) -> None:
    """After a reset, new customers get the same ids again, so that two runs of a test are equal."""
    first = [create(client)["id"] for _ in range(3)]
    assert first == [512102, 512103, 512104]
    assert client.post(f"{str(client.base_url).removesuffix('/api/')}/_mock/reset").status_code == 200
    assert [create(client)["id"] for _ in range(3)] == first


def test_the_id_of_a_deleted_customer_is_not_reused(client: httpx2.Client) -> None:
    """A customer that is created after a deletion gets a new id."""
    gone = create(client)["id"]
    assert client.delete(f"/managed_users/{gone}").json() == {"id": gone}
    assert create(client)["id"] != gone


def test_an_external_id_is_unique(client: httpx2.Client) -> None:
    """A second customer with the same external id is rejected on create and on update, and nothing is written."""
    create(client, external_id="taken")
    other = create(client)
    for response in (
        client.post("/managed_users", json={**NEW, "external_id": "taken"}),
        client.put(f"/managed_users/{other['id']}", json={"external_id": "taken", "name": "Changed"}),
    ):
        assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
        assert "/body/external_id" in response.headers["X-Mock-Reason"]
    assert client.get(f"/managed_users/{other['id']}").json()["name"] == NEW["name"]


def test_an_update_may_repeat_the_external_id_of_the_customer(client: httpx2.Client) -> None:
    """An update with the customer's own external id is not a conflict."""
    made = create(client, external_id="mine")
    assert client.put("/managed_users/Emine", json={"external_id": "mine"}).json()["id"] == made["id"]


def test_an_update_changes_only_the_fields_sent_and_null_clears_one(client: httpx2.Client) -> None:
    """An update keeps fields of a customer that are not sent, and null clears a nullable field."""
    made = create(client, origin_url="https://a.example", error_notification_emails="e@example.com")
    path = f"/managed_users/{made['id']}"
    changed = client.put(path, json={"name": "New", "origin_url": None, "whitelisted_apps": None}).json()
    assert (changed["name"], changed["origin_url"], changed["whitelisted_apps"]) == ("New", None, [])
    assert changed["error_notification_emails"] == "e@example.com"
    assert changed["created_at"] == made["created_at"]
    assert client.put(path, json={"auth_settings": {"type": "saml_sso"}, "name": None}).status_code == 400
    assert client.get(path).json()["name"] == "New"


def test_an_empty_update_changes_nothing(client: httpx2.Client) -> None:
    """An empty update of a customer does not even change `updated_at`."""
    made = create(client)
    assert client.put(f"/managed_users/{made['id']}", json={}).json() == made


def test_a_new_external_id_replaces_the_old_path(client: httpx2.Client) -> None:
    """After a change of the external id the old path returns 404, and the new one works for subresources, too."""
    create(client, external_id="old")
    client.put("/managed_users/Eold", json={"external_id": "new"})
    assert client.get("/managed_users/Eold").status_code == 404
    assert client.get("/managed_users/Enew/members").status_code == 200


def test_the_task_limit_adjustment_is_returned_as_text(client: httpx2.Client) -> None:
    """The task limit adjustment may be sent as a number or as text, and is always returned as text."""
    path = f"/managed_users/{create(client)['id']}"
    for sent in (-5000, "-5000"):
        assert client.put(path, json={"task_limit_adjustment": sent}).status_code == 200
        assert client.get(path).json()["task_limit_adjustment"] == "-5000"
    assert client.put(path, json={"task_limit_adjustment": "many"}).status_code == 400


def test_a_custom_limit_must_exceed_the_tasks_used(client: httpx2.Client, northwind: str) -> None:
    """A custom limit must exceed the 1,203 tasks that the customer of the seed used; null restores the plan's limit."""
    assert client.put(northwind, json={"custom_task_limit": 1203}).status_code == 400
    assert client.put(northwind, json={"custom_task_limit": 1204}).status_code == 200
    assert client.get(northwind).json()["task_limit"] == 1204
    assert client.put(northwind, json={"custom_task_limit": None}).status_code == 200
    assert client.get(northwind).json()["task_limit"] == 10000


def test_the_end_of_a_trial_sets_the_task_limit_of_the_plan(client: httpx2.Client) -> None:
    """`in_trial` ends or starts a trial, `trial` is always equal, and the task limit follows."""
    path = f"/managed_users/{create(client)['id']}"
    assert client.put(path, json={"in_trial": False}).json()["trial"] is False
    assert client.get(path).json()["task_limit"] > 100
    client.put("/managed_users/512101", json={"in_trial": True})
    assert client.get("/managed_users/512101").json()["task_limit"] == 100


def test_a_deleted_customer_is_gone_with_all_its_data(client: httpx2.Client, northwind: str) -> None:
    """After a deletion every path of the customer returns 404, by id and by external id."""
    assert client.delete(northwind).json() == {"id": 512044}
    for path in (northwind, "/managed_users/Ecust-0042"):
        for below in ("", "/members", "/members/771203", "/connections", "/lookup_tables", "/properties?prefix="):
            response = client.get(path + below)
            assert (response.status_code, response.json()) == (404, {"message": "Not found"})
    assert client.delete(northwind).status_code == 404
    assert [user["id"] for user in client.get("/managed_users").json()["result"]] == [512101]


def test_customers_are_listed_in_pages_with_the_newest_last(client: httpx2.Client) -> None:
    """Pages of customers do not overlap, the newest customer is last, and pages after the last one are empty."""
    made = [create(client)["id"] for _ in range(5)]
    pages = [client.get("/managed_users", params={"page": page, "per_page": 3}).json() for page in (1, 2, 3, 4)]
    assert [len(page["result"]) for page in pages] == [3, 3, 1, 0]
    assert [user["id"] for page in pages for user in page["result"]] == [512044, 512101, *made]
    assert [(page["count"], page["page"], page["per_page"]) for page in pages] == [(7, n, 3) for n in (1, 2, 3, 4)]


def test_the_list_includes_the_usage(client: httpx2.Client, northwind: str) -> None:
    """An item of the list of customers equals what get returns, usage included."""
    assert client.get("/managed_users").json()["result"][0] == client.get(northwind).json()


def test_pages_of_any_size_include_environments_and_what_is_active_in_them(
    client: httpx2.Client, northwind: str
) -> None:
    """Customers with and without environments are listed as get returns them, whatever the page that they are on."""
    before = create(client)["id"]
    environments = client.get(northwind).json()["environments"]
    others = client.post(f"/managed_users/{before}/environments").json()["environments"]
    create(client)
    for workspace in (environments[0]["id"], environments[1]["id"], environments[1]["id"], others[0]["id"]):
        connection = {"name": "API", "provider": "jira", "input": {"host": "jira.example.com"}}
        created = client.post(f"/managed_users/{workspace}/connections", json=connection)
        assert created.json()["authorization_status"] == "success"
    users = client.get("/managed_users").json()["result"]
    assert [user["active_connection_count"] for user in users] == [5, 0, 1, 0]
    assert users == [client.get(f"/managed_users/{user['id']}").json() for user in users]
    for size in (1, 2, 3):
        pages = [client.get("/managed_users", params={"page": page, "per_page": size}).json() for page in range(1, 5)]
        assert [user for page in pages for user in page["result"]] == users


def test_active_connections_are_counted(client: httpx2.Client, northwind: str) -> None:
    """A customer's count of active connections equals the number of its authorized connections."""
    listed = client.get(f"{northwind}/connections").json()["result"]
    authorised = [connection for connection in listed if connection["authorization_status"] == "success"]
    assert client.get(northwind).json()["active_connection_count"] == len(authorised) == 2


@pytest.mark.parametrize(
    "managed_user_id", ["999", "Enobody", "members", "0", "-1", "1e3", "9" * 30, "E", "%00", "E%00", "%FF"]
)
def test_an_unknown_customer_is_not_found(client: httpx2.Client, managed_user_id: str) -> None:
    """Any value that does not identify a customer returns 404."""
    for method in ("GET", "DELETE"):
        response = client.request(method, f"/managed_users/{managed_user_id}")
        assert (response.status_code, response.json()) == (404, {"message": "Not found"})
