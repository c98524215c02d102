"""Any package in the form of the platform is imported without loss."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workato_embedded import WorkatoEmbedded
from workato_embedded_mock import MockServer

from contract_tests.scenarios.real_world.package_files import OTHER_FILES, Generated, content_of, packages, zipped

SETTINGS = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def package_client() -> Iterator[WorkatoEmbedded]:
    """Yield a client of a server on which exports and imports end at once."""
    with (
        MockServer(transitions="immediate") as server,
        WorkatoEmbedded("real-packages", base_url=server.url) as client,
    ):
        yield client


class Workspace:
    """A new customer with a folder."""

    def __init__(self, client: WorkatoEmbedded) -> None:
        name = f"Customer {next(NUMBERS)}"
        self.client = client
        self.customer = client.managed_users.create(name=name, notification_email="ops@example.com").id
        self.folder = client.folders.create(self.customer, name=name).id

    def import_files(self, files: Mapping[str, Any], order: list[str] | None = None) -> list[int]:
        """Import a package, which must be completed; return the ids of its recipes."""
        done = self.client.packages.import_package(
            self.customer, folder_id=self.folder, package=zipped(files, order), restart_recipes=True
        )
        assert done.status == "completed", done.error
        return [entry.id for entry in done.recipe_status if entry.id]

    def export(self) -> bytes:
        """Export everything in the folder."""
        manifest = self.client.export_manifests.create(name="All", folder_id=self.folder, auto_generate_assets=True)
        export = self.client.packages.export_package(self.customer, manifest.id)
        with self.client.packages.stream(export) as streamed:
            return b"".join(streamed.iter_bytes())

    def ids(self) -> list[list[int]]:
        """Return the ids of all recipes and connections."""
        lists = (self.client.recipes.list(self.customer), self.client.connections.list(self.customer))
        return [sorted(one.id for one in found) for found in lists]

    def check_recipes(self, package: Generated) -> None:
        """Check that each recipe has its account, calls the recipe that it named, and starts."""
        connections = {one.name: one for one in self.client.connections.list(self.customer)}
        for one in connections.values():
            self.client.connections.update(self.customer, one.id, input={"token": "x"})
        found = {
            one.name: self.client.recipes.get(self.customer, one.id) for one in self.client.recipes.list(self.customer)
        }
        for wanted in package.recipes.values():
            recipe = found[wanted["name"]]
            account = connections[wanted["config"][1]["account_id"]["name"]]
            line = recipe.config[1]
            assert (line.account_id, line.provider) == (account.id, account.provider)
            called = wanted["code"]["block"][1]["input"]["flow_id"]["name"]
            assert json.loads(recipe.code)["block"][1]["input"] == {"flow_id": found[called].id}
            self.client.recipes.start(self.customer, recipe.id)


@SETTINGS
@given(packages(), OTHER_FILES, st.randoms(use_true_random=False))
def test_any_files_in_any_order_and_folders_are_imported(
    package_client: WorkatoEmbedded, package: Generated, others: dict[str, bytes], random: Any
) -> None:
    """Every recipe has its account and starts, whatever other files there are and in whatever order they come."""
    workspace = Workspace(package_client)
    files = {**others, **package.assets}
    order = sorted(files)
    random.shuffle(order)
    workspace.import_files(files, order)
    workspace.check_recipes(package)


@SETTINGS
@given(packages(), OTHER_FILES)
def test_a_package_is_the_same_after_two_moves(
    package_client: WorkatoEmbedded, package: Generated, others: dict[str, bytes]
) -> None:
    """An export has the assets of the package, also after it was imported into another workspace and exported there."""
    files = {**others, **package.assets}
    for _ in range(2):
        workspace = Workspace(package_client)
        workspace.import_files(files)
        before = workspace.ids()
        workspace.import_files(files)
        assert workspace.ids() == before
        data = workspace.export()
        files = content_of(data)
        assert files == package.assets
    workspace.check_recipes(package)


@SETTINGS
@given(packages(), st.data())
def test_assets_may_be_in_the_workspace_already(
    package_client: WorkatoEmbedded, package: Generated, data: st.DataObject
) -> None:
    """Any subset of the assets may be imported first; the rest finds them, whether it has them again or not."""
    stems = sorted({path.rpartition(".")[0] for path in package.assets if ".recipe." not in path})
    first = set(data.draw(st.sets(st.sampled_from(stems))))
    # A connection comes with its connector, or after it.
    ahead = {path: content for path, content in package.assets.items() if path.rpartition(".")[0] in first}
    connectors = {path for content in ahead.values() for path in _connectors(content)}
    ahead |= {
        path: content
        for path, content in package.assets.items()
        if any(path.startswith(connector.removesuffix("json")) for connector in connectors)
    }
    workspace = Workspace(package_client)
    if any(path.endswith(".json") for path in ahead):
        workspace.import_files(ahead)
    left = {path: content for path, content in package.assets.items() if path not in ahead}
    workspace.import_files(package.assets if data.draw(st.booleans()) else left)
    workspace.check_recipes(package)


def _connectors(content: Any) -> list[str]:
    provider = content.get("provider") if isinstance(content, dict) else None
    return [provider["zip_name"]] if isinstance(provider, dict) else []
