"""The state of a namespace can be exported and imported."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.cli import main
from workato_embedded_mock.openapi.document import load_document, operations_of
from workato_embedded_mock.store.states import StateError, parse_state

NEW = {"name": "New", "notification_email": "new@example.com"}


def state_url(client: httpx2.Client) -> str:
    """Return the URL of the state in the control plane."""
    return f"{str(client.base_url).removesuffix('/api/')}/_mock/state"


def create_objects(client: httpx2.Client) -> None:
    """Write objects of several kinds."""
    owner = client.post("/managed_users", json=NEW).json()["id"]
    client.post(f"/managed_users/{owner}/folders", json={"name": "One"})
    client.delete("/managed_users/512101")
    client.post("/managed_users/512044/exports/6101")
    client.put(state_url(client).replace("state", "clock"), json={"now": "2023-11-20T12:00:00Z", "frozen": True})


def test_an_imported_state_equals_the_exported_one(
    client: httpx2.Client, open_client: Callable[[str], httpx2.Client], northwind: str
) -> None:
    """A state that is imported, also into another namespace, has the same ids, clock and bytes of packages."""
    create_objects(client)
    client.get(httpx2.URL(client.get(f"{northwind}/exports/6201").json()["result"]["download_url"]))
    exported = client.get(state_url(client)).json()
    client.delete(northwind)
    assert client.get(state_url(client)).json() != exported
    assert client.put(state_url(client), json=exported).status_code == 200
    assert client.get(state_url(client)).json() == exported
    other = open_client("state-other")
    other.put(state_url(client), json=exported)
    assert other.get(state_url(client)).text == client.get(state_url(client)).text
    made = [one.post("/managed_users", json=NEW).json() for one in (client, other)]
    assert made[0] == made[1]


def test_an_exported_state_can_be_used_as_a_seed(tmp_path: Path) -> None:
    """A state that one server exports and another one has as its seed is exported again with the same bytes."""
    with MockServer() as server, httpx2.Client(base_url=server.url, headers={"Authorization": "Bearer one"}) as client:
        create_objects(client)
        first = CliRunner().invoke(main, ["export-state", "--url", server.url, "--namespace", "one"])
    assert first.exit_code == 0
    path = tmp_path / "state.json"
    path.write_text(first.stdout, "utf-8")
    with MockServer(seed=str(path)) as server:
        second = CliRunner().invoke(main, ["export-state", "--url", server.root_url, "--namespace", "any"])
    assert second.stdout == first.stdout


def test_an_invalid_state_is_rejected_as_a_seed(tmp_path: Path) -> None:
    """A server with an invalid state as its seed does not start, and the message has file, line and pointer."""
    path = tmp_path / "state.json"
    path.write_text('{\n"format": "workato-mock-state",\n"version": 0}', "utf-8")
    with pytest.raises(StartError, match=r"state\.json:3 is invalid at /version: .* version 0"):
        MockServer(seed=str(path)).start()


def changed(state: Any, *steps: Any, value: Any) -> Any:
    """Return a copy of a state with one value changed."""
    result = copy.deepcopy(state)
    target = result
    for step in steps[:-1]:
        target = target[step]
    target[steps[-1]] = value
    return result


@pytest.mark.parametrize(
    ("steps", "value", "pointer"),
    [
        (("format",), "other", "/format"),
        (("version",), 10**6, "/version"),
        (("tables",), [], "/tables"),
        (("tables", "no_such"), [], "/tables/no_such"),
        (("tables", "folders"), {}, "/tables/folders"),
        (("tables", "folders", 0), {}, "/tables/folders/0"),
        (("tables", "folders", 0, "name"), None, "/tables/folders/0/name"),
        (("tables", "folders", 0, "name"), 7, "/tables/folders/0/name"),
        (("tables", "folders", 0, "id"), True, "/tables/folders/0/id"),
        (("tables", "folders", 0, "managed_user_id"), 1, "/tables/folders/0/managed_user_id"),
        (("tables", "recipes", 0, "running"), 1, "/tables/recipes/0/running"),
    ],
)
def test_an_invalid_state_is_rejected_and_changes_nothing(
    client: httpx2.Client, steps: tuple[Any, ...], value: Any, pointer: str
) -> None:
    """An invalid state is rejected with the pointer of the invalid value, and changes nothing."""
    state = client.get(state_url(client)).json()
    response = client.put(state_url(client), json=changed(state, *steps, value=value))
    assert (response.status_code, response.json()["reasons"][0]["pointer"]) == (400, f"/body{pointer}")
    assert client.get(state_url(client)).json() == state


def test_all_problems_of_a_state_are_reported(client: httpx2.Client) -> None:
    """A state with several invalid values is rejected with a reason for each."""
    state = client.get(state_url(client)).json()
    state["tables"]["folders"][0] |= {"name": 7, "managed_user_id": None}
    state["tables"]["recipes"][1]["running"] = "yes"
    state["tables"]["nothing"] = []
    reasons = client.put(state_url(client), json=state).json()["reasons"]
    assert {reason["pointer"] for reason in reasons} == {
        "/body/tables/nothing",
        "/body/tables/folders/0/name",
        "/body/tables/folders/0/managed_user_id",
        "/body/tables/recipes/1/running",
    }


def test_rows_in_a_cycle_are_rejected(client: httpx2.Client) -> None:
    """A state in which a folder is its own parent is rejected."""
    state = client.get(state_url(client)).json()
    own = state["tables"]["folders"][0]["id"]
    response = client.put(state_url(client), json=changed(state, "tables", "folders", 0, "parent_id", value=own))
    assert (response.status_code, "cycle" in response.json()["message"]) == (400, True)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
    )
)
def test_any_json_is_read_or_rejected(content: Any) -> None:
    """JSON that is not a valid state raises only a StateError."""
    with pytest.raises(StateError):
        parse_state({"format": "workato-mock-state", "version": content, "tables": content})


def test_the_command_reports_that_there_is_no_server() -> None:
    """If there is no server, the command fails with one sentence that has the URL."""
    result = CliRunner().invoke(main, ["export-state", "--url", "http://127.0.0.1:9", "--namespace", "one"])
    assert result.exit_code == 1
    assert result.output.startswith("Error: there is no mock server at http://127.0.0.1:9")


def test_the_command_lists_every_operation_with_its_rule(anonymous: httpx2.Client) -> None:
    """The command and the control plane list all operations, and each has a rule."""
    listed = json.loads(CliRunner().invoke(main, ["operations", "--json"]).stdout)
    count = len(list(operations_of(load_document().content)))
    assert len(listed) == count
    assert all(entry["rule"] for entry in listed)
    root = str(anonymous.base_url).removesuffix("/api/")
    assert anonymous.get(f"{root}/_mock/operations").json() == {"operations": listed}
    table = CliRunner().invoke(main, ["operations"]).stdout.splitlines()
    assert (len(table), table[-1]) == (count + 1, f"{count} operations, 0 without a rule")


def test_a_state_may_be_larger_than_other_bodies(client: httpx2.Client, northwind: str) -> None:
    """A state contains the zip files of packages; the body of any other request has at most 10 MiB."""
    state = client.get(state_url(client)).json()
    state["tables"]["properties"][0]["value"] = "x" * 11 * 2**20
    assert client.put(state_url(client), json=state).status_code == 200
    assert client.get(state_url(client)).json() == state
    name = state["tables"]["properties"][0]["name"]
    assert len(client.get(f"{northwind}/properties", params={"prefix": name}).content) > 11 * 2**20
    response = client.post(f"{northwind}/folders", json={"name": "x" * 11 * 2**20})
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    clock = state_url(client).replace("state", "clock")
    assert client.put(clock, json={"now": "x" * 11 * 2**20}).status_code == 400
