"""A state that was edited is rejected, or it breaks no request."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workato_embedded_mock import MockServer
from workato_embedded_mock.openapi.document import load_document
from workato_embedded_mock.store.state_checks import exported_columns
from workato_embedded_mock.store.state_values import schema_of
from workato_embedded_mock.store.states import STATE_TABLES

CUSTOMER = "/managed_users/Ecust-0042"
NESTED = {"a": {"b": [1, {"c": None}]}}
# Values of every type, and texts that look like numbers, times and JSON.
ODD: list[Any] = [
    *(None, True, -1, 0, 1.5, 2**53, 2**63 - 1, -(2**63)),
    *("", "x", "-1", "1e999", "[]", '[{"label": 1}]', "2023-13-01", "2023-11-20T12:00:00", "2023-11-20"),
    *("9999-12-31T23:59:59.999-08:00", "0001-01-01T00:00:00+23:59", "2024-02-29T12:00:00+01:00"),
    *([], {}, [None], [[]], [1, "a", {}], [{}], ["x"], {"a": 1}, NESTED, {"type": None}, [{"provider": None}]),
]
VALUES = (
    st.sampled_from(ODD)
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(max_size=8)
    | st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=6,
    )
)
# The path parameters of reads, by name; `id` and others depend on the path.
KNOWN = {
    "managed_user_id": "Ecust-0042",
    "member_id": "771203",
    "lookup_table_id": "4101",
    "row_id": "8801",
    "recipe_id": "9001",
    "job_id": "j-AAAAAAAA-AAAAA1",
    "connection_id": "7101",
    "version": "1",
    "role_id": "2201",
}
IDS = {
    "api_clients": "3502",
    "connectors": "jira",
    "export_manifests": "6102",
    "exports": "6201",
    "imports": "6202",
    "custom_connectors": "8101",
    "environment_roles": "411",
    "project_roles": "421",
    "developer_api_clients": "40311",
    "deployments": "4410",
    "project_builds": "3907",
    "projects": "523200",
    "user_groups": "431",
    "versions": "91001",
    "field_map_introspections": "dm-Kq7Tz2Lm-8hW3xYp",
}
QUERIES = {
    "/integrations": "?applications=jira",
    "/recipes/search": "?applications=jira",
    "/managed_users/{managed_user_id}/properties": "?prefix=",
    "/managed_users/{managed_user_id}/lookup_tables/{lookup_table_id}/lookup": "?by[code]=SG",
}
NEW = {"name": "New", "notification_email": "new@example.com"}
MANIFEST = {"export_manifest": {"name": "All", "folder_id": 5512, "auto_generate_assets": True}}
CONTROL: list[tuple[str, str, Any]] = [
    ("GET", "clock", None),
    ("GET", "invitations", None),
    ("GET", "state", None),
    ("PUT", "snapshots/edited", None),
    ("POST", "snapshots/edited/restore", None),
    ("POST", "jobs", {"managed_user_id": "Ecust-0042", "recipe_id": 9001}),
]
WRITES: list[tuple[str, str, Any]] = [
    ("PUT", f"{CUSTOMER}/recipes/9001/stop", None),
    ("PUT", f"{CUSTOMER}/recipes/9001/start", None),
    ("POST", "/managed_users", NEW),
    ("PUT", CUSTOMER, {"name": "Renamed"}),
    ("POST", f"{CUSTOMER}/folders", {"name": "New"}),
    ("POST", "/export_manifests", MANIFEST),
    ("POST", f"{CUSTOMER}/exports/6101", None),
    ("DELETE", f"{CUSTOMER}/folders/5513?force=true", None),
]


def reads() -> Iterator[tuple[str, str, Any]]:
    """Yield a request for each operation that reads."""
    for template, item in load_document().content["paths"].items():
        if "get" in item:
            parts = template.split("/")
            for index, part in enumerate(parts):
                if part == "{id}":
                    parts[index] = IDS.get(parts[index - 1], "1")
                elif part.startswith("{"):
                    parts[index] = IDS.get(parts[index - 1]) or KNOWN.get(part[1:-1], "1")
            yield "GET", "/".join(parts) + QUERIES.get(template, ""), None


READS = list(reads())


@pytest.fixture(scope="module")
def edited() -> Iterator[httpx2.Client]:
    """Return a client of an account in which time passes, with jobs and exports that are due."""
    running = MockServer(transitions="seconds:5", simulate_jobs=60, journal=0)
    headers = {"Authorization": "Bearer edited"}
    with running as server, httpx2.Client(base_url=server.root_url, headers=headers) as client:
        invited = {"name": "New", "email": "new@example.com", "role_name": "Admin"}
        client.post(f"/api{CUSTOMER}/member_invitations", json=invited)
        client.post(f"/api{CUSTOMER}/exports/6101")
        client.put("/_mock/clock", json={"advance_seconds": 10})
        client.get("/api/managed_users")
        client.post("/_mock/jobs", json={"managed_user_id": "Ecust-0042", "recipe_id": 9001})
        client.post(f"/api{CUSTOMER}/exports/6101")
        client.put("/_mock/clock", json={"advance_seconds": 90})
        yield client


@pytest.fixture(scope="module")
def exported(edited: httpx2.Client) -> Any:
    """Return the state of the account."""
    return edited.get("/_mock/state").json()


def places(state: Any) -> list[tuple[str, str]]:
    """Return each column of the tables that have rows."""
    return [(table, column) for table, rows in state["tables"].items() if rows for column in rows[0]]


def check(client: httpx2.Client, state: Any, table: str, column: str, value: Any) -> None:
    """Put a value into a column of a state; if it is accepted, send requests, and expect no 5xx."""
    changed = copy.deepcopy(state)
    row = changed["tables"][table][0]
    row[column] = value
    response = client.put("/_mock/state", json=changed)
    about = f"{table}.{column} = {json.dumps(value)[:80]}"
    assert response.status_code in {200, 400}, (about, response.text)
    if response.status_code == 400:
        assert all(reason["pointer"].startswith("/body/tables/") for reason in response.json()["reasons"]), about
        return
    for method, path, body in [*READS, *WRITES]:
        found = client.request(method, f"/api{path}", json=body)
        assert found.status_code < 500, (about, method, path, found.headers["X-Mock-Reason"])
    for method, path, body in CONTROL:
        found = client.request(method, f"/_mock/{path}", json=body)
        assert found.status_code < 500, (about, method, path, found.text)


def test_grants_of_roles_and_groups_that_do_not_exist_are_shown(edited: httpx2.Client, exported: Any) -> None:
    """A state can have grants of a role that does not exist, and field maps without a step that receives data."""
    changed = copy.deepcopy(exported)
    for grant in changed["tables"]["project_grants"]:
        grant["project_role_id"] = 9_999
    for row in changed["tables"]["field_maps"]:
        row["target"] = {}
    assert edited.put("/_mock/state", json=changed).status_code == 200
    for path in (
        "projects/523200/project_grants",
        "members/771203/projects_privileges",
        "members/771203/project_grants",
    ):
        assert edited.get(f"/api{CUSTOMER}/{path}").status_code == 200
    field_map = f"/api/v2{CUSTOMER}/recipes/9001/field_map_introspections/{IDS['field_map_introspections']}"
    assert edited.post(f"{field_map}/refresh_schema").status_code == 200


def test_every_column_with_json_is_described() -> None:
    """The shape of each column with JSON is described, so that a state with another shape is rejected."""
    for table in STATE_TABLES:
        assert all(isinstance(schema_of(column), dict) for column in exported_columns(table))


@pytest.mark.parametrize(
    ("table", "column", "value", "expected"),
    [
        ("folders", "created_at", "yesterday", "a time with an offset"),
        ("packages", "status", "lost", "one of: in_progress, completed, failed"),
        ("recipes", "applications", "jira", "a list"),
        ("recipes", "config", [{"account_id": 1}], "an object with provider"),
        ("recipes", "id", 2**62, "an integer of maximum 9007199254740991"),
        ("lookup_tables", "schema", "{}", "the schema of a lookup table"),
        ("managed_users", "external_id", "acme/42", "same external_id"),
    ],
)
def test_an_error_names_row_column_and_what_was_expected(
    edited: httpx2.Client, exported: Any, table: str, column: str, value: Any, expected: str
) -> None:
    """A state with an invalid value, or with one that another row has, is rejected in words."""
    changed = copy.deepcopy(exported)
    changed["tables"][table][0][column] = value
    response = edited.put("/_mock/state", json=changed)
    (reason, *_) = response.json()["reasons"]
    assert (response.status_code, reason["pointer"].startswith(f"/body/tables/{table}/")) == (400, True)
    assert expected in reason["text"]


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_an_edited_state_is_rejected_or_breaks_no_request(
    edited: httpx2.Client, exported: Any, data: st.DataObject
) -> None:
    """Whatever value a column has, the state is rejected with its pointer, or no request fails with a 5xx."""
    table, column = data.draw(st.sampled_from(places(exported)))
    check(edited, exported, table, column, data.draw(VALUES))


@pytest.mark.nightly
def test_every_column_with_every_odd_value_breaks_no_request(edited: httpx2.Client, exported: Any) -> None:
    """Each column of a state is tried with each odd value."""
    for table, column in places(exported):
        for value in ODD:
            check(edited, exported, table, column, value)
