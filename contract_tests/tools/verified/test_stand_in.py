"""`pytest -m verified` with a mock instead of the real API: what it sends, what it reports, and that it only reads."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer

from contract_tests.support.validator import ROOT
from contract_tests.tools.verified.account import BASE_URL, TOKEN, ReadOnlyRecorder, WriteNotAllowedError
from contract_tests.tools.verified.reads import READS

REAL = "a-secret-token"


@pytest.fixture
def stand_in() -> Iterator[MockServer]:
    """Run a mock that accepts one token, and yield it."""
    with MockServer(tokens=[REAL]) as server:
        yield server


def control(server: MockServer) -> httpx2.Client:
    """Return an HTTP client for the server's control plane."""
    return httpx2.Client(base_url=f"{server.root_url}/_mock", headers={"X-Mock-Namespace": REAL})


def verify(server: MockServer, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the marked tests with the token of the account."""
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


def received(server: MockServer) -> list[dict[str, Any]]:
    """Return the requests that the account received."""
    with control(server) as plane:
        entries: list[dict[str, Any]] = plane.get("/journal").json()["entries"]
    return entries


def test_only_reads_are_sent_by_default(stand_in: MockServer) -> None:
    """Each operation that can be read is called, all with GET, and the others are named in the output."""
    done = verify(stand_in)
    assert done.returncode == 0, done.stdout
    entries = received(stand_in)
    assert {entry["method"] for entry in entries} == {"GET"}
    assert {entry["operation_id"] for entry in entries} == READS.keys()
    assert "no operation lists exports" in done.stdout
    assert "--verified-writes is not given" in done.stdout


def test_writes_are_sent_if_allowed_and_undone(stand_in: MockServer) -> None:
    """With `--verified-writes` a customer is created and deleted, so that the account is unchanged."""
    with httpx2.Client(base_url=stand_in.url, headers={"Authorization": f"Bearer {REAL}"}) as http:
        before = http.get("/managed_users").json()
        done = verify(stand_in, "--verified-writes", "-k", "customer")
        assert done.returncode == 0, done.stdout
        assert "DELETE" in {entry["method"] for entry in received(stand_in)}
        assert http.get("/managed_users").json() == before


def test_a_different_response_fails_without_showing_the_token(stand_in: MockServer) -> None:
    """An undocumented status fails the test of that operation, and the output does not contain the token."""
    with control(stand_in) as plane:
        fault = {"operation_id": "list_roles", "phase": "before", "status": 418}
        plane.put("/faults", json={"rules": [fault]}).raise_for_status()
    done = verify(stand_in, "-k", "list_roles or usage")
    assert done.returncode == 1
    assert "list_roles 200: the mock returns 418" in done.stdout
    assert "1 failed, 1 passed" in done.stdout
    assert REAL not in done.stdout + done.stderr


def test_the_tests_are_skipped_without_a_token(stand_in: MockServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a token the tests are skipped, and the reason names the missing variables."""
    monkeypatch.setattr("contract_tests.tools.verified.test_stand_in.REAL", "")
    done = verify(stand_in)
    assert done.returncode == 0
    assert f"{TOKEN} and {BASE_URL} are not given" in done.stdout


def test_a_read_only_recorder_sends_no_write() -> None:
    """A write raises an error before a request is sent."""
    recorder = ReadOnlyRecorder("http://127.0.0.1:1/api", REAL, writes=False)
    with pytest.raises(WriteNotAllowedError):
        recorder.result(lambda c: c.managed_users.delete(512044))
