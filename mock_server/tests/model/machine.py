"""Sends random calls to the mock, does the same in the model, and compares what both have after each call."""

from __future__ import annotations

import copy
import json
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from workato_embedded_mock.app import create_app
from workato_embedded_mock.settings import Settings
from workato_embedded_mock.testing.transports import MockTransport

from .workspaces import Connection, Customer, Folder, Recipe, Table

NAMES = st.text(st.characters(exclude_categories=["C"], exclude_characters="/\\"), min_size=1, max_size=12).filter(
    lambda name: bool(name.strip())
)
# Chooses among what there is, so that the same number names the same object while a failure is made smaller.
PICKS = st.integers(min_value=0, max_value=7)
_ROOT = "http://workato.mock"
_CONTROL = f"{_ROOT}/_mock"
_COLUMNS = ("key", "value")
_MOST_CUSTOMERS = 3


def _picked(objects: Mapping[int, Any], pick: int) -> int:
    return sorted(objects)[pick % len(objects)]


class Workspaces(RuleBasedStateMachine):
    """Customers with folders, recipes, connections and lookup tables, over a store in memory.

    Attributes:
        customers: The model: customers by id.
        saved: The model at the time of the last snapshot.
    """

    def __init__(self) -> None:
        super().__init__()
        self._running = ExitStack()
        self._url = self.database()
        self.customers: dict[int, Customer] = {}
        self.saved: dict[int, Customer] | None = None

    def database(self) -> str:
        """Return the URL of a new database."""
        return "sqlite://"

    @initialize()
    def begin(self) -> None:
        """Open the app, and create two customers with an object of each kind."""
        self.open()
        for number in range(2):
            self.add_customer(f"c{number}", None)
            # The top level has the first folder, and that the second one.
            for parent in range(2):
                self.add_folder(number, parent, f"f{parent}")
            self.add_connection(number, 2, "c", authorized=True)
            self.add_recipe(number, 2, with_connection=True, name="r")
            self.add_table(number, "t")
            self.add_row(number, "key", "v")

    def open(self) -> None:
        """Open the app."""
        app = self._running.enter_context(create_app(Settings(database=self._url, seed="empty")))
        headers = {"Authorization": "Bearer model"}
        client = httpx2.Client(base_url=f"{_ROOT}/api", headers=headers, transport=MockTransport(app))
        self._http = self._running.enter_context(client)

    def teardown(self) -> None:
        """Close the app."""
        self._running.close()

    # What the calls share.

    def _call(self, method: str, path: str, body: Any = None, *, query: Any = None) -> httpx2.Response:
        response = self._http.request(method, path, json=body, params=query)
        assert response.status_code < 500, response.text
        return response

    def _done(self, method: str, path: str, body: Any = None, *, query: Any = None) -> Any:
        """Send a request that must succeed, and return the body of its response."""
        response = self._call(method, path, body, query=query)
        assert response.status_code == 200, response.headers.get("X-Mock-Reason")
        return response.json()

    def _pick(self, pick: int) -> tuple[str, Customer]:
        """Return the path of a customer and the customer."""
        identifier = _picked(self.customers, pick)
        return f"/managed_users/{identifier}", self.customers[identifier]

    def _has(self, kind: str) -> bool:
        return any(getattr(customer, kind) for customer in self.customers.values())

    def _pick_with(self, kind: str, pick: int) -> tuple[str, Customer, int]:
        """Return the path of a customer, the customer, and the id of one of its objects of a kind."""
        owners = {one: customer for one, customer in self.customers.items() if getattr(customer, kind)}
        identifier = _picked(owners, pick)
        return f"/managed_users/{identifier}", owners[identifier], _picked(getattr(owners[identifier], kind), pick)

    # Customers.

    @precondition(lambda self: len(self.customers) < _MOST_CUSTOMERS)
    @rule(name=NAMES, external_id=st.none() | st.sampled_from(["a", "b/c", "ü"]))
    def add_customer(self, name: str, external_id: str | None) -> None:
        """Create a customer; two customers cannot have the same external id."""
        body = {"name": name, "notification_email": "model@example.com", "external_id": external_id}
        response = self._call("POST", "/managed_users", body)
        taken = {customer.external_id for customer in self.customers.values()} - {None}
        if external_id in taken:
            assert response.status_code == 400
            return
        made = response.json()["result"] if "result" in response.json() else response.json()
        (home,) = {folder["parent_id"] for folder in self._probe_home(made["id"])}
        self.customers[made["id"]] = Customer(name, external_id, home, {home: Folder("Home", None)})

    def _probe_home(self, customer: int) -> list[Any]:
        """Return a new project of a customer; its parent is Home."""
        path = f"/managed_users/{customer}/folders"
        made = self._done("POST", path, {"name": "first"})
        self._done("DELETE", f"/managed_users/{customer}/projects/{made['project_id']}")
        return [made]

    @precondition(lambda self: self.customers)
    @rule(pick=PICKS, name=NAMES)
    def rename_customer(self, pick: int, name: str) -> None:
        """Rename a customer."""
        path, customer = self._pick(pick)
        self._done("PUT", path, {"name": name})
        customer.name = name

    @precondition(lambda self: len(self.customers) == _MOST_CUSTOMERS)
    @rule(pick=PICKS)
    def delete_customer(self, pick: int) -> None:
        """Delete a customer with everything."""
        identifier = _picked(self.customers, pick)
        self._done("DELETE", f"/managed_users/{identifier}")
        del self.customers[identifier]
        assert self._call("GET", f"/managed_users/{identifier}").status_code == 404

    # Folders.

    @precondition(lambda self: self.customers)
    @rule(pick=PICKS, parent=PICKS, name=NAMES)
    def add_folder(self, pick: int, parent: int, name: str) -> None:
        """Create a folder in any folder."""
        path, customer = self._pick(pick)
        within = _picked(customer.folders, parent)
        made = self._done("POST", f"{path}/folders", {"name": name, "parent_id": str(within)})
        assert made["is_project"] is (within == customer.home)
        customer.folders[made["id"]] = Folder(name, within)

    @precondition(lambda self: self.customers)
    @rule(pick=PICKS, moved=PICKS, to=PICKS)
    def move_folder(self, pick: int, moved: int, to: int) -> None:
        """Move a folder; Home and projects stay, and nothing moves to the top level or into itself."""
        path, customer = self._pick(pick)
        folder, parent = _picked(customer.folders, moved), _picked(customer.folders, to)
        response = self._call("PUT", f"{path}/folders/{folder}", {"parent_id": str(parent)})
        stays = parent == customer.folders[folder].parent
        forbidden = customer.is_project(folder) or parent == customer.home or parent in customer.below(folder)
        if folder == customer.home or (forbidden and not stays):
            assert response.status_code == 400
        else:
            assert response.status_code == 200
            customer.folders[folder].parent = parent

    @precondition(lambda self: self.customers)
    @rule(pick=PICKS, chosen=PICKS, force=st.booleans())
    def delete_folder(self, pick: int, chosen: int, force: bool) -> None:
        """Delete a folder; it must be empty or the call forced, and neither Home nor a project."""
        path, customer = self._pick(pick)
        folder = _picked(customer.folders, chosen)
        response = self._call("DELETE", f"{path}/folders/{folder}", query={"force": str(force).lower()})
        stays = folder == customer.home or customer.is_project(folder)
        if stays or not (force or customer.is_empty(folder)):
            assert response.status_code == 400
        else:
            assert response.status_code == 200
            customer.delete_folder(folder)

    # Connections.

    @precondition(lambda self: self.customers)
    @rule(pick=PICKS, within=PICKS, name=NAMES, authorized=st.booleans())
    def add_connection(self, pick: int, within: int, name: str, authorized: bool) -> None:
        """Create a connection, with credentials or without."""
        path, customer = self._pick(pick)
        folder = _picked(customer.folders, within)
        body: dict[str, Any] = {"name": name, "provider": "jira", "folder_id": folder}
        made = self._done("POST", f"{path}/connections", body | ({"input": {"user": "u"}} if authorized else {}))
        customer.connections[made["id"]] = Connection(name, folder, authorized)

    @precondition(lambda self: self._has("connections"))
    @rule(pick=PICKS, force=st.booleans())
    def disconnect(self, pick: int, force: bool) -> None:
        """Remove an authorization; one that a running recipe uses only if the call is forced."""
        path, customer, chosen = self._pick_with("connections", pick)
        response = self._call("POST", f"{path}/connections/{chosen}/disconnect", {"force": force})
        connection = customer.connections[chosen]
        if connection.is_authorized and customer.is_used(chosen) and not force:
            assert response.status_code == 400
        else:
            assert response.status_code == 200
            connection.is_authorized = False

    @precondition(lambda self: self._has("connections"))
    @rule(pick=PICKS)
    def delete_connection(self, pick: int) -> None:
        """Delete a connection that is neither authorized nor used by a running recipe."""
        path, customer, chosen = self._pick_with("connections", pick)
        response = self._call("DELETE", f"{path}/connections/{chosen}")
        if customer.connections[chosen].is_authorized or customer.is_used(chosen):
            assert response.status_code == 400
        else:
            assert response.status_code == 200
            del customer.connections[chosen]

    # Recipes.

    @precondition(lambda self: self.customers)
    @rule(pick=PICKS, within=PICKS, with_connection=st.booleans(), name=NAMES)
    def add_recipe(self, pick: int, within: int, with_connection: bool, name: str) -> None:
        """Create a recipe in a folder other than Home; its action uses a connection, or a connector without one."""
        path, customer = self._pick(pick)
        folder = _picked(customer.folders, within)
        connection = _picked(customer.connections, within) if with_connection and customer.connections else None
        provider = "logger" if connection is None else "jira"
        action = {"number": 1, "keyword": "action", "provider": provider, "name": "work"}
        trigger = {"number": 0, "keyword": "trigger", "provider": "clock", "name": "tick", "block": [action]}
        config = [{"provider": "clock"}, {"provider": provider, "account_id": connection}]
        recipe = {"name": name, "code": json.dumps(trigger), "config": json.dumps(config), "folder_id": str(folder)}
        made = self._done("POST", f"{path}/recipes", {"recipe": recipe})
        assert made["success"] is (folder != customer.home)
        if made["success"]:
            customer.recipes[made["id"]] = Recipe(name, folder, connection)

    @precondition(lambda self: self._has("recipes"))
    @rule(pick=PICKS, start=st.booleans())
    def start_or_stop_recipe(self, pick: int, start: bool) -> None:
        """Start a recipe whose connection is authorized, or stop one."""
        path, customer, chosen = self._pick_with("recipes", pick)
        done = self._done("PUT", f"{path}/recipes/{chosen}/{'start' if start else 'stop'}")
        recipe = customer.recipes[chosen]
        assert done["success"] is (not start or recipe.is_running or customer.can_start(chosen))
        if done["success"]:
            recipe.is_running = start

    @precondition(lambda self: self._has("recipes"))
    @rule(pick=PICKS)
    def delete_recipe(self, pick: int) -> None:
        """Delete a recipe that is stopped."""
        path, customer, chosen = self._pick_with("recipes", pick)
        done = self._done("DELETE", f"{path}/recipes/{chosen}")
        assert done["success"] is not customer.recipes[chosen].is_running
        if done["success"]:
            del customer.recipes[chosen]

    # Lookup tables.

    @precondition(lambda self: self.customers)
    @rule(pick=PICKS, name=NAMES)
    def add_table(self, pick: int, name: str) -> None:
        """Create a lookup table."""
        path, customer = self._pick(pick)
        body = {"name": name, "schema": [{"label": label} for label in _COLUMNS]}
        made = self._done("POST", f"{path}/lookup_tables", {"lookup_table": body})
        customer.tables[(made.get("result") or made)["id"]] = Table(name)

    @precondition(lambda self: self._has("tables"))
    @rule(pick=PICKS, column=st.sampled_from(_COLUMNS), value=NAMES)
    def add_row(self, pick: int, column: str, value: str) -> None:
        """Add a row."""
        path, customer, chosen = self._pick_with("tables", pick)
        made = self._done("POST", f"{path}/lookup_tables/{chosen}/rows", {"data": {column: value}})
        customer.tables[chosen].rows[(made.get("result") or made)["id"]] = {column: value}

    @precondition(lambda self: any(table.rows for one in self.customers.values() for table in one.tables.values()))
    @rule(pick=PICKS, column=st.sampled_from(_COLUMNS), value=st.none() | NAMES)
    def change_row(self, pick: int, column: str, value: str | None) -> None:
        """Change a column of a row, or delete the row."""
        places = [
            (f"/managed_users/{owner}/lookup_tables/{table_id}/rows/{row}", table, row)
            for owner, customer in sorted(self.customers.items())
            for table_id, table in sorted(customer.tables.items())
            for row in sorted(table.rows)
        ]
        path, table, row = places[pick % len(places)]
        if value is None:
            self._done("DELETE", path)
            del table.rows[row]
        else:
            self._done("PUT", path, {"data": {column: value}})
            table.rows[row][column] = value

    @precondition(lambda self: self._has("tables"))
    @rule(pick=PICKS, unknown=st.booleans())
    def delete_table(self, pick: int, unknown: bool) -> None:
        """Delete a table; with an unknown one, none is deleted."""
        path, customer, chosen = self._pick_with("tables", pick)
        ids = [chosen, *([2**40] if unknown else [])]
        response = self._call("POST", f"{path}/lookup_tables/batch_delete", {"ids": ids})
        assert response.status_code == (404 if unknown else 200)
        if not unknown:
            del customer.tables[chosen]

    # The whole account.

    @rule(task=st.sampled_from(["save", "restore", "import"]))
    def whole_account(self, task: str) -> None:
        """Save a snapshot, restore it, or import the state that was exported, which changes nothing."""
        if task == "save":
            self._done("PUT", f"{_CONTROL}/snapshots/saved")
            self.saved = copy.deepcopy(self.customers)
        elif task == "import":
            self._done("PUT", f"{_CONTROL}/state", self._done("GET", f"{_CONTROL}/state"))
        elif self.saved is not None:
            self._done("POST", f"{_CONTROL}/snapshots/saved/restore")
            self.customers = copy.deepcopy(self.saved)

    @invariant()
    def both_have_the_same(self) -> None:
        """Compare all that the API lists with the model."""
        listed = self._done("GET", "/managed_users", query={"per_page": 100})["result"]
        assert {one["id"]: (one["name"], one["external_id"]) for one in listed} == {
            identifier: (customer.name, customer.external_id) for identifier, customer in self.customers.items()
        }
        for identifier, customer in self.customers.items():
            self._compare(f"/managed_users/{identifier}", customer)

    def _compare(self, path: str, customer: Customer) -> None:
        state = {kind: self._done("GET", f"{path}/{kind}") for kind in ("connections", "recipes", "lookup_tables")}
        assert {
            one["id"]: (one["name"], one["folder_id"], one["authorization_status"] == "success")
            for one in state["connections"]["result"]
        } == {one: (value.name, value.folder, value.is_authorized) for one, value in customer.connections.items()}
        recipes = state["recipes"].get("items") or state["recipes"].get("result") or []
        assert {one["id"]: (one["name"], one["folder_id"], one["running"]) for one in recipes} == {
            one: (value.name, value.folder, value.is_running) for one, value in customer.recipes.items()
        }
        tables = state["lookup_tables"]
        tables = tables["result"] if isinstance(tables, dict) else tables
        assert {one["id"]: one["name"] for one in tables} == {one: value.name for one, value in customer.tables.items()}
        for one, table in customer.tables.items():
            rows = self._done("GET", f"{path}/lookup_tables/{one}/rows")
            rows = rows["result"] if isinstance(rows, dict) else rows
            assert {row["id"]: {k: v for k, v in row["data"].items() if v} for row in rows} == table.rows
        for folder in customer.folders:
            inner = self._done("GET", f"{path}/folders", query={"parent_id": str(folder)})["result"]
            assert {one["id"]: one["name"] for one in inner} == {
                one: value.name for one, value in customer.folders.items() if value.parent == folder
            }


class StoredWorkspaces(Workspaces):
    """The same over a file, which is closed and opened again now and then."""

    def database(self) -> str:
        """Return the URL of a new file."""
        self._folder = tempfile.TemporaryDirectory()
        return f"sqlite:///{Path(self._folder.name, 'model.db')}"

    @rule()
    def reopen(self) -> None:
        """Close the app and open its database again."""
        self._running.close()
        self.open()

    def teardown(self) -> None:
        """Close the app and delete the file."""
        super().teardown()
        self._folder.cleanup()
