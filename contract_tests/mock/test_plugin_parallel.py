"""The plugin's tests have the same outcomes serially, in parallel, and with one shared server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import httpx2
import pytest
from workato_embedded_mock import MockServer

ROOT = Path(__file__).parents[2]
TESTS = Path(__file__).with_name("partner_tests.py")


def outcomes(folder: Path, times: int, *arguments: str) -> dict[str, str]:
    """Run each of the partner's five tests some times in an empty project, and return the outcomes."""
    report = folder / "report.xml"
    (folder / "test_partner.py").write_text(TESTS.read_text("utf-8"), "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:schemathesis", f"--junit-xml={report}", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment["PARTNER_TESTS"] = str(times)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return {
        case.attrib["name"]: ",".join(sorted(child.tag for child in case if child.tag != "properties"))
        for case in ElementTree.parse(report).iter("testcase")
    }


@pytest.fixture(scope="module", params=[8, pytest.param(40, marks=pytest.mark.nightly)])
def times(request: pytest.FixtureRequest) -> int:
    """Return how often each test runs."""
    count: int = request.param
    return count


@pytest.fixture(scope="module")
def serially(times: int, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the outcomes of the tests in one process."""
    return outcomes(tmp_path_factory.mktemp("serial"), times)


def test_all_tests_pass(serially: dict[str, str], times: int) -> None:
    """All tests of the plugin pass, and none is skipped."""
    assert len(serially) == 5 * times
    assert set(serially.values()) == {""}


def test_outcomes_in_parallel_are_the_same(serially: dict[str, str], times: int, tmp_path: Path) -> None:
    """Two processes of pytest-xdist, each with an app of its own, have the same test outcomes as one."""
    assert outcomes(tmp_path, times, "-n", "2") == serially


def test_outcomes_in_parallel_with_one_server_are_the_same(
    serially: dict[str, str], times: int, tmp_path: Path
) -> None:
    """Two processes with one server have the same outcomes, and leave no namespace in it."""
    with MockServer(control_token="hush") as server:
        arguments = ["--workato-mock-url", server.root_url, "--workato-mock-control-token", "hush"]
        assert outcomes(tmp_path, times, "-n", "2", *arguments) == serially
        response = httpx2.post(f"{server.root_url}/_mock/reset?all=true", headers={"X-Mock-Control-Token": "hush"})
        assert response.json() == {"count": 0}
