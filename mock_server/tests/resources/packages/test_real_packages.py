"""Packages in the form of the platform are imported and exported without loss."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workato_embedded_mock import MockServer
from workato_embedded_mock.resources.packages import files

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


def reference(zip_name: str, name: str, folder: str = "") -> dict[str, str]:
    """Return a reference to an asset, as the platform writes it."""
    return {"zip_name": zip_name, "name": name, "folder": folder}


CALLER = {
    "number": 0,
    "keyword": "trigger",
    "provider": "clock",
    "name": "scheduled_event",
    "block": [
        {
            "number": number,
            "keyword": "action",
            "provider": provider,
            "name": name,
            "input": {field: reference(*target), "parameters": {"zip_name": "an input of the step"}},
        }
        for number, (provider, name, field, target) in enumerate(
            [
                ("workato_recipe_function", "call_recipe", "flow_id", ("Flows/order.recipe.json", "Order", "Flows")),
                ("workato_recipe_function", "call_recipe", "flow_id", ("Flows/caller.recipe.json", "Caller", "Flows")),
                ("lookup_table", "lookup_entry", "lookup_table_id", ("codes.lookup_table.json", "codes", "")),
                ("workato_app", "show_page", "page", ("Pages/main.lcap_page.json", "Main", "Pages")),
            ],
            start=1,
        )
    ],
}


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
    "Flows/caller.recipe.json": {
        "name": "Caller",
        "description": "Calls the other one",
        "version": 1,
        "private": True,
        "concurrency": 1,
        "code": CALLER,
        "config": [line("clock"), line("workato_recipe_function"), line("lookup_table")],
    },
    "codes.lookup_table.json": {"name": "codes", "schema": COLUMNS},
    "Pages/main.lcap_page.json": {"name": "Main", "content": {}},
    "Pages/main.lcap_page.zip": b"PK\x05\x06" + b"\0" * 18,
}


# The files of a connection and its custom connector, with the folders that they have in `FILES`.
SHARED_FILES = [
    ("Shared/", "erp.connection.json"),
    ("", "acme_erp.custom_adapter.json"),
    ("", "acme_erp.custom_adapter.rb"),
]


@pytest.fixture(scope="module")
def server(new_database: Callable[[], str]) -> Iterator[MockServer]:
    """Return a server on which exports and imports end at once."""
    with MockServer(database=new_database(), transitions="immediate") as server:
        yield server


@pytest.fixture
def client(server: MockServer, request: pytest.FixtureRequest) -> Iterator[httpx2.Client]:
    """Return a client with a namespace of its own."""
    with httpx2.Client(base_url=server.url, headers={"Authorization": f"Bearer {request.node.name}"}) as client:
        yield client


def workspace(client: httpx2.Client, folder: str) -> tuple[str, int]:
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


def imported(client: httpx2.Client, path: str, folder: int, data: bytes) -> dict[str, Any]:
    """Import a package; return the import."""
    ended: dict[str, Any] = client.post(f"{path}/imports", params={"folder_id": folder}, content=data).json()
    assert ended["status"] == "completed", ended
    return ended


def exported(client: httpx2.Client, path: str, folder: int) -> bytes:
    """Export a folder; return the zip file."""
    sent = {"name": "All", "folder_id": folder, "auto_generate_assets": True}
    manifest = client.post("/export_manifests", json={"export_manifest": sent}).json()["result"]["id"]
    export = client.post(f"{path}/exports/{manifest}").json()["result"]
    assert export["status"] == "completed", export
    return httpx2.get(export["download_url"]).content


def content_of(data: bytes) -> dict[str, Any]:
    """Return the files of a zip file; JSON is parsed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return {name: json.loads(file) if name.endswith(".json") else file for name, file in files.items()}


def everything(client: httpx2.Client, path: str) -> list[Any]:
    """Return the ids of everything in a workspace."""
    lists = [client.get(f"{path}/{name}").json()["result"] for name in ("recipes", "connections", "lookup_tables")]
    return [sorted(one["id"] for one in found) for found in lists]


def test_a_package_survives_export_and_import_elsewhere(client: httpx2.Client) -> None:
    """Assets are equal as JSON, and the files next to them byte for byte, in the same folders."""
    data = zipped(FILES)
    for name in ("First", "Second", "Third"):
        path, folder = workspace(client, name)
        imported(client, path, folder, data)
        data = exported(client, path, folder)
        assert content_of(data) == FILES


def test_a_state_has_the_files_of_packages(client: httpx2.Client, server: MockServer) -> None:
    """An export is the same after the state was exported and imported."""
    path, folder = workspace(client, "Target")
    imported(client, path, folder, zipped(FILES))
    state = client.get(f"{server.root_url}/_mock/state").json()
    client.post(f"{server.root_url}/_mock/reset")
    assert client.put(f"{server.root_url}/_mock/state", json=state).status_code == 200
    assert content_of(exported(client, path, folder)) == FILES


def test_a_recipe_with_a_custom_connector_starts(client: httpx2.Client) -> None:
    """Config, connection and steps have the same key, also after the package is imported again."""
    path, folder = workspace(client, "Target")
    first, _ = imported(client, path, folder, zipped(FILES))["recipe_status"]
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


def test_connections_of_the_workspace_are_found_by_folder_and_name(client: httpx2.Client) -> None:
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


def test_an_account_may_be_an_id_of_the_workspace(client: httpx2.Client) -> None:
    """A recipe keeps an account whose id, as number or text, is a connection of its connector; others are warned of."""
    path, folder = workspace(client, "Target")
    shared = {"name": "Jira", "provider": "jira"}
    imported(client, path, folder, zipped({"jira.connection.json": shared}))
    (jira,) = client.get(f"{path}/connections").json()["result"]
    for account, provider, expected in (
        (jira["id"], "jira", True),
        (str(jira["id"]), "jira", True),
        (1, "jira", False),
    ):
        recipe = {
            "name": f"Recipe {account!r}",
            "code": {"number": 0, "keyword": "trigger", "provider": provider, "name": "new_issue"},
            "config": [{**line(provider), "account_id": account}],
        }
        ended = imported(client, path, folder, zipped({"a.recipe.json": recipe}))
        found = client.get(f"{path}/recipes/{ended['recipe_status'][0]['id']}").json()
        assert found["config"][0]["account_id"] == (jira["id"] if expected else None)
        reasons = client.get(f"{path}/imports/{ended['id']}").headers.get("x-mock-reason", "")
        assert ("there is no connection 1 of jira" in reasons) != expected


def test_a_connection_of_the_root_folder_goes_to_home(client: httpx2.Client) -> None:
    """`root_folder` names the Home folder instead of the target folder."""
    path, folder = workspace(client, "Target")
    root = {"name": "Jira", "provider": "jira", "secure_gateway_tunnel_name": None, "root_folder": True}
    imported(client, path, folder, zipped({"jira.connection.json": root}))
    (jira,) = client.get(f"{path}/connections").json()["result"]
    assert jira["folder_id"] not in (folder, None)


def test_assets_of_the_root_folder_can_go_to_another_folder(client: httpx2.Client) -> None:
    """`folder_id_for_home_assets` names the folder for assets of the root folder; an unknown folder is rejected."""
    path, folder = workspace(client, "Target")
    other = client.post(f"{path}/folders", json={"name": "Home assets"}).json()
    home = (other.get("result") or other)["id"]
    root = {"name": "Jira", "provider": "jira", "secure_gateway_tunnel_name": None, "root_folder": True}
    data = zipped({"jira.connection.json": root})
    query = {"folder_id": folder, "folder_id_for_home_assets": home}
    assert client.post(f"{path}/imports", params=query, content=data).status_code == 200
    (jira,) = client.get(f"{path}/connections").json()["result"]
    assert jira["folder_id"] == home
    for wrong, status in (("Home", 400), ("1", 404)):
        query["folder_id_for_home_assets"] = wrong
        assert client.post(f"{path}/imports", params=query, content=data).status_code == status


def test_a_download_url_expires(client: httpx2.Client, server: MockServer) -> None:
    """A `download_url` is valid for 10 seconds of the clock and returns the zip file that was imported."""
    path, folder = workspace(client, "Target")
    clock = f"{server.root_url}/_mock/clock"
    client.put(clock, json={"now": "2023-11-20T12:00:00Z", "frozen": True})
    data = zipped(FILES)
    ended = imported(client, path, folder, data)
    assert httpx2.get(ended["download_url"]).content == data
    client.put(clock, json={"advance_seconds": 11})
    expired = httpx2.get(ended["download_url"])
    assert (expired.status_code, expired.headers["content-type"].partition(";")[0]) == (403, "application/xml")
    bare = httpx2.get(ended["download_url"].partition("?")[0])
    assert (bare.status_code, bare.headers["content-type"].partition(";")[0]) == (403, "application/xml")
    again = client.get(f"{path}/imports/{ended['id']}").json()["download_url"]
    assert httpx2.get(again).content == data


def inputs(client: httpx2.Client, path: str, recipe_id: int) -> list[Any]:
    """Return what the steps of a recipe refer to."""
    code = json.loads(client.get(f"{path}/recipes/{recipe_id}").json()["code"])
    return [value for step in code["block"] for name, value in step["input"].items() if name != "parameters"]


def test_references_in_code_resolve_in_every_workspace(client: httpx2.Client) -> None:
    """A recipe has the ids of recipes, also its own, and of tables and pages, in folders of any name."""
    data = zipped(FILES)
    for name in ("First", "Second", "Third"):
        path, folder = workspace(client, name)
        ended = imported(client, path, folder, data)
        order, caller = (entry["id"] for entry in ended["recipe_status"])
        (table,) = client.get(f"{path}/lookup_tables").json()["result"]
        assert inputs(client, path, caller)[:3] == [order, caller, table["id"]]
        assert isinstance(inputs(client, path, caller)[3], int)
        again = imported(client, path, folder, data)
        assert again["recipe_status"] == ended["recipe_status"]
        assert client.get(f"{path}/recipes/{caller}").json()["version_no"] == 1
        data = exported(client, path, folder)


def test_an_id_in_code_is_exported_as_a_reference(client: httpx2.Client) -> None:
    """A recipe that was created with ids of others gets their references, also of one outside the package."""
    path, folder = workspace(client, "Target")
    _, other = (folder, client.post(f"{path}/folders", json={"name": "Shared"}).json())
    shared = (other.get("result") or other)["id"]
    code = {"number": 0, "keyword": "trigger", "provider": "clock", "name": "scheduled_event", "block": []}
    sent = {"name": "Called", "code": json.dumps(code), "config": "[]", "folder_id": str(shared)}
    called = client.post(f"{path}/recipes", json={"recipe": sent}).json()["id"]
    step = {"number": 1, "keyword": "action", "provider": "workato_recipe_function", "name": "call_recipe"}
    code["block"] = [{**step, "input": {"flow_id": str(called)}}]
    sent = {"name": "Caller", "code": json.dumps(code), "config": "[]", "folder_id": str(folder)}
    client.post(f"{path}/recipes", json={"recipe": sent})
    data = exported(client, path, folder)
    files = content_of(data)
    assert files["caller.recipe.json"]["code"]["block"][0]["input"] == {
        "flow_id": reference("Shared/called.recipe.json", "Called", "Shared")
    }
    entry = imported(client, path, folder, data)["recipe_status"][0]
    assert inputs(client, path, entry["id"]) == [called]


def test_a_reference_to_a_missing_asset_is_kept_and_warned_of(client: httpx2.Client) -> None:
    """Code keeps a reference that names no asset, and an export has it again."""
    path, folder = workspace(client, "Target")
    data = zipped({"Flows/caller.recipe.json": FILES["Flows/caller.recipe.json"]})
    ended = imported(client, path, folder, data)
    reasons = client.get(f"{path}/imports/{ended['id']}").headers["x-mock-reason"]
    assert "there is no recipe 'Order' in the folder 'Flows'" in reasons
    assert "there is no lookup_table 'codes'" in reasons
    assert content_of(exported(client, path, folder)) == content_of(data)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"./README.md": b""}, "is written as './README.md'"),
        ({"a\\b.txt": b""}, "is written as"),
        ({"codes.lookup_table.json": b"\xef\xbb\xbf" + json.dumps({"name": "c", "schema": []}).encode()}, "byte order"),
        ({}, None),
        ({"README.md": b"", "a.new_kind.json": {}, "a.new_kind.png": b""}, None),
    ],
)
def test_a_strict_mock_imports_only_what_the_platform_takes(change: dict[str, Any], words: str | None) -> None:
    """Forms of paths and files that no source confirms make an import fail in strict mode; working folders do not."""
    with (
        MockServer(strict=True, transitions="immediate") as strict,
        httpx2.Client(base_url=strict.url, headers={"Authorization": "Bearer strict"}) as client,
    ):
        path, folder = workspace(client, "Target")
        data = zipped({**FILES, **change})
        ended = client.post(f"{path}/imports", params={"folder_id": folder}, content=data).json()
        assert ended["status"] == ("failed" if words else "completed")
        assert (words or "") in ended.get("error", "")


def test_a_package_with_too_many_values_fails(client: httpx2.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package whose JSON would need much memory fails before it is parsed."""
    monkeypatch.setattr(files, "MAX_VALUES", 100)
    path, folder = workspace(client, "Target")
    data = zipped({**FILES, "big.new_kind.json": [0] * 100})
    ended = client.post(f"{path}/imports", params={"folder_id": folder}, content=data).json()
    assert ended["status"] == "failed"
    assert "too many values" in ended["error"]


def test_assets_of_one_name_stay_apart(client: httpx2.Client) -> None:
    """Two files with the same name of recipe, connection or connector are two assets, also when imported again."""
    jira = {"name": "Jira", "provider": "jira", "secure_gateway_tunnel_name": None, "root_folder": False}
    recipe = {**FILES["Flows/order.recipe.json"], "config": [], "code": {**CODE, "block": []}}
    adapter = FILES["acme_erp.custom_adapter.json"]
    kinds = {"connection": jira, "recipe": recipe, "custom_adapter": adapter}
    sent = {f"{stem}.{kind}.json": content for kind, content in kinds.items() for stem in ("a", "b")}
    path, folder = workspace(client, "Target")
    for _ in range(2):
        imported(client, path, folder, zipped(sent))
        assert content_of(exported(client, path, folder)).keys() == sent.keys()
        assert [len(ids) for ids in everything(client, path)] == [2, 2, 0]


def test_a_connector_of_the_workspace_is_used_under_its_own_key(client: httpx2.Client) -> None:
    """A recipe finds the shared connection of a custom connector although the connector has another key here."""
    path, folder = workspace(client, "Shared")
    shared = {name: FILES[f"{prefix}{name}"] for prefix, name in SHARED_FILES}
    imported(client, path, folder, zipped(shared))
    (connection,) = client.get(f"{path}/connections").json()["result"]
    assert connection["provider"] != KEY
    order = {**FILES["Flows/order.recipe.json"]}
    target = client.post(f"{path}/folders", json={"name": "Flows"}).json()
    ended = imported(client, path, (target.get("result") or target)["id"], zipped({"Flows/order.recipe.json": order}))
    client.put(f"{path}/connections/{connection['id']}", json={"input": {"token": "x"}})
    recipe_id = ended["recipe_status"][0]["id"]
    recipe = client.get(f"{path}/recipes/{recipe_id}").json()
    assert recipe["config"][1]["account_id"] == connection["id"]
    assert recipe["config"][1]["provider"] == connection["provider"]
    assert client.put(f"{path}/recipes/{recipe_id}/start").json() == {"success": True}


def test_warnings_are_in_the_journal(client: httpx2.Client, server: MockServer) -> None:
    """The journal has file and reason of all warnings of an import with each read of its status."""
    path, folder = workspace(client, "Target")
    notes = {f"notes/{number}.txt": b"" for number in range(60)}
    ended = imported(client, path, folder, zipped({**FILES, "README.md": b"", **notes}))
    client.get(f"{path}/imports/{ended['id']}")
    entry = client.get(f"{server.root_url}/_mock/journal").json()["entries"][-1]
    texts = [note["text"] for note in entry["reasons"]]
    assert "README.md: ignored: it is not an asset and not next to one" in texts
    assert len(texts) == 62


@pytest.mark.parametrize(
    "change",
    [
        lambda name: f"./{name}",
        lambda name: name.replace("/", "\\"),
        lambda name: f"Caf\u0065\u0301/{name}",
        lambda name: f"Deep/er/{name}",
    ],
)
def test_a_package_with_paths_in_another_form_keeps_its_accounts(
    client: httpx2.Client, change: Callable[[str], str]
) -> None:
    """References lead to connections whose paths have `./`, backslashes, decomposed letters or more folders."""
    path, folder = workspace(client, "Target")
    jira = {"name": "Jira", "provider": "jira", "secure_gateway_tunnel_name": None, "root_folder": False}
    shared = "Shared/jira.connection.json"
    zip_name = shared if "Deep" in change(shared) else unicodedata.normalize("NFC", change(shared))
    recipe = {
        "name": "Order",
        "code": {"number": 0, "keyword": "trigger", "provider": "jira", "name": "new_issue"},
        "config": [line("jira", zip_name, "Jira", zip_name.rpartition("/")[0])],
    }
    files = {
        change(shared): b"\xef\xbb\xbf" + json.dumps(jira).encode().replace(b",", b",\r\n"),
        change("order.recipe.json"): recipe,
        "__MACOSX/._order.recipe.json": b"\0",
        ".DS_Store": b"\0",
    }
    ended = imported(client, path, folder, zipped(files))
    (connection,) = client.get(f"{path}/connections").json()["result"]
    recipe = client.get(f"{path}/recipes/{ended['recipe_status'][0]['id']}").json()
    assert recipe["config"][0]["account_id"] == connection["id"]


@pytest.mark.parametrize("skip", [True, False])
def test_skipped_steps_are_not_checked(client: httpx2.Client, skip: bool) -> None:
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


def test_a_manifest_can_name_whole_paths(client: httpx2.Client) -> None:
    """`zip_name` has the folders of the file."""
    path, folder = workspace(client, "Target")
    imported(client, path, folder, zipped({"a.lookup_table.json": FILES["codes.lookup_table.json"]}))
    (table,) = client.get(f"{path}/lookup_tables").json()["result"]
    assets = [
        {"id": table["id"], "type": "lookup_table", "zip_name": "Deep/Er/a.lookup_table.json", "folder": "Deep/Er"}
    ]
    made = client.post("/export_manifests", json={"export_manifest": {"name": "All", "assets": assets}})
    export = client.post(f"{path}/exports/{made.json()['result']['id']}").json()["result"]
    assert list(content_of(httpx2.get(export["download_url"]).content)) == ["Deep/Er/a.lookup_table.json"]


NAMES = st.text("abcdefgh_", min_size=1, max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    folders=st.lists(NAMES, max_size=4),
    kind=st.sampled_from(["lcap_page", "agentic_genie", "agentic_skill", "properties", "of_later_years"]),
    companions=st.dictionaries(st.sampled_from(["rb", "png", "zip", "md"]), st.binary(max_size=50)),
)
def test_files_of_any_kind_come_back_from_any_folder(
    client: httpx2.Client, folders: list[str], kind: str, companions: dict[str, bytes]
) -> None:
    """An export has the same bytes in the same folders."""
    stem = "/".join([*folders, f"a.{kind}"])
    files = {f"{stem}.json": {"name": "A"}, **{f"{stem}.{suffix}": data for suffix, data in companions.items()}}
    path, folder = workspace(client, "Target")
    imported(client, path, folder, zipped(files))
    assert content_of(exported(client, path, folder)) == files
