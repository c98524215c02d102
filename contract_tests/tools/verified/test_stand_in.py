"""A mock in the place of the real API: what `-m verified` asks, what it never does, and what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from workato_embedded_mock import MockServer

from contract_tests.support.validator import ROOT
from contract_tests.tools.verified.account import BASE_URL, TOKEN, CarefulRecorder, WriteRefusedError
from contract_tests.tools.verified.reads import READS

REAL = "a-token-that-nobody-may-see"


@pytest.fixture
def stand_in() -> Iterator[MockServer]:
    """A mock that knows one token."""
    with MockServer(tokens=[REAL]) as server:
        yield server


def control(server: MockServer) -> httpx.Client:
    """Return a client of the server's control plane."""
    return httpx.Client(base_url=f"{server.root_url}/_mock", headers={"X-Mock-Namespace": REAL})


def verify(server: MockServer, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the tests that are marked, as somebody with a token does."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "contract_tests/tools/verified/test_verified.py",
        "-m",
        "verified",
        "-q",
        "-rs",
    ]
    given = {**os.environ, BASE_URL: server.url, TOKEN: REAL}
    return subprocess.run([*command, *options], cwd=ROOT, env=given, capture_output=True, text=True, check=False)


def asked(server: MockServer) -> list[dict[str, Any]]:
    """Return the exchanges of the account."""
    with control(server) as plane:
        entries: list[dict[str, Any]] = plane.get("/journal").json()["entries"]
    return entries


def test_it_reads_everything_and_writes_nothing(stand_in: MockServer) -> None:
    """Every operation that reading can reach is asked, by GET alone; what was not asked is named."""
    done = verify(stand_in)
    assert done.returncode == 0, done.stdout
    entries = asked(stand_in)
    assert {entry["method"] for entry in entries} == {"GET"}
    assert {entry["operation_id"] for entry in entries} == READS.keys()
    assert "no operation lists exports" in done.stdout
    assert "--verified-writes is not given" in done.stdout


def test_it_writes_where_asked_and_leaves_nothing(stand_in: MockServer) -> None:
    """The customer that it made is gone."""
    with httpx.Client(base_url=stand_in.url, headers={"Authorization": f"Bearer {REAL}"}) as http:
        before = http.get("/managed_users").json()
        done = verify(stand_in, "--verified-writes", "-k", "customer")
        assert done.returncode == 0, done.stdout
        assert "DELETE" in {entry["method"] for entry in asked(stand_in)}
        assert http.get("/managed_users").json() == before


def test_it_finds_out_another_api(stand_in: MockServer) -> None:
    """An API that answers something else fails the test of that operation, and the token is nowhere to be read."""
    with control(stand_in) as plane:
        fault = {"operation_id": "list_roles", "phase": "before", "status": 418}
        plane.put("/faults", json={"rules": [fault]}).raise_for_status()
    done = verify(stand_in, "-k", "list_roles or usage")
    assert done.returncode == 1
    assert "list_roles 200: the mock answers 418" in done.stdout
    assert "1 failed, 1 passed" in done.stdout
    assert REAL not in done.stdout + done.stderr


def test_without_a_token_it_is_skipped(stand_in: MockServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says what is missing."""
    monkeypatch.setattr("contract_tests.tools.verified.test_stand_in.REAL", "")
    done = verify(stand_in)
    assert done.returncode == 0
    assert f"{TOKEN} and {BASE_URL} are not given" in done.stdout


def test_a_careful_recorder_does_not_write() -> None:
    """It refuses before anything is sent."""
    careful = CarefulRecorder("http://127.0.0.1:1/api", REAL, writes=False)
    with pytest.raises(WriteRefusedError):
        careful.result(lambda c: c.managed_users.delete(512044))
