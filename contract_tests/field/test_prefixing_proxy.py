"""The prefixing proxy changes what `rewrites.yaml` lists, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from contract_tests.contracts.cases.packages import PACKAGE
from contract_tests.field.conftest import CUSTOMER
from contract_tests.field.isolation import Isolated, Outside
from contract_tests.field.rewrites import read_rewrites


@pytest.fixture
def developer(developer_url: str, token: str) -> Iterator[httpx2.Client]:
    """Yield a client of the proxy in the test's namespace."""
    with httpx2.Client(base_url=developer_url, headers={"Authorization": f"Bearer {token}"}) as client:
        yield client


@pytest.mark.parametrize(
    ("request_", "target"),
    [
        ("GET /api/recipes", "/api/managed_users/7/recipes"),
        ("PUT /api/recipes/9002/start", "/api/managed_users/7/recipes/9002/start"),
        ("POST /api/packages/import/5512", "/api/managed_users/7/imports?folder_id=5512"),
        ("GET /api/packages/62001", "/api/managed_users/7/imports/62001"),
        ("GET /api/managed_users/9/recipes", "/api/managed_users/9/recipes"),
        ("GET /api/recipes_of_others", "/api/recipes_of_others"),
        ("GET /api/integrations/all", "/api/integrations/all"),
    ],
)
def test_a_request_goes_to_the_customer(request_: str, target: str) -> None:
    """Paths of the Developer API get the customer; paths of the Embedded API and unknown ones stay."""
    method, path = request_.split(" ")
    assert read_rewrites().target(method, path, "7") == target


def test_lists_leave_their_envelope(developer: httpx2.Client, http: httpx2.Client) -> None:
    """Lists have the form of the Developer API, with the entries of the mock."""
    recipes = http.get(f"/managed_users/{CUSTOMER}/recipes").json()["result"]
    changed = developer.get("/api/recipes").json()
    assert list(changed) == ["items"]
    assert [{**one, **two} for one, two in zip(changed["items"], recipes, strict=True)] == changed["items"]
    assert changed["items"][0]["author_name"] is not None
    connections = http.get(f"/managed_users/{CUSTOMER}/connections").json()["result"]
    assert developer.get("/api/connections").json() == [
        {**connection, "application": connection["provider"]} for connection in connections
    ]


def test_queries_bodies_and_errors_pass(developer: httpx2.Client) -> None:
    """A query joins that of the new path, a body is forwarded, and an error passes unchanged."""
    started = developer.post(
        "/api/packages/import/5512?restart_recipes=true",
        content=PACKAGE,
        headers={"Content-Type": "application/octet-stream"},
    )
    assert started.status_code == 200
    assert developer.get(f"/api/packages/{started.json()['id']}").json()["id"] == started.json()["id"]
    missing = developer.get("/api/users/me")
    assert (missing.status_code, missing.json()) == (404, {"message": "API not found"})
    assert "X-Mock-Reason" in missing.headers


def test_a_program_that_connects_to_another_host_is_reported(tmp_path: Path, other_hosts: Outside) -> None:
    """A program that uses the proxy variables to reach another host fails the test."""
    code = "import urllib.request\ntry: urllib.request.urlopen('http://example.com')\nexcept OSError: print('no way')"
    with pytest.raises(AssertionError, match="python tried to reach another host"):
        Isolated(tmp_path, other_hosts).run(Path(sys.executable).with_name("python"), "-c", code)
