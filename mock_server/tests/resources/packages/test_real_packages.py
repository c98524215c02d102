"""Packages in the form of the platform are imported and exported without loss."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workato_embedded_mock import MockServer

KEY = "acme_erp_connector_17_1690000000"
COLUMNS = [{"control_type": "text", "label": "code", "name": "col1", "type": "string", "sticky": True}]
CODE = {
    "number": 0,
    "keyword": "trigger",
    "provider": "clock",
    "name": "scheduled_event",
    "param": {"region": "eu"},
    "parameters_schema": json.dumps([{"name": "region", "type": "string"}]),
    "block": [
        {"number": 1, "keyword": "action", "provider": KEY, "name": "create_order", "input": {}},
        {"number": 2, "keyword": "action", "skip": True},
    ],
}


def line(provider: str, zip_name: str = "", name: str = "", folder: str = "") -> dict[str, Any]:
    """Return a line of a recipe's config, as the platform writes it."""
    account = {"zip_name": zip_name, "name": name, "folder": folder} if zip_name else None
    return {"keyword": "application", "provider": provider, "skip_validation": False, "account_id": account}


FILES: dict[str, Any] = {
    "Shared/erp.connection.json": {
        "name": "Acme ERP",
        "provider": {"zip_name": "acme_erp.custom_adapter.json", "name": "Acme ERP", "folder": ""},
        "secure_gateway_tunnel_name": None,
        "root_folder": False,
    },
    "acme_erp.custom_adapter.json": {"title": "Acme ERP", "description": None, "version_no": 3, "note": None},
    "acme_erp.custom_adapter.rb": b"{ title: 'Acme ERP' }\r\n",
    "Flows/order.recipe.json": {
        "name": "Order",
        "description": None,
        "version": 1,
        "private": False,
        "concurrency": 5,
        "code": CODE,
        "config": [line("clock"), line(KEY, "Shared/erp.connection.json", "Acme ERP", "Shared")],
    },
    "codes.lookup_table.json": {"name": "codes", "schema": COLUMNS},
    "Pages/main.lcap_page.json": {"name": "Main", "content": {}},
    "Pages/main.lcap_page.zip": b"PK\x05\x06" + b"\0" * 18,
}


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    """Return a server on which exports and imports end at once."""
    with MockServer(transitions="immediate") as server:
        yield server


@pytest.fixture
def client(server: MockServer, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """Return a client with a namespace of its own."""
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {request.node.name}"}) as client:
        yield client


def workspace(client: httpx.Client, folder: str) -> tuple[str, int]:
    """Create a customer with a folder; return its path and the id of the folder."""
    sent = {"name": folder, "notification_email": "ops@example.com"}
    customer = client.post("/managed_users", json=sent).json()
    path = f"/managed_users/{(customer.get('result') or customer)['id']}"
    made = client.post(f"{path}/folders", json={"name": folder}).json()
    return path, (made.get("result") or made)["id"]


def zipped(files: dict[str, Any]) -> bytes:
    """Return a zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
    return buffer.getvalue()


def imported(client: httpx.Client, path: str, folder: int, data: bytes) -> dict[str, Any]:
    """Import a package; return the import."""
    ended: dict[str, Any] = client.post(f"{path}/imports", params={"folder_id": folder}, content=data).json()
    assert ended["status"] == "completed", ended
    return ended


def exported(client: httpx.Client, path: str, folder: int) -> bytes:
    """Export a folder; return the zip file."""
    sent = {"name": "All", "folder_id": folder, "auto_generate_assets": True}
    manifest = client.post("/export_manifests", json={"export_manifest": sent}).json()["result"]["id"]
    export = client.post(f"{path}/exports/{manifest}").json()["result"]
    assert export["status"] == "completed", export
    return httpx.get(export["download_url"]).content


def content_of(data: bytes) -> dict[str, Any]:
    """Return the files of a zip file; JSON is parsed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return {name: json.loads(file) if name.endswith(".json") else file for name, file in files.items()}


def everything(client: httpx.Client, path: str) -> list[Any]:
    """Return the ids of everything in a workspace."""
    lists = [client.get(f"{path}/{name}").json()["result"] for name in ("recipes", "connections", "lookup_tables")]
    return [sorted(one["id"] for one in found) for found in lists]


def test_a_package_survives_export_and_import_elsewhere(client: httpx.Client) -> None:
    """Assets are equal as JSON, and the files next to them byte for byte, in the same folders."""
    data = zipped(FILES)
    for name in ("First", "Second", "Third"):
        path, folder = workspace(client, name)
        imported(client, path, folder, data)
        data = exported(client, path, folder)
        assert content_of(data) == FILES


def test_a_recipe_with_a_custom_connector_starts(client: httpx.Client) -> None:
    """Config, connection and steps have the same key, also after the package is imported again."""
    path, folder = workspace(client, "Target")
    (first,) = imported(client, path, folder, zipped(FILES))["recipe_status"]
    before = everything(client, path)
    imported(client, path, folder, zipped(FILES))
    assert everything(client, path) == before
    (connection,) = client.get(f"{path}/connections").json()["result"]
    assert connection["provider"] == KEY
    recipe = client.get(f"{path}/recipes/{first['id']}").json()
    assert [one["account_id"] for one in recipe["config"]] == [None, connection["id"]]
    assert recipe["parameters"] == {"region": "eu"}
    client.put(f"{path}/connections/{connection['id']}", json={"input": {"token": "x"}})
    assert client.put(f"{path}/recipes/{first['id']}/start").json() == {"success": True}


def test_connections_of_the_workspace_are_found_by_folder_and_name(client: httpx.Client) -> None:
    """If the folder has no such connection, the status warns, and the recipe has no account."""
    path, folder = workspace(client, "Shared")
    shared = {"name": "Jira", "provider": "jira", "secure_gateway_tunnel_name": None, "root_folder": False}
    imported(client, path, folder, zipped({"jira.connection.json": shared}))
    (jira,) = client.get(f"{path}/connections").json()["result"]
    for place, expected in (("Shared", jira["id"]), ("Elsewhere", None)):
        recipe = {
            "name": place,
            "code": {"number": 0, "keyword": "trigger", "provider": "jira", "name": "new_issue"},
            "config": [line("jira", f"{place}/jira.connection.json", "Jira", place)],
        }
        ended = imported(client, path, folder, zipped({f"{place}.recipe.json": recipe}))
        found = client.get(f"{path}/recipes/{ended['recipe_status'][0]['id']}").json()
        assert found["config"][0]["account_id"] == expected
        reasons = client.get(f"{path}/imports/{ended['id']}").headers.get("x-mock-reason", "")
        assert ("Elsewhere.recipe.json" in reasons) == (expected is None)


def test_a_connection_of_the_root_folder_goes_to_home(client: httpx.Client) -> None:
    """`root_folder` names the Home folder instead of the target folder."""
    path, folder = workspace(client, "Target")
    root = {"name": "Jira", "provider": "jira", "secure_gateway_tunnel_name": None, "root_folder": True}
    imported(client, path, folder, zipped({"jira.connection.json": root}))
    (jira,) = client.get(f"{path}/connections").json()["result"]
    assert jira["folder_id"] not in (folder, None)


def test_a_download_url_expires(client: httpx.Client, server: MockServer) -> None:
    """A `download_url` is valid for 10 seconds of the clock and returns the zip file that was imported."""
    path, folder = workspace(client, "Target")
    clock = f"{server.root_url}/_mock/clock"
    client.put(clock, json={"now": "2023-11-20T12:00:00Z", "frozen": True})
    data = zipped(FILES)
    ended = imported(client, path, folder, data)
    assert httpx.get(ended["download_url"]).content == data
    client.put(clock, json={"advance_seconds": 11})
    expired = httpx.get(ended["download_url"])
    assert (expired.status_code, expired.headers["content-type"].partition(";")[0]) == (403, "application/xml")
    again = client.get(f"{path}/imports/{ended['id']}").json()["download_url"]
    assert httpx.get(again).content == data


@pytest.mark.parametrize("skip", [True, False])
def test_skipped_steps_are_not_checked(client: httpx.Client, skip: bool) -> None:
    """A recipe starts although a skipped step, or one in it, has neither a connection nor a connector."""
    path, folder = workspace(client, "Target")
    steps = [
        {"number": 1, "keyword": "action", "provider": "jira", "name": "create_issue", "skip": skip},
        {"number": 2, "keyword": "if", "skip": skip, "block": [{"number": 3, "keyword": "action"}]},
        {"number": 4, "keyword": "action", "provider": "workato_smart_list", "name": "query_list"},
    ]
    code = {"number": 0, "keyword": "trigger", "provider": "clock", "name": "scheduled_event", "block": steps}
    data = zipped({"a.recipe.json": {"name": "A", "code": code, "config": []}})
    (entry,) = imported(client, path, folder, data)["recipe_status"]
    assert client.put(f"{path}/recipes/{entry['id']}/start").json()["success"] == skip


def test_a_manifest_can_name_whole_paths(client: httpx.Client) -> None:
    """`zip_name` has the folders of the file."""
    path, folder = workspace(client, "Target")
    imported(client, path, folder, zipped({"a.lookup_table.json": FILES["codes.lookup_table.json"]}))
    (table,) = client.get(f"{path}/lookup_tables").json()["result"]
    assets = [
        {"id": table["id"], "type": "lookup_table", "zip_name": "Deep/Er/a.lookup_table.json", "folder": "Deep/Er"}
    ]
    made = client.post("/export_manifests", json={"export_manifest": {"name": "All", "assets": assets}})
    export = client.post(f"{path}/exports/{made.json()['result']['id']}").json()["result"]
    assert list(content_of(httpx.get(export["download_url"]).content)) == ["Deep/Er/a.lookup_table.json"]


NAMES = st.text("abcdefgh_", min_size=1, max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    folders=st.lists(NAMES, max_size=4),
    kind=st.sampled_from(["lcap_page", "agentic_genie", "agentic_skill", "properties", "of_later_years"]),
    companions=st.dictionaries(st.sampled_from(["rb", "png", "zip", "md"]), st.binary(max_size=50)),
)
def test_files_of_any_kind_come_back_from_any_folder(
    client: httpx.Client, folders: list[str], kind: str, companions: dict[str, bytes]
) -> None:
    """An export has the same bytes in the same folders."""
    stem = "/".join([*folders, f"a.{kind}"])
    files = {f"{stem}.json": {"name": "A"}, **{f"{stem}.{suffix}": data for suffix, data in companions.items()}}
    path, folder = workspace(client, "Target")
    imported(client, path, folder, zipped(files))
    assert content_of(exported(client, path, folder)) == files
