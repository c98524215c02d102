"""The examples in the guides to packages and to fleets work with the mock."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from workato_embedded import WorkatoEmbedded
from workato_embedded_mock import MockServer

from contract_tests.support.guides import blocks
from contract_tests.support.validator import ROOT


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MockServer]:
    """Run a server whose exports and imports are immediate; set the environment for it, and change to a new folder."""
    with MockServer(transitions="immediate") as server:
        monkeypatch.setenv("WORKATO_EMBEDDED_API_TOKEN", "guide")
        monkeypatch.setenv("WORKATO_EMBEDDED_BASE_URL", server.url)
        monkeypatch.chdir(tmp_path)
        yield server


@pytest.mark.usefixtures("server")
def test_the_examples_of_the_guide_to_packages_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The examples of the guide run in order and create the files that they name."""
    with WorkatoEmbedded() as client:
        names: dict[str, Any] = {"client": client}
        for number, (kind, _, text) in enumerate(blocks("packages.md")):
            assert kind == "python"
            exec(compile(text, f"packages-{number}", "exec"), names)
    assert {path.name for path in tmp_path.iterdir()} == {"order-to-cash.zip", "again.zip", "moved.zip"}
    assert all(zipfile.ZipFile(path).testzip() is None for path in tmp_path.iterdir())
    shown = capsys.readouterr().out
    assert "import 6203 of customer Eacme is still in_progress after 60 seconds" in shown


# The programs in the guides, and the arguments with which this Python runs them.
MODULES = {"python": [], "workato-embedded": ["-m", "workato_embedded.cli"]}


def run(line: str) -> str:
    """Run a command line of a guide, which must succeed, and return its output."""
    command, *words = shlex.split(line)
    path = os.pathsep.join([str(ROOT), str(ROOT / "generated_client")])
    done = subprocess.run(
        [sys.executable, *MODULES[command], *words],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str, str]]]:
    """Start a server and set the environment as the first two blocks of the guide to fleets do; yield the others."""
    (_, _, start), (_, _, export), *others = blocks("fleet.md")
    assert start == "workato-mock serve\n"
    command, *settings = shlex.split(export)
    assert command == "export"
    with MockServer() as server:
        for name, _, value in (setting.partition("=") for setting in settings):
            # The port in the guide may be in use.
            monkeypatch.setenv(name, value.replace("http://127.0.0.1:8765", server.root_url))
        monkeypatch.chdir(tmp_path)
        yield others


def test_the_commands_of_the_guide_to_fleets_work(fleet: list[tuple[str, str, str]], tmp_path: Path) -> None:
    """Each command of the guide succeeds with the default seed and does what its section describes."""
    printed: list[str] = []
    for kind, file, text in fleet:
        if kind == "csv":
            (tmp_path / file).write_text(text, encoding="utf-8")
        else:
            assert kind == "sh"
            printed.extend(run(line) for line in text.splitlines())
    with WorkatoEmbedded() as client:
        customers = {customer.external_id: customer.id for customer in client.managed_users.list()}
        assert {"acme-1", "brook-1"} < customers.keys()
        for customer in customers.values():
            assert "Sync orders to Jira" in {recipe.name for recipe in client.recipes.list(customer)}
        wanted = client.properties.list("Ecust-0042", prefix="")
        assert wanted
        assert client.properties.list("Ebrook-1", prefix="") == wanted
    lines = [json.loads(line) for line in (tmp_path / "roll-out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["customer"] for line in lines[1:] if line["status"] == "completed"].count(customers["acme-1"]) == 1
    assert "cust-0042" in (tmp_path / "members.csv").read_text(encoding="utf-8")
    assert not any(value in "".join(printed) for value in wanted.values() if len(value) > 3)
