"""Fixtures for the commands of the fleet: a namespace, its environment variables, and files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from workato_embedded_mock import MockServer
from workato_embedded_mock.testing.workato_mock import WorkatoMock

from contract_tests.contracts.cases.packages import PACKAGE
from examples.fleet import roll_out_package

SHEET = """\
name,notification_email,external_id,time_zone
Acme,ops@example.com,s1,
Brook, it@example.com ,s2,Pacific Time (US & Canada)
Crane,ops@example.com,s3,
"""


@pytest.fixture
def mock(base_url: str, token: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkatoMock]:
    """Yield the test's namespace, and set the environment of the commands for it."""
    monkeypatch.setenv("WORKATO_EMBEDDED_API_TOKEN", token)
    monkeypatch.setenv("WORKATO_EMBEDDED_BASE_URL", base_url)
    mock = WorkatoMock(base_url, token)
    yield mock
    mock.close()


@pytest.fixture
def immediate(token: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkatoMock]:
    """Yield a namespace whose imports are completed immediately, and set the environment of the commands for it."""
    with MockServer(transitions="immediate") as server:
        monkeypatch.setenv("WORKATO_EMBEDDED_API_TOKEN", token)
        monkeypatch.setenv("WORKATO_EMBEDDED_BASE_URL", server.url)
        mock = WorkatoMock(server.root_url, token)
        yield mock
        mock.close()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return the path of a package with one recipe."""
    path = tmp_path / "package.zip"
    path.write_bytes(PACKAGE)
    return path


@pytest.fixture
def roll_out(package: Path, tmp_path: Path) -> Callable[..., int]:
    """Return a function that rolls out the package, with a report in the test's folder."""
    always = [str(package), "--project", "Greetings", "--report", str(tmp_path / "report.jsonl"), "--poll", "0.01"]
    return lambda *more: roll_out_package.main([*always, *more])


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Return a CSV file with three customers, as a spreadsheet writes it."""
    path = tmp_path / "customers.csv"
    path.write_text(SHEET, encoding="utf-8-sig")
    return path
