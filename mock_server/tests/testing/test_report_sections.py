"""The report of a failed test shows the last requests of the namespaces that it used."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from workato_embedded_mock import MockServer

_TESTS = """
import pytest

def test_call(workato_mock):
    workato_mock.faults.add("get_managed_user", status=503, times=1, skip=1)
    workato_mock.client.managed_users.list()
    with workato_mock.http() as http:
        http.get("/managed_users/%1B7")
        http.get("/managed_users/512044")
    assert False

@pytest.fixture
def broken_setup(workato_mock):
    workato_mock.limits.set("2/min")
    workato_mock.client.managed_users.get(512044)
    raise RuntimeError("in the setup")

def test_setup(broken_setup):
    pass

@pytest.fixture
def broken_teardown(workato_mock_server, workato_mock):
    yield
    workato_mock.client.managed_users.get(512044)
    workato_mock_server.client.managed_users.list()
    raise RuntimeError("in the teardown")

def test_passing(workato_mock):
    workato_mock.client.managed_users.usage()

def test_without_a_mock():
    assert False

def test_teardown(broken_teardown):
    pass
"""
_BROKEN = """
import pytest
import workato_embedded_mock

def test_broken(workato_mock, monkeypatch):
    monkeypatch.setattr(workato_embedded_mock.WorkatoMock, "call", lambda *_, **__: pytest.fail("no control plane"))
    assert 1 == 2
"""
_HEADING = re.compile(r"-+ workato-mock: last requests -+\n(.*?)(?=\n[-_=]{3,})", re.DOTALL)


def sections(folder: Path, tests: str, *arguments: str, failed: int) -> list[str]:
    """Run tests in an empty project, and return the sections in their reports, sorted."""
    (folder / "test_it.py").write_text(tests)
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:schemathesis", "--rootdir", str(folder)]
    command = [sys.executable, "-W", "error", "-m", "pytest", *options, *arguments, str(folder)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    run = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, env=environment)
    assert run.returncode == 1, run.stdout + run.stderr
    assert len(re.findall("^(?:FAILED|ERROR) ", run.stdout, re.MULTILINE)) == failed, run.stdout
    return sorted(_HEADING.findall(run.stdout))


def expected(most: int) -> list[str]:
    """Return the sections of the tests above, with a number of requests."""
    requests = [
        "  GET /api/managed_users 200",
        "  GET /api/managed_users/%1B7 404\n"
        "      a customer id is an account id, or E followed by an external id (/path/managed_user_id: exists)",
        "  GET /api/managed_users/512044 503\n"
        "      fault rule 1 (operation get_managed_user, status 503, times 1, skip 1) (faultRule)",
    ]
    fault = "  fault rule 1 (operation get_managed_user, status 503, times 1, skip 1): matched 2, hit 1"
    get = "  GET /api/managed_users/512044 200"
    one = "the last 1 of 1 requests, oldest first"
    call = [f"workato_mock: the last {most} of 3 requests, oldest first", *requests[3 - most :], "faults:", fault]
    setup = [f"workato_mock: {one}", get, "limits: 2/min", "  get_managed_user: 1 in the current window"]
    teardown = [f"workato_mock: {one}", get, f"workato_mock_server: {one}", "  GET /api/managed_users 200"]
    return sorted("\n".join(lines) for lines in (call, setup, teardown))


def test_failed_tests_show_their_last_requests(tmp_path: Path) -> None:
    """Failures in test, setup and teardown show requests with reasons, faults with hits, and limits with counters."""
    assert sections(tmp_path, _TESTS, failed=4) == expected(3)


def test_parallel_tests_with_a_server_elsewhere_show_them_too(tmp_path: Path) -> None:
    """The sections are the same under xdist and with a server elsewhere; an option sets the number of requests."""
    with MockServer(control_token="hush") as server:
        arguments = ["--workato-mock-url", server.root_url, "--workato-mock-control-token", "hush", "-n", "2"]
        found = sections(tmp_path, _TESTS, *arguments, "--workato-mock-requests", "2", failed=4)
    assert found == expected(2)


def test_no_section_is_shown_if_none_is_wanted(tmp_path: Path) -> None:
    """With 0 requests the report has no section."""
    assert sections(tmp_path, _TESTS, "--workato-mock-requests", "0", failed=4) == []


def test_requests_that_cannot_be_read_do_not_hide_the_failure(tmp_path: Path) -> None:
    """If the mock cannot be asked, the section says why, and the test fails with its own error."""
    (section,) = sections(tmp_path, _BROKEN, failed=1)
    assert section == "workato_mock: the requests cannot be read: Failed: no control plane"


@pytest.mark.parametrize("number", ["-1", "many"])
def test_an_invalid_number_is_a_usage_error(tmp_path: Path, number: str) -> None:
    """A number of requests that is not an integer of at least 0 ends the run before any test."""
    command = [sys.executable, "-m", "pytest", f"--workato-mock-requests={number}", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert run.returncode == 4
    assert "--workato-mock-requests" in run.stderr
