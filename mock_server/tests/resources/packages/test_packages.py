"""The operations on export manifests, exports and imports behave as documented."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer
from workato_embedded_mock.errors import StartError
from workato_embedded_mock.instruments.transitions import parse_transitions
from workato_embedded_mock.store.tables import vendor_id_of

FOLDER, RETURNS, RECIPE, RETURNS_RECIPE = 5512, 5513, 9001, 9002
CODE = {"number": 0, "keyword": "trigger", "provider": "clock", "name": "scheduled_event", "block": []}
GREET = {"name": "Greet", "code": CODE}


def package(**files: Any) -> bytes:
    """Return a zip file of JSON files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
    return buffer.getvalue()


def import_package(
    client: httpx2.Client, owner: str, data: bytes, folder: int = FOLDER, **query: Any
) -> dict[str, Any]:
    """Import a package and poll until the import has ended."""
    started = client.post(f"{owner}/imports", content=data, params={"folder_id": folder, **query})
    assert started.status_code == 200, started.text
    url = f"{owner}/imports/{started.json()['id']}"
    assert client.get(url).json()["status"] == "in_progress"
    ended: dict[str, Any] = client.get(url).json()
    again = client.get(url).json()
    assert {**again, "download_url": None} == {**ended, "download_url": None}
    return ended


def run_export(client: httpx2.Client, owner: str, **manifest: Any) -> dict[str, Any]:
    """Create a manifest, export it, poll until that has ended, and return the export."""
    made = client.post("/export_manifests", json={"export_manifest": {"name": "All", **manifest}})
    assert made.status_code == 201, made.text
    started = client.post(f"{owner}/exports/{made.json()['result']['id']}").json()["result"]
    assert (started["status"], started["download_url"]) == ("in_progress", None)
    client.get(f"{owner}/exports/{started['id']}")
    ended: dict[str, Any] = client.get(f"{owner}/exports/{started['id']}").json()["result"]
    return ended


def content_of(export: dict[str, Any]) -> dict[str, Any]:
    """Download the zip file of an export without a token, and return its files."""
    data = httpx2.get(export["download_url"]).content
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def test_a_folder_is_exported_with_its_contents(client: httpx2.Client, northwind: str) -> None:
    """The package has recipes, connections without secrets, lookup tables with data, and subfolders as folders."""
    files = content_of(run_export(client, northwind, folder_id=FOLDER, auto_generate_assets=True, include_data=True))
    assert set(files) == {
        "northwind_jira.connection.json",
        "northwind_salesforce.connection.json",
        "northwind_slack.connection.json",
        "country_codes.lookup_table.json",
        "sync_orders_to_jira.recipe.json",
        "Returns/nightly_returns_report.recipe.json",
    }
    assert files["northwind_jira.connection.json"] == {
        "name": "Northwind Jira",
        "provider": "jira",
        "secure_gateway_tunnel_name": None,
        "root_folder": False,
    }
    assert files["country_codes.lookup_table.json"]["data"][0] == {"code": "SG", "country": "Singapore"}
    accounts = [line["account_id"]["zip_name"] for line in files["sync_orders_to_jira.recipe.json"]["config"]]
    assert accounts == ["northwind_salesforce.connection.json", "northwind_jira.connection.json"]


def test_an_exported_recipe_includes_its_connections(client: httpx2.Client, northwind: str) -> None:
    """The connections of an exported recipe are included though not listed; unchecked assets are omitted."""
    assets = [{"id": RETURNS_RECIPE, "type": "recipe", "checked": False}, {"id": RECIPE, "type": "recipe"}]
    files = content_of(run_export(client, northwind, assets=assets))
    assert set(files) == {
        "asset_1.recipe.json",
        "northwind_jira_7101.connection.json",
        "northwind_salesforce_7102.connection.json",
    }


def test_an_export_of_unknown_assets_fails(client: httpx2.Client, northwind: str) -> None:
    """An export of unknown assets fails with their ids, and has no download URL."""
    export = run_export(client, northwind, assets=[{"id": 1, "type": "recipe"}, {"id": RECIPE, "type": "recipe"}])
    assert (export["status"], export["download_url"]) == ("failed", None)
    assert "recipe 1" in export["error"]
    assert run_export(client, northwind, assets=[])["status"] == "failed"


def test_auto_run_starts_the_export_at_once(client: httpx2.Client, northwind: str) -> None:
    """`auto_run` starts an export for the customer that owns the folder, and the response has its id."""
    sent = {"name": "All", "folder_id": FOLDER, "auto_generate_assets": True, "auto_run": True}
    made = client.post("/export_manifests", json={"export_manifest": sent}).json()["result"]
    assert (made["project_path"], made["status"]) == ("Order to cash", "working")
    assert made["last_exported_at"]
    assert client.get(f"{northwind}/exports/{made['package']['id']}").json()["result"]["status"] == "in_progress"


def test_an_update_replaces_the_assets_and_keeps_the_name(client: httpx2.Client, northwind: str) -> None:
    """After an update of a manifest the next export has the new assets and the same name."""
    made = client.post(
        "/export_manifests", json={"export_manifest": {"name": "One", "assets": [{"id": RECIPE, "type": "recipe"}]}}
    ).json()["result"]
    assets = [{"id": RETURNS_RECIPE, "type": "recipe"}]
    changed = client.put(f"/export_manifests/{made['id']}", json={"export_manifest": {"assets": assets}})
    assert changed.json()["result"]["name"] == "One"
    started = client.post(f"{northwind}/exports/{made['id']}").json()["result"]
    client.get(f"{northwind}/exports/{started['id']}")
    export = client.get(f"{northwind}/exports/{started['id']}").json()["result"]
    assert set(content_of(export)) == {"asset_0.recipe.json"}


def test_the_exports_of_a_seed_can_be_downloaded(client: httpx2.Client, northwind: str) -> None:
    """Repeated downloads of an export of the default seed have the same bytes."""
    url = client.get(f"{northwind}/exports/6201").json()["result"]["download_url"]
    first, second = httpx2.get(url), httpx2.get(url)
    assert first.status_code == 200
    assert first.content == second.content


def test_a_download_url_cannot_be_guessed(client: httpx2.Client, northwind: str) -> None:
    """A URL without its signature, a changed one, and one that was signed without the server's key get a 403."""
    url = httpx2.URL(client.get(f"{northwind}/exports/6201").json()["result"]["download_url"])
    assert httpx2.get(url).status_code == 200
    signature, expires = url.params["signature"], url.params["expires"]
    # How URLs were signed when the key was not secret.
    forged = {
        str(number): hmac.new(b"workato-mock", f"{number}/6201/{expires}".encode(), hashlib.sha256).hexdigest()
        for number in range(1, 60)
    }
    wrong = [
        url.copy_with(path="/_mock/packages/6202.zip"),
        url.copy_set_param("expires", str(int(expires) + 1)),
        *(url.copy_remove_param(name) for name in ("expires", "signature")),
        *(url.copy_set_param("signature", text) for text in ("", "00", "x", signature[:-2], signature + "00")),
        *(url.copy_with(params={"namespace_id": number}) for number in forged),
        *(url.copy_with(params={**url.params, "namespace_id": key, "signature": text}) for key, text in forged.items()),
    ]
    statuses = {(response := httpx2.get(each)).status_code: response.text for each in wrong}
    assert statuses.keys() == {403}


def test_a_download_url_does_not_show_the_account(server: MockServer) -> None:
    """URLs of the same file in two accounts differ only in the signature, which has nothing of name or vendor id."""
    found = []
    for name in ("first-account", "second-account"):
        with httpx2.Client(base_url=server.url, headers={"Authorization": f"Bearer {name}"}) as client:
            client.put(f"{server.root_url}/_mock/clock", json={"now": "2026-01-05T12:00:00Z", "frozen": True})
            export = client.get("/managed_users/512044/exports/6201").json()["result"]
            found.append(httpx2.URL(export["download_url"]))
    one, two = found
    assert one.copy_remove_param("signature") == two.copy_remove_param("signature")
    assert one.params.keys() == {"expires", "signature"}
    for name, url in zip(("first-account", "second-account"), found, strict=True):
        for text in (name, vendor_id_of(name), vendor_id_of(name).encode().hex()):
            assert text not in str(url)


def test_the_url_of_a_deleted_account_is_of_no_other(client: httpx2.Client, server: MockServer) -> None:
    """After an account is deleted, its URL gives access to nothing, although a new account may have its place."""
    headers = {"Authorization": "Bearer deleted-later"}
    with httpx2.Client(base_url=server.url, headers=headers) as other:
        url = other.get("/managed_users/512044/exports/6201").json()["result"]["download_url"]
        assert other.delete(f"{server.root_url}/_mock/state").is_success
    client.get("/managed_users")
    assert httpx2.get(url).status_code == 403


def test_a_download_url_is_valid_after_a_restart(tmp_path: Path) -> None:
    """A server with a database in a file accepts the URLs that it signed before it was restarted."""
    database = f"sqlite:///{tmp_path / 'mock.db'}"
    with MockServer(database=database) as running:
        headers = {"Authorization": "Bearer restarted"}
        export = httpx2.get(f"{running.url}/managed_users/512044/exports/6201", headers=headers).json()["result"]
    signed = httpx2.URL(export["download_url"]).raw_path.decode()
    with MockServer(database=database) as running:
        assert httpx2.get(f"{running.root_url}{signed}").status_code == 200


def test_a_start_without_a_key_needs_a_database_that_can_be_written(tmp_path: Path) -> None:
    """While another program holds the lock of a database without a key, a server does not start, and says why."""
    file = tmp_path / "mock.db"
    with MockServer(database=f"sqlite:///{file}"):
        pass
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        assert other.execute("DELETE FROM server_keys").rowcount == 1
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StartError, match=r"cannot be used: .*lock"):
            MockServer(database=f"sqlite:///{file}?timeout=0.01").start()
        other.execute("ROLLBACK")


def test_a_second_import_of_a_package_changes_nothing(client: httpx2.Client, northwind: str) -> None:
    """A second import duplicates no asset that exists by folder and name, and connections stay authorized."""
    export = run_export(client, northwind, assets=[{"id": RETURNS_RECIPE, "type": "recipe", "folder": "New"}])
    data = httpx2.get(export["download_url"]).content
    first, second = import_package(client, northwind, data), import_package(client, northwind, data)
    assert (first["status"], second["status"]) == ("completed", "completed")
    assert first["recipe_status"] == second["recipe_status"]
    (entry,) = first["recipe_status"]
    assert entry["import_result"] == "no_update_or_updated_without_restart"
    recipe = client.get(f"{northwind}/recipes/{entry['id']}").json()
    assert (recipe["version_no"], recipe["running"]) == (1, False)


def test_a_changed_recipe_gets_a_new_version(client: httpx2.Client, northwind: str) -> None:
    """An import of a changed recipe updates the existing one."""
    (made,) = import_package(client, northwind, package(**{"greet.recipe.json": GREET}))["recipe_status"]
    changed = {**GREET, "description": "Says hello"}
    assert import_package(client, northwind, package(**{"greet.recipe.json": changed}))["recipe_status"] == [made]
    recipe = client.get(f"{northwind}/recipes/{made['id']}").json()
    assert (recipe["version_no"], recipe["description"]) == (2, "Says hello")


def test_running_recipes_require_restart_recipes(client: httpx2.Client, northwind: str) -> None:
    """Without `restart_recipes` the import fails and changes nothing; with it the recipes change and run again."""
    sync = {"name": "Sync orders to Jira", "code": CODE, "config": []}
    new = package(**{"sync.recipe.json": sync, "greet.recipe.json": GREET})
    before = client.get(f"{northwind}/recipes").json()
    rejected = import_package(client, northwind, new)
    assert rejected["status"] == "failed"
    assert "restart_recipes" in rejected["error"]
    assert rejected["recipe_status"] == [{"id": RECIPE, "import_result": "stop_failed"}]
    assert client.get(f"{northwind}/recipes").json() == before
    done = import_package(client, northwind, new, restart_recipes="true")
    assert {"id": RECIPE, "import_result": "restarted"} in done["recipe_status"]
    assert client.get(f"{northwind}/recipes/{RECIPE}").json()["running"]


@pytest.mark.parametrize(
    ("code", "result"),
    [("no code", "stopped"), ({**CODE, "provider": "jira"}, "restart_failed")],
)
def test_a_recipe_that_cannot_run_any_more_stays_stopped(
    client: httpx2.Client, northwind: str, code: Any, result: str
) -> None:
    """An import is completed if a recipe was updated but cannot run any more; its result says that it is stopped."""
    sync = package(**{"sync.recipe.json": {"name": "Sync orders to Jira", "code": code}})
    ended = import_package(client, northwind, sync, restart_recipes="true")
    assert (ended["status"], ended["recipe_status"]) == ("completed", [{"id": RECIPE, "import_result": result}])
    assert "error" not in ended
    recipe = client.get(f"{northwind}/recipes/{RECIPE}").json()
    assert (recipe["running"], recipe["version_no"]) == (False, 3)


@pytest.mark.parametrize(
    ("files", "message"),
    [({}, "no asset"), ({"readme.txt": {}}, "no asset"), ({"../a.recipe.json": GREET}, "does not stay inside")],
)
def test_an_import_of_an_invalid_package_fails_and_changes_nothing(
    client: httpx2.Client, northwind: str, files: dict[str, Any], message: str
) -> None:
    """A package without assets fails, and one with a path that leads out of it."""
    before = [client.get(f"{northwind}/{path}").json() for path in ("recipes", "connections")]
    ended = import_package(client, northwind, package(**files))
    assert ended["status"] == "failed"
    assert message in ended["error"]
    assert [client.get(f"{northwind}/{path}").json() for path in ("recipes", "connections")] == before


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"readme.txt": b"x"}, "ignored"),
        ({"__MACOSX/._a.recipe.json": b"x"}, "ignored"),
        ({"a.recipe.json": b"{"}, "does not parse"),
        ({"a.recipe.json": b"[" * 100_000}, "does not parse"),
        ({"a.recipe.json": []}, "not imported as a recipe"),
        ({"a.recipe.json": {"name": "A"}}, "/code"),
        ({"a.recipe.json": {**GREET, "name": "A", "config": [{"provider": 7}]}}, "/config/0"),
        ({"a.connection.json": {"name": "A"}}, "/provider"),
        ({"a.lookup_table.json": {"name": "A", "schema": "{}"}}, "not imported as a lookup_table"),
        ({"a.lookup_table.json": {"name": "A", "schema": "[]", "data": [{"b": "c"}]}}, "unknown column"),
        ({"a.workato_schema.json": {"anything": 1}}, "does not interpret workato_schema"),
    ],
)
def test_a_file_of_no_use_is_warned_of(
    client: httpx2.Client, northwind: str, files: dict[str, Any], message: str
) -> None:
    """The import is completed, imports the other assets, and each read of its status names the file and the reason."""
    ended = import_package(client, northwind, package(**{"0.recipe.json": GREET}, **files))
    assert (ended["status"], len(ended["recipe_status"]) >= 1) == ("completed", True)
    status = client.get(f"{northwind}/imports/{ended['id']}")
    assert message in status.headers["x-mock-reason"]
    assert next(iter(files)) in status.headers["x-mock-reason"]


def test_the_rows_of_a_table_with_an_odd_schema_can_be_listed(client: httpx2.Client, northwind: str) -> None:
    """A table whose schema is JSON text with half a surrogate pair is imported with another character in its place."""
    schema = r'[{"label": "a\ud800", "name": "col1"}]'
    table = {"name": "Odd", "schema": schema, "data": [{"col1": "value"}]}
    ended = import_package(client, northwind, package(**{"0.recipe.json": GREET, "a.lookup_table.json": table}))
    reasons = client.get(f"{northwind}/imports/{ended['id']}").headers["x-mock-reason"]
    assert "/schema: values were replaced: a string has half a surrogate pair" in reasons
    tables = client.get(f"{northwind}/lookup_tables").json()["result"]
    (number,) = [each["id"] for each in tables if each["name"] == "Odd"]
    rows = client.get(f"{northwind}/lookup_tables/{number}/rows").json()["result"]
    assert [row["data"] for row in rows] == [{"a\ufffd": "value"}]


def test_assets_of_unknown_kinds_are_ignored(client: httpx2.Client, northwind: str) -> None:
    """An import ignores assets of kinds that the mock does not support, as in packages of the real platform."""
    data = package(**{"greet.recipe.json": GREET, "a.workato_schema.json": {"anything": 1}})
    assert import_package(client, northwind, data)["status"] == "completed"


def test_a_customer_has_one_import_at_a_time(client: httpx2.Client, northwind: str) -> None:
    """A customer's next import can start after the first has ended, and other customers are not affected."""
    data = package(**{"greet.recipe.json": GREET})
    query = {"folder_id": FOLDER}
    first = client.post(f"{northwind}/imports", content=data, params=query).json()["id"]
    rejected = client.post(f"{northwind}/imports", content=data, params=query)
    assert (rejected.status_code, str(first) in rejected.headers["x-mock-reason"]) == (400, True)
    for _ in range(2):
        client.get(f"{northwind}/imports/{first}")
    assert client.post(f"{northwind}/imports", content=data, params=query).status_code == 200


@pytest.mark.parametrize("polls", [1, 3])
def test_an_import_whose_id_is_unknown_ends_too(northwind: str, polls: int) -> None:
    """A client that lost the id of an import can start the next one, since a rejected start counts as a poll."""
    data = package(**{"greet.recipe.json": GREET})
    query = {"folder_id": FOLDER}
    with (
        MockServer(transitions=f"polls:{polls}") as server,
        httpx2.Client(base_url=server.url, headers={"Authorization": "Bearer any"}) as client,
    ):
        lost = client.post(f"{northwind}/imports", content=data, params=query).json()["id"]
        for _ in range(polls):
            rejected = client.post(f"{northwind}/imports", content=data, params=query)
            assert (rejected.status_code, str(lost) in rejected.headers["x-mock-reason"]) == (400, True)
        assert client.post(f"{northwind}/imports", content=data, params=query).status_code == 200
        assert client.get(f"{northwind}/imports/{lost}").json()["status"] == "completed"


@pytest.mark.parametrize(
    ("query", "data"),
    [("", package(**{"a.recipe.json": GREET})), ("folder_id=x", b"PK"), (f"folder_id={FOLDER}", b""), ("", b"")],
)
def test_a_rejected_import_has_its_message_in_error_too(
    client: httpx2.Client, northwind: str, query: str, data: bytes
) -> None:
    """The 400 of an import has the same text in `error` and in `message`, whatever is wrong."""
    rejected = client.post(f"{northwind}/imports?{query}", content=data)
    assert (rejected.status_code, rejected.json()) == (400, {"error": "Bad request", "message": "Bad request"})
    other = client.post(f"{northwind}/folders", json={})
    assert (other.status_code, other.json()) == (400, {"message": "Bad request"})


@pytest.mark.parametrize("kind", ["application/octet-stream", "application/zip"])
def test_an_upload_can_have_either_content_type(client: httpx2.Client, northwind: str, kind: str) -> None:
    """Both content types of a zip file are accepted without a note."""
    data = package(**{"a.recipe.json": GREET})
    started = client.post(
        f"{northwind}/imports", params={"folder_id": FOLDER}, content=data, headers={"Content-Type": kind}
    )
    assert started.status_code == 200
    assert "x-mock-reason" not in started.headers


def test_unsupported_kinds_of_assets_are_noted(client: httpx2.Client) -> None:
    """A manifest keeps assets of unsupported kinds with a note, and its package omits them."""
    sent = {"name": "All", "assets": [{"id": 1, "type": "data_pipeline"}]}
    response = client.post("/export_manifests", json={"export_manifest": sent})
    assert (response.status_code, "data_pipeline" in response.headers["x-mock-reason"]) == (201, True)


@pytest.fixture(scope="module")
def immediate() -> Iterator[httpx2.Client]:
    """Return a client of a server on which exports and imports end at once."""
    with (
        MockServer(transitions="immediate") as server,
        httpx2.Client(base_url=server.url, headers={"Authorization": "Bearer any"}) as client,
    ):
        yield client


def test_exports_and_imports_can_end_at_once(immediate: httpx2.Client, northwind: str) -> None:
    """With immediate transitions the response to the start has the final status."""
    data = package(**{"greet.recipe.json": GREET})
    started = immediate.post(f"{northwind}/imports", content=data, params={"folder_id": FOLDER}).json()
    assert (started["status"], len(started["recipe_status"])) == ("completed", 1)
    assert immediate.post(f"{northwind}/exports/6101").json()["result"]["download_url"]


@pytest.mark.parametrize("text", ["", "soon", "polls", "polls:-1", "seconds:1.5", "polls:1 ", "polls:9999999"])
def test_invalid_transitions_are_rejected(text: str) -> None:
    """A server with an invalid setting of transitions does not start, and the message lists the valid values."""
    with pytest.raises(StartError, match="immediate, polls:N or seconds:N"):
        parse_transitions(text)


def test_exports_and_imports_can_end_by_the_clock(northwind: str) -> None:
    """With `seconds:N` an export or import ends after N seconds of the clock, even if its status was not polled."""
    with (
        MockServer(transitions="seconds:30") as server,
        httpx2.Client(base_url=server.url, headers={"Authorization": "Bearer any"}) as client,
    ):
        clock = f"{server.root_url}/_mock/clock"
        client.put(clock, json={"now": "2023-11-20T12:00:00Z", "frozen": True})
        data = package(**{"greet.recipe.json": GREET})
        started = client.post(f"{northwind}/imports", content=data, params={"folder_id": FOLDER}).json()
        client.put(clock, json={"advance_seconds": 29})
        for _ in range(3):
            assert client.get(f"{northwind}/imports/{started['id']}").json()["status"] == "in_progress"
        client.put(clock, json={"advance_seconds": 1})
        assert "Greet" in [recipe["name"] for recipe in client.get(f"{northwind}/recipes").json()["result"]]
        assert client.get(f"{northwind}/imports/{started['id']}").json()["status"] == "completed"


def import_500_times(client: httpx2.Client, owner: str) -> str:
    """Import as often as a workspace can in one hour of the clock, and return the URL of the control plane."""
    control = f"{str(client.base_url).removesuffix('/api/')}/_mock"
    client.put(f"{control}/clock", json={"now": "2026-01-05T12:10:30Z", "frozen": True})
    first = import_package(client, owner, package(**{"greet.recipe.json": GREET}))
    state = client.get(f"{control}/state").json()
    (row,) = [row for row in state["tables"]["packages"] if row["id"] == first["id"]]
    state["tables"]["packages"] += [row | {"id": row["id"] + number} for number in range(1, 500)]
    (ids,) = [sequence for sequence in state["tables"]["sequences"] if sequence["kind"] == "packages"]
    ids["last"] += 499
    assert client.put(f"{control}/state", json=state).status_code == 200
    return control


@pytest.mark.parametrize(("day", "status"), [("2025-10-06", 200), ("2025-10-07", 429)])
def test_imports_have_a_limit_since_october_2025(client: httpx2.Client, northwind: str, day: str, status: int) -> None:
    """An account as of an earlier day has no limit of imports per hour."""
    control = import_500_times(client, northwind)
    assert client.put(f"{control}/edition", json={"as_of": day}).status_code == 200
    response = client.post(f"{northwind}/imports?folder_id={FOLDER}", content=package(**{"greet.recipe.json": GREET}))
    assert response.status_code == status


def test_a_workspace_has_at_most_500_imports_per_hour(client: httpx2.Client, northwind: str) -> None:
    """Import 501 of a workspace returns 429 until the hour of the clock ends; other workspaces are not affected."""
    control = import_500_times(client, northwind)
    data = package(**{"greet.recipe.json": GREET})
    again = f"{northwind}/imports?folder_id={FOLDER}"
    response = client.post(again, content=data)
    assert (response.status_code, response.json()) == (429, {"message": "Too many requests"})
    assert response.headers["Retry-After"] == "2970"
    other = client.post("/managed_users/512101/folders", json={"name": "Other"}).json()["id"]
    assert client.post(f"/managed_users/512101/imports?folder_id={other}", content=data).status_code == 200
    client.put(f"{control}/clock", json={"advance_seconds": 2970})
    assert client.post(again, content=data).status_code == 200


def test_an_import_into_a_deleted_folder_fails(client: httpx2.Client, northwind: str) -> None:
    """An import whose folder is deleted while it is in progress fails, and finished imports of the folder stay."""
    folder = client.post(f"{northwind}/folders", json={"name": "New", "parent_id": str(FOLDER)}).json()["id"]
    done = import_package(client, northwind, package(**{"greet.recipe.json": GREET}), folder=folder)
    data = package(**{"greet.recipe.json": {**GREET, "name": "Greet again"}})
    started = client.post(f"{northwind}/imports", content=data, params={"folder_id": folder}).json()["id"]
    assert client.delete(f"{northwind}/folders/{folder}", params={"force": "true"}).status_code == 200
    client.get(f"{northwind}/imports/{started}")
    ended = client.get(f"{northwind}/imports/{started}").json()
    assert (ended["status"], ended["error"]) == ("failed", "the folder of the import was deleted")
    assert client.get(f"{northwind}/imports/{done['id']}").json()["status"] == "completed"
    names = [recipe["name"] for recipe in client.get(f"{northwind}/recipes").json()["result"]]
    assert not {"Greet", "Greet again"} & set(names)
