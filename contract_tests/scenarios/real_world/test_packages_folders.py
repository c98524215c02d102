"""Exports have the files of packages in the folders in which imports found them."""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workato_embedded_mock import MockServer

from contract_tests.scenarios.real_world.package_files import reference, zipped

COLUMNS = [{"control_type": "text", "label": "code", "name": "col1", "type": "string", "sticky": True}]
TABLE = {"name": "codes", "schema": COLUMNS}
NUMBERS = itertools.count()


def connection(name: str, provider: Any = "jira", *, root_folder: bool = False) -> dict[str, Any]:
    """Return the file of a connection."""
    return {"name": name, "provider": provider, "secure_gateway_tunnel_name": None, "root_folder": root_folder}


def recipe(name: str, *inputs: dict[str, Any], account: Any = None) -> dict[str, Any]:
    """Return the file of a recipe with a step for each of some inputs."""
    steps = [
        {"number": number, "keyword": "action", "provider": "jira", "name": "act", "input": sent}
        for number, sent in enumerate(inputs, start=1)
    ]
    lines = [("clock", None), ("jira", account)]
    return {
        "name": name,
        "description": "Does things",
        "version": 1,
        "private": True,
        "concurrency": 1,
        "code": {"number": 0, "keyword": "trigger", "provider": "clock", "name": "scheduled_event", "block": steps},
        "config": [
            {"keyword": "application", "provider": provider, "skip_validation": False, "account_id": found}
            for provider, found in lines
        ],
    }


class Workspace:
    """A new customer whose folders are given by path."""

    def __init__(self, client: httpx2.Client) -> None:
        sent = {"name": f"Customer {next(NUMBERS)}", "notification_email": "ops@example.com"}
        self._client = client
        self.path = f"/managed_users/{client.post('/managed_users', json=sent).json()['id']}"
        self._folders: dict[str, int] = {}

    def folder(self, path: str) -> int:
        """Return the id of a folder that this workspace or an import created."""
        above: int | None = None
        for name in path.split("/"):
            query = {} if above is None else {"parent_id": above}
            present = self._client.get(f"{self.path}/folders", params=query).json()["result"]
            found = next((one["id"] for one in present if one["name"] == name), None)
            if found is None:
                found = self._client.post(f"{self.path}/folders", json={"name": name, **query}).json()["id"]
            above = found
        assert above is not None
        return above

    def load(self, path: str, files: dict[str, Any]) -> None:
        """Import files into a folder."""
        sent = {"folder_id": self.folder(path)}
        ended = self._client.post(f"{self.path}/imports", params=sent, content=zipped(files)).json()
        assert ended["status"] == "completed", ended

    def export(self, path: str) -> dict[str, Any]:
        """Return the files of an export of a folder."""
        sent = {"name": "All", "folder_id": self.folder(path), "auto_generate_assets": True}
        return self._export(sent)

    def export_assets(self, assets: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the files of an export of assets."""
        return self._export({"name": "Some", "assets": assets})

    def ids(self, kind: str) -> list[int]:
        """Return the ids of the assets of a kind."""
        return [one["id"] for one in self._client.get(f"{self.path}/{kind}").json()["result"]]

    def _export(self, sent: dict[str, Any]) -> dict[str, Any]:
        manifest = self._client.post("/export_manifests", json={"export_manifest": sent}).json()["result"]["id"]
        export = self._client.post(f"{self.path}/exports/{manifest}").json()["result"]
        assert export["status"] == "completed", export
        with zipfile.ZipFile(io.BytesIO(httpx2.get(export["download_url"]).content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        return {name: json.loads(data) if name.endswith(".json") else data for name, data in files.items()}


@pytest.fixture(scope="module")
def client() -> Iterator[httpx2.Client]:
    """Yield a client of a server on which exports and imports end at once."""
    with (
        MockServer(transitions="immediate") as server,
        httpx2.Client(base_url=server.url, headers={"Authorization": "Bearer package-folders"}) as client,
    ):
        yield client


ACCOUNT = reference("C/j.connection.json", "J")
ADAPTER = reference("Lib/x/acme.custom_adapter.json", "Acme")
FILES: dict[str, Any] = {
    "A/r.recipe.json": recipe(
        "R",
        {"lookup_table_id": reference("Tables/Ref/codes.lookup_table.json", "codes")},
        {"lookup_table_id": reference("Tables/Ref/codes.lookup_table.json", "codes")},
        account=ACCOUNT,
    ),
    "C/j.connection.json": connection("J"),
    "C/unused.connection.json": connection("Unused", ADAPTER),
    "C/home.connection.json": connection("Home", root_folder=True),
    "Lib/x/acme.custom_adapter.json": {"title": "Acme", "description": None, "version_no": 1, "note": None},
    "Lib/x/acme.custom_adapter.rb": b"{ title: 'Acme' }",
    "Tables/Ref/codes.lookup_table.json": TABLE,
}


@pytest.mark.parametrize("target", ["Project", "Project/Inner", "Deep/One/Two"])
def test_each_file_keeps_its_folder(client: httpx2.Client, target: str) -> None:
    """Tables, connections and connectors are exported in the folders of their files, whatever the target folder is."""
    files = FILES
    for _ in range(3):
        workspace = Workspace(client)
        workspace.load(target, files)
        workspace.load(target, files)
        files = workspace.export(target)
        assert files == FILES


@pytest.mark.parametrize("name", sorted(name for name in FILES if name.endswith(".json") and not name.startswith("A")))
def test_a_package_with_one_file_keeps_its_folder(client: httpx2.Client, name: str) -> None:
    """A package with a single asset can be exported from a folder that is not a project."""
    files = {name: {**FILES[name], **({"provider": "jira"} if "connection" in name else {})}}
    workspace = Workspace(client)
    workspace.load("Project/Inner", files)
    assert workspace.export("Project/Inner") == files


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["Two", "One/Inner", "Other/Deep"]))
def test_a_second_folder_has_the_files_of_its_own_package(client: httpx2.Client, second: str) -> None:
    """A package that was imported into two folders is exported completely from each of them."""
    workspace = Workspace(client)
    for target in ("One/First", second):
        workspace.load(target, FILES)
    assert workspace.export("One/First") == FILES
    assert workspace.export(second) == FILES
    assert len(workspace.ids("connections")) == 3


def test_a_renamed_table_replaces_the_one_of_its_file(client: httpx2.Client) -> None:
    """A file has one table in an export, also if an earlier package had another table in the file."""
    workspace = Workspace(client)
    workspace.load("Project/Inner", {"T/codes.lookup_table.json": TABLE})
    renamed = {"T/codes.lookup_table.json": {**TABLE, "name": "other codes"}}
    workspace.load("Project/Inner", renamed)
    assert workspace.export("Project/Inner") == renamed


def test_inputs_of_one_name_refer_to_different_kinds(client: httpx2.Client) -> None:
    """Steps with the same input can refer to assets of different kinds."""
    targets = [
        reference("L/codes.lookup_table.json", "codes"),
        reference("A/called.recipe.json", "Called"),
        reference("P/main.lcap_page.json", "Main"),
        reference("C/j.connection.json", "J"),
    ]
    files = {
        "A/r.recipe.json": recipe("R", *({"target": one, "flow_id": one} for one in targets), {"target": targets}),
        "A/called.recipe.json": recipe("Called"),
        "L/codes.lookup_table.json": TABLE,
        "P/main.lcap_page.json": {"name": "Main"},
        "C/j.connection.json": connection("J"),
    }
    workspace = Workspace(client)
    workspace.load("Project", files)
    assert workspace.export("Project") == files


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Pages/m_v2.lcap_page.json", {"name": "Main"}),
        ("Pages/m_v2.recipe.json", recipe("Main")),
        ("Pages/m_v2.connection.json", connection("Main")),
        ("Pages/m_v2.lookup_table.json", {**TABLE, "name": "Main"}),
    ],
)
def test_a_reference_outside_the_export_has_the_file_of_its_asset(
    client: httpx2.Client, name: str, content: dict[str, Any]
) -> None:
    """Code that refers to an asset that the export lacks names the file that brought it, and can be imported."""
    workspace, other = Workspace(client), Workspace(client)
    workspace.load("Proj", {name: content})
    workspace.load("Proj", {"A/r.recipe.json": recipe("R", {"target": reference(name, "Main")})})
    exported = workspace.export("Proj/A")
    target = exported["r.recipe.json"]["code"]["block"][0]["input"]["target"]
    assert target == reference(f"Proj/{name}", "Main")
    other.load("Proj", {name: content})
    other.load("Elsewhere", exported)
    assert other.export("Elsewhere") == exported


def test_a_connection_that_a_recipe_uses_keeps_its_folder(client: httpx2.Client) -> None:
    """A connection is exported in its folder, whether the manifest lists it or only the recipe that uses it."""
    workspace = Workspace(client)
    files = {"r.recipe.json": recipe("R", account=ACCOUNT), "C/j.connection.json": connection("J")}
    workspace.load("Project", files)
    (recipe_id,) = workspace.ids("recipes")
    assert workspace.export_assets([{"id": recipe_id, "type": "recipe", "zip_name": "r.recipe.json"}]) == files


def test_a_shared_connection_keeps_the_folder_of_the_workspace(client: httpx2.Client) -> None:
    """A connection outside the exported folder is in the folder that it has in the workspace."""
    workspace = Workspace(client)
    workspace.load("Shared", {"j.connection.json": connection("J")})
    account = reference("Shared/j.connection.json", "J")
    workspace.load("Project", {"r.recipe.json": recipe("R", account=account)})
    expected = {"r.recipe.json": recipe("R", account=account), "Shared/j.connection.json": connection("J")}
    assert workspace.export("Project") == expected


@pytest.mark.parametrize(
    ("name", "broken", "valid"),
    [
        ("A/r.recipe.json", {"name": "R"}, recipe("R")),
        ("A/j.connection.json", {"name": "J", "provider": None}, connection("J")),
        ("A/codes.lookup_table.json", {"name": "codes", "schema": 5}, TABLE),
    ],
)
def test_a_valid_file_replaces_the_broken_one(
    client: httpx2.Client, name: str, broken: dict[str, Any], valid: dict[str, Any]
) -> None:
    """A file that could not be interpreted is not exported again after a later package has it in a valid form."""
    workspace = Workspace(client)
    workspace.load("Project", {name: broken})
    assert workspace.export("Project") == {name: broken}
    workspace.load("Project", {name: valid})
    assert workspace.export("Project") == {name: valid}
