"""What all commands of the fleet have in common."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
from workato_embedded import WorkatoEmbedded, WorkatoEmbeddedError
from workato_embedded_mock.testing.workato_mock import WorkatoMock

from contract_tests.scenarios.fleet.customers import made
from contract_tests.support.validator import ROOT
from examples.fleet import audit_members, copy_properties, create_customers, roll_out_package
from examples.fleet.commands import INTERRUPTED, OUTPUT_CLOSED, run, run_concurrently

Main = Callable[[list[str]], int]
MAINS: dict[str, tuple[Main, list[str]]] = {
    "audit_members": (audit_members.main, []),
    "roll_out_package": (roll_out_package.main, ["{package}", "--project", "P", "--report", "{report}"]),
    "copy_properties": (copy_properties.main, ["Ecust-0042", "Ecust-0043"]),
    "create_customers": (create_customers.main, ["{sheet}"]),
}


def test_work_is_bounded_and_stops_with_its_reader() -> None:
    """No more than so many items are worked on at a time; who stops to read leaves nothing behind."""
    running: list[int] = []
    most: list[int] = []

    async def work(item: int) -> int:
        running.append(item)
        most.append(len(running))
        await asyncio.sleep(0)
        running.remove(item)
        if item == 3:
            raise WorkatoEmbeddedError("three")
        return item * 2

    async def read() -> None:
        found = {item: outcome async for item, outcome in run_concurrently(range(9), work, 4)}
        assert max(most) == 4
        assert isinstance(found.pop(3), WorkatoEmbeddedError)
        assert found == {n: n * 2 for n in range(9) if n != 3}
        async with aclosing(run_concurrently(range(9), work, 1)) as stopped:
            async for _ in stopped:
                break
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(read())


@pytest.mark.parametrize("name", MAINS)
def test_without_a_token_there_is_one_sentence(
    name: str,
    package: Path,
    sheet: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each command says what it needs, and its exit code is 2."""
    monkeypatch.delenv("WORKATO_EMBEDDED_API_TOKEN", raising=False)
    command, words = MAINS[name]
    places: dict[str, Any] = {"package": package, "sheet": sheet, "report": tmp_path / "report.jsonl"}
    assert command([word.format(**places) for word in words]) == 2
    assert capsys.readouterr().err == "set WORKATO_EMBEDDED_API_TOKEN to an API token\n"


def test_an_interrupted_command_says_so(mock: WorkatoMock, capsys: pytest.CaptureFixture[str]) -> None:
    """Control-C ends it without a traceback."""

    def work() -> int:
        raise KeyboardInterrupt

    assert run(work) == INTERRUPTED
    assert capsys.readouterr().err == "interrupted\n"


def test_a_reader_who_has_had_enough_ends_it_quietly(mock: WorkatoMock, client: WorkatoEmbedded) -> None:
    """`audit_members | head` ends as other commands do there: without a word, by the exit code for a broken pipe."""
    made(client, 3)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "examples.fleet.audit_members"],
            cwd=ROOT,
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (OUTPUT_CLOSED, "")


@pytest.mark.parametrize("name", MAINS)
def test_the_folder_can_be_taken_elsewhere(name: str, tmp_path: Path) -> None:
    """A copy of it needs the client, and nothing of this repository."""
    shutil.copytree(ROOT / "examples/fleet", tmp_path / "fleet")
    done = subprocess.run(
        [sys.executable, "-m", f"fleet.{name}", "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"usage: {name} ")
