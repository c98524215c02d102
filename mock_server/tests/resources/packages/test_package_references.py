"""Recipes of imported packages keep their accounts, connectors and content, however a package is made."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer

KEY = "acme_connector_1_1690000000"
JIRA = {"name": "Jira", "provider": "jira", "secure_gateway_tunnel_name": None, "root_folder": False}
ADAPTER = {"title": "Acme", "description": None, "version_no": 1, "note": None}


class Workspace:
    """A customer with a folder, into which packages are imported."""

    def __init__(self, server: MockServer, token: str) -> None:
        self.root_url = server.root_url
        self.client = httpx2.Client(base_url=server.url, headers={"Authorization": f"Bearer {token}"})
        sent = {"name": "Customer", "notification_email": "ops@example.com"}
        self.path = f"/managed_users/{self.client.post('/managed_users', json=sent).json()['id']}"
        self.folder = self.add_folder("Target")

    def add_folder(self, name: str) -> int:
        """Add a folder; return its id."""
        return int(self.client.post(f"{self.path}/folders", json={"name": name}).json()["id"])

    def load(self, files: dict[str, Any], **query: Any) -> dict[str, Any]:
        """Import a package; return the import."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
        query = {"folder_id": self.folder, **query}
        ended: dict[str, Any] = self.client.post(f"{self.path}/imports", params=query, content=buffer.getvalue()).json()
        assert ended["status"] == "completed", ended
        return ended

    def recipe_of(self, ended: dict[str, Any]) -> dict[str, Any]:
        """Return the first recipe of an import."""
        found: dict[str, Any] = self.client.get(f"{self.path}/recipes/{ended['recipe_status'][0]['id']}").json()
        return found

    def connections(self) -> list[dict[str, Any]]:
        """Return the connections."""
        found: list[dict[str, Any]] = self.client.get(f"{self.path}/connections").json()["result"]
        return found

    def warnings_of(self, ended: dict[str, Any]) -> str:
        """Return the header with the warnings of an import."""
        return str(self.client.get(f"{self.path}/imports/{ended['id']}").headers.get("x-mock-reason", ""))

    def export(self) -> dict[str, Any]:
        """Export the folder; return the files of the zip file, with JSON parsed."""
        sent = {"name": "All", "folder_id": self.folder, "auto_generate_assets": True}
        manifest = self.client.post("/export_manifests", json={"export_manifest": sent}).json()["result"]["id"]
        export = self.client.post(f"{self.path}/exports/{manifest}").json()["result"]
        assert export["status"] == "completed", export
        with zipfile.ZipFile(io.BytesIO(httpx2.get(export["download_url"]).content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        return {name: json.loads(data) if name.endswith(".json") else data for name, data in files.items()}


@pytest.fixture(scope="module")
def server(new_database: Callable[[], str]) -> Iterator[MockServer]:
    """Return a server on which exports and imports end at once."""
    with MockServer(database=new_database(), transitions="immediate") as server:
        yield server


@pytest.fixture
def workspace(server: MockServer, request: pytest.FixtureRequest) -> Iterator[Workspace]:
    """Return a workspace in a namespace of its own."""
    made = Workspace(server, request.node.name)
    yield made
    made.client.close()


def reference(zip_name: str, name: str) -> dict[str, str]:
    """Return a reference to an asset, as the platform writes it."""
    return {"zip_name": zip_name, "name": name, "folder": zip_name.rpartition("/")[0]}


def line(provider: str | None, account: Any = None) -> dict[str, Any]:
    """Return a line of a recipe's config, as the platform writes it."""
    return {"keyword": "application", "provider": provider, "skip_validation": False, "account_id": account}


def recipe_with(provider: str, account: Any, name: str = "Order") -> dict[str, Any]:
    """Return a recipe with one connector and its account."""
    step = {"number": 1, "keyword": "action", "provider": provider, "name": "do_it", "input": {}}
    root = {"number": 0, "keyword": "trigger", "provider": "clock", "name": "scheduled_event", "block": [step]}
    return {
        "name": name,
        "description": "d",
        "version": 1,
        "private": True,
        "concurrency": 1,
        "code": root,
        "config": [line("clock"), line(provider, account)],
    }


def account_of(recipe: dict[str, Any]) -> Any:
    """Return the account of the second connector of a recipe."""
    return recipe["config"][1]["account_id"]


@pytest.mark.parametrize("home", [False, True])
@pytest.mark.parametrize("path", ["C/jira.connection.json", "jira.connection.json"])
def test_a_later_package_finds_a_connection_of_the_root_folder(workspace: Workspace, home: bool, path: str) -> None:
    """A reference to the file of a `root_folder` connection leads to it from a later package, without a warning."""
    query = {"folder_id_for_home_assets": workspace.add_folder("Home assets")} if home else {}
    workspace.load({path: {**JIRA, "root_folder": True}}, **query)
    (jira,) = workspace.connections()
    ended = workspace.load({"B/order.recipe.json": recipe_with("jira", reference(path, "Jira"))})
    assert account_of(workspace.recipe_of(ended)) == jira["id"]
    assert workspace.warnings_of(ended) == ""


def test_a_connection_of_the_home_folder_is_found_from_another_folder(workspace: Workspace) -> None:
    """The only connection of the name and connector in Home is the account of a recipe, with a warning."""
    sent = {"name": "Jira", "provider": "jira"}
    jira = workspace.client.post(f"{workspace.path}/connections", json=sent).json()
    ended = workspace.load({"order.recipe.json": recipe_with("jira", reference("C/jira.connection.json", "Jira"))})
    assert account_of(workspace.recipe_of(ended)) == jira["id"]
    assert "the only one of this name" in workspace.warnings_of(ended)


@pytest.mark.parametrize("later", [False, True])
def test_connection_config_and_steps_agree_without_the_connector(workspace: Workspace, later: bool) -> None:
    """A recipe starts although its custom connector is nowhere, also if the recipe is imported later."""
    connection = {**JIRA, "name": "Acme", "provider": reference("Lib/a.custom_adapter.json", "Acme")}
    files = {"a.connection.json": connection}
    recipe = {"order.recipe.json": recipe_with(KEY, reference("a.connection.json", "Acme"))}
    if later:
        workspace.load(files)
    ended = workspace.load(recipe if later else {**files, **recipe})
    (found,) = workspace.connections()
    stored = workspace.recipe_of(ended)
    assert account_of(stored) == found["id"]
    assert stored["config"][1]["provider"] == found["provider"]
    assert json.loads(stored["code"])["block"][0]["provider"] == found["provider"]
    workspace.client.put(f"{workspace.path}/connections/{found['id']}", json={"input": {"token": "x"}})
    started = workspace.client.put(f"{workspace.path}/recipes/{stored['id']}/start").json()
    assert started == {"success": True}
    adapter = {"Lib/a.custom_adapter.json": ADAPTER, "Lib/a.custom_adapter.rb": b"{}"}
    workspace.load({**adapter, **files, **recipe}, restart_recipes=True)
    assert [one["id"] for one in workspace.connections()] == [found["id"]]
    assert workspace.recipe_of(ended)["running"]


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("C/jira.connection.json", "Proj/C/jira.connection.json"),
        ("Proj/C/jira.connection.json", "C/jira.connection.json"),
        ("jira.connection.json", "Proj/jira.connection.json"),
        ("c/Jira.connection.json", "C/jira.connection.json"),
    ],
)
@pytest.mark.parametrize("earlier", [False, True])
def test_a_single_connection_nearby_is_used(workspace: Workspace, file: str, named: str, earlier: bool) -> None:
    """The account of a recipe may be written with other folders above it, or in another case, with a warning."""
    recipe = {"order.recipe.json": recipe_with("jira", reference(named, "Jira"))}
    if earlier and "/" in file:
        workspace.load({file: JIRA})
        ended = workspace.load(recipe)
    else:
        ended = workspace.load({file: JIRA, **recipe})
    (jira,) = workspace.connections()
    assert account_of(workspace.recipe_of(ended)) == jira["id"]
    assert "the only one of this name" in workspace.warnings_of(ended)


def test_two_connections_nearby_are_not_used(workspace: Workspace) -> None:
    """A recipe has no account if two connections could be meant, or the only one has another connector."""
    recipe = recipe_with("jira", reference("Proj/C/jira.connection.json", "Jira"))
    other = {**JIRA, "provider": "salesforce"}
    ended = workspace.load({"C/jira.connection.json": other, "order.recipe.json": recipe})
    assert account_of(workspace.recipe_of(ended)) is None
    ended = workspace.load({"C/a.connection.json": JIRA, "c/a.connection.json": JIRA, "order.recipe.json": recipe})
    assert account_of(workspace.recipe_of(ended)) is None
    assert "there is no connection 'Jira'" in workspace.warnings_of(ended)


def test_a_wrapped_package_keeps_the_key_of_its_connector(workspace: Workspace) -> None:
    """A custom connector has the key of the recipes although the package has one more folder above all files."""
    workspace.load(
        {
            "Wrap/Lib/a.custom_adapter.json": ADAPTER,
            "Wrap/a.connection.json": {**JIRA, "provider": reference("Lib/a.custom_adapter.json", "Acme")},
            "Wrap/order.recipe.json": recipe_with(KEY, reference("a.connection.json", "Jira")),
        }
    )
    assert [one["provider"] for one in workspace.connections()] == [KEY]


def test_lost_accounts_are_the_first_warnings(workspace: Workspace) -> None:
    """The header names a lost account before all other warnings and counts those left out; the journal has them all."""
    pages = {f"pages/p{number}.lcap_page.json": {"name": str(number)} for number in range(120)}
    recipe = recipe_with("jira", reference("C/gone.connection.json", "Gone"))
    ended = workspace.load({**pages, "A/order.recipe.json": recipe})
    first, *_, last = json.loads(workspace.warnings_of(ended))
    assert "there is no connection 'Gone'" in first["text"]
    entry = workspace.client.get(f"{workspace.root_url}/_mock/journal").json()["entries"][-1]
    assert len(entry["reasons"]) == 121
    shown = len(json.loads(workspace.warnings_of(ended))) - 1
    assert last["text"] == f"{121 - shown} more; the journal has them"


@pytest.mark.parametrize(
    "config",
    [
        None,
        [],
        [line(None)],
        [line("clock"), line(None), line("jira")],
        [line(None), {**line("clock"), "name": "clock"}, {**line("jira"), "name": None, "keyword": None}],
        [{**line("clock"), "skip_validation": None}, line("jira"), None, 5, {}],
    ],
)
def test_a_config_of_any_form_comes_back(workspace: Workspace, config: Any) -> None:
    """Lines without a connector, null values and an empty config are equal in an export; the recipe has the others."""
    files = {"order.recipe.json": {**recipe_with("jira", None), "config": config}}
    for _ in range(2):
        ended = workspace.load(files)
        recipe = workspace.recipe_of(ended)
        assert [one["provider"] for one in recipe["config"]] == ["clock", "jira"]
        assert all(one["keyword"] == "application" and one["name"] for one in recipe["config"])
        assert workspace.export() == files


@pytest.mark.parametrize(
    "change",
    [
        lambda recipe: {**recipe, "config": json.dumps(recipe["config"])},
        lambda recipe: {**recipe, "config": [{**one, "name": None, "keyword": None} for one in recipe["config"]]},
        lambda recipe: {**recipe, "config": [{**one, "name": 5, "keyword": []} for one in recipe["config"]]},
        lambda recipe: {**recipe, "parameters": None, "parameters_schema": None},
        lambda recipe: {**recipe, "parameters": [], "parameters_schema": "[", "description": 5},
        lambda recipe: {**recipe, "code": {**recipe["code"], "input": {"n": 2**70, "t": "a\0b", "s": "\ud800"}}},
        lambda recipe: {**recipe, "code": json.dumps({**recipe["code"], "input": {"n": 2**70, "t": "a\0b"}})},
        lambda recipe: {**recipe, "code": {**recipe["code"], "input": {"\0": float("inf"), "x": float("nan")}}},
        lambda recipe: {**recipe, "config": json.dumps([*recipe["config"], {"\ud800": 2**70, "t": "a\0b"}])},
    ],
)
def test_an_odd_value_does_not_lose_a_recipe(workspace: Workspace, change: Callable[[Any], Any]) -> None:
    """A recipe with an odd value is imported with its steps and its account, and can be exported."""
    recipe = change(recipe_with("jira", reference("jira.connection.json", "Jira")))
    ended = workspace.load({"jira.connection.json": JIRA, "order.recipe.json": recipe})
    (jira,) = workspace.connections()
    stored = workspace.recipe_of(ended)
    assert account_of(stored) == jira["id"]
    assert json.loads(stored["code"])["block"][0]["provider"] == "jira"
    assert workspace.export().keys() == {"jira.connection.json", "order.recipe.json"}


def test_an_odd_name_does_not_lose_a_connection(workspace: Workspace) -> None:
    """A connection whose name is not text is imported, and recipes have it as their account."""
    recipe = recipe_with("jira", reference("jira.connection.json", "5"))
    ended = workspace.load({"jira.connection.json": {**JIRA, "name": 5}, "order.recipe.json": recipe})
    (jira,) = workspace.connections()
    assert account_of(workspace.recipe_of(ended)) == jira["id"]


def test_folders_and_files_next_to_assets_may_have_odd_names(workspace: Workspace) -> None:
    """A folder with a colon, and files with two suffixes or none, come back in an export."""
    stem = "a:b/order.recipe"
    notes = {f"{stem}.tar.gz": b"1", stem: b"2", f"{stem}.md": b"3", f"{stem}.json.bak": b"4"}
    files = {f"{stem}.json": recipe_with("jira", None), **notes}
    workspace.load({**files, f"{stem}.d/notes.txt": b"not next to it"})
    assert workspace.export() == files


def test_paths_with_relative_parts_are_imported(workspace: Workspace) -> None:
    """A package whose paths have empty or relative parts is imported, with a note."""
    recipe = recipe_with("jira", reference("b/jira.connection.json", "Jira"))
    ended = workspace.load({"a/../b//jira.connection.json": JIRA, "c/./order.recipe.json": recipe})
    (jira,) = workspace.connections()
    assert account_of(workspace.recipe_of(ended)) == jira["id"]
    assert "read although it is written as" in workspace.warnings_of(ended)


def test_a_connection_keeps_its_reference_to_a_missing_connector(workspace: Workspace) -> None:
    """An export has the reference to a custom connector that is nowhere, as the package had it."""
    connection = {**JIRA, "provider": reference("Lib/a.custom_adapter.json", "Acme")}
    recipe = recipe_with(KEY, reference("a.connection.json", "Jira"))
    files = {"a.connection.json": connection, "order.recipe.json": recipe}
    workspace.load(files)
    assert workspace.export() == files
