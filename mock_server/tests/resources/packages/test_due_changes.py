"""A change that is due by the clock and fails concerns only its own object."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer
from workato_embedded_mock.resources.packages import packages

CUSTOMER = "/managed_users/Ecust-0042"
ALL = {"name": "All", "folder_id": 5512, "auto_generate_assets": True}
LONG = "f" * 70_000


@pytest.fixture(scope="module")
def by_clock() -> Iterator[MockServer]:
    """Run a server whose exports and builds end after a second of the clock of their account."""
    with MockServer(transitions="seconds:1") as server:
        yield server


@pytest.fixture
def client(by_clock: MockServer, request: pytest.FixtureRequest) -> Iterator[httpx2.Client]:
    """Return a client of an account of its own."""
    headers = {"Authorization": f"Bearer {sha256(request.node.name.encode()).hexdigest()}"}
    with httpx2.Client(base_url=by_clock.url, headers=headers) as client:
        yield client


def control(client: httpx2.Client, path: str) -> str:
    """Return the URL of a path of the control plane."""
    return f"{str(client.base_url).removesuffix('/api/')}/_mock/{path}"


def export(client: httpx2.Client, **manifest: Any) -> str:
    """Start an export, and return the path of its status."""
    made = client.post("/export_manifests", json={"export_manifest": {**ALL, **manifest}}).json()["result"]
    started = client.post(f"{CUSTOMER}/exports/{made['id']}").json()["result"]
    return f"{CUSTOMER}/exports/{started['id']}"


def test_requests_for_other_objects_are_served(client: httpx2.Client) -> None:
    """If an export that is due cannot be made, its status is a 500 with a reason, and everything else is served."""
    state = client.get(control(client, "state")).json()
    # It says where an import found a line, and the recipe has fewer lines.
    fields = {"config_lines": [[99, True, {}]], "config_count": 2}
    row = {"id": 64_001, "managed_user_id": 512044, "folder_id": None, "kind": "recipe", "asset_id": 9001}
    kept = {**row, "zip_name": "a.recipe.json", "name": None, "connector_key": None, "fields": fields, "data": ""}
    state["tables"]["package_assets"].append(kept)
    assert client.put(control(client, "state"), json=state).status_code == 200
    failing = export(client)
    other = export(client, folder_id=5513)
    client.put(control(client, "clock"), json={"advance_seconds": 5})
    assert client.get("/managed_users").status_code == 200
    assert client.put(CUSTOMER, json={"name": "Renamed"}).status_code == 200
    assert client.get(other).json()["result"]["status"] == "completed"
    for _ in range(2):
        response = client.get(failing)
        assert (response.status_code, response.json()["message"]) == (500, "Server error")
        assert "a fault of the mock" in response.headers["X-Mock-Reason"]
    assert client.get("/managed_users").json()["result"][0]["name"] == "Renamed"


def test_a_change_that_fails_is_tried_again_with_few_requests(
    client: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The requests between two attempts double up to 16, and a new state begins with an attempt."""
    attempts = 0

    def fail(*_: object) -> None:
        nonlocal attempts
        attempts += 1
        raise LookupError("this export cannot be made")

    path = export(client)
    monkeypatch.setattr(packages, "run_export", fail)
    client.put(control(client, "clock"), json={"advance_seconds": 5})
    state = client.get(control(client, "state")).json()
    for expected in (1, 1, 2, 2, 2, 3, *[3] * 4, 4, *[4] * 8, 5, *[5] * 16, 6, *[6] * 16, 7):
        client.get("/managed_users")
        assert attempts == expected
    client.put(control(client, "snapshots/before"))
    for method, replaced, body in (("PUT", "state", state), ("POST", "snapshots/before/restore", None)):
        assert client.request(method, control(client, replaced), json=body).status_code == 200
        before = attempts
        client.get("/managed_users")
        assert attempts == before + 1
    monkeypatch.undo()
    assert client.get(path).json()["result"]["status"] == "completed"


@pytest.mark.parametrize("number", [1, 400], ids=["one folder", "400 folders in each other"])
def test_a_path_that_is_too_long_for_a_zip_file_is_shortened(client: httpx2.Client, number: int) -> None:
    """Recipes in folders with very long names are exported, and the zip file can be imported again."""
    parent = "5512"
    for _ in range(number):
        made = client.post(
            f"{CUSTOMER}/folders", json={"name": LONG if number == 1 else LONG[:250], "parent_id": parent}
        )
        parent = str((made.json().get("result") or made.json())["id"])
    recipe = {"name": "Innermost", "code": "{}", "folder_id": parent}
    assert client.post(f"{CUSTOMER}/recipes", json={"recipe": recipe}).status_code == 200
    path = export(client)
    client.put(control(client, "clock"), json={"advance_seconds": 5})
    ended = client.get(path).json()["result"]
    assert ended["status"] == "completed", ended
    data = client.get(ended["download_url"]).content
    started = client.post("/managed_users/512101/imports", content=data, params={"folder_id": home_of(client, 512101)})
    client.put(control(client, "clock"), json={"advance_seconds": 5})
    imported = client.get(f"/managed_users/512101/imports/{started.json()['id']}").json()
    assert imported["status"] == "completed", imported
    names = [row["name"] for row in client.get("/managed_users/512101/recipes").json()["result"]]
    assert "Innermost" in names


def home_of(client: httpx2.Client, customer: int) -> int:
    """Return the id of the Home folder of a customer."""
    rows = client.get(control(client, "state")).json()["tables"]["folders"]
    return next(int(row["id"]) for row in rows if row["managed_user_id"] == customer and row["parent_id"] is None)
