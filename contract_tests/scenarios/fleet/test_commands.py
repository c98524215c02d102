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

from contract_tests.scenarios.fleet.customers import add_customers
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


def test_concurrency_is_limited_and_ends_with_the_iteration() -> None:
    """At most the given number of items run at a time, and ending the iteration leaves no task running."""
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
def test_a_missing_token_is_reported(
    name: str,
    package: Path,
    sheet: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without a token, each command names the variable and ends with exit code 2."""
    monkeypatch.delenv("WORKATO_EMBEDDED_API_TOKEN", raising=False)
    command, words = MAINS[name]
    paths: dict[str, Any] = {"package": package, "sheet": sheet, "report": tmp_path / "report.jsonl"}
    assert command([word.format(**paths) for word in words]) == 2
    assert capsys.readouterr().err == "set WORKATO_EMBEDDED_API_TOKEN to an API token\n"


@pytest.mark.usefixtures("mock")
def test_an_interrupted_command_prints_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends a command with a message and its exit code."""

    def work() -> int:
        raise KeyboardInterrupt

    assert run(work) == INTERRUPTED
    assert capsys.readouterr().err == "interrupted\n"


@pytest.mark.usefixtures("mock")
def test_a_broken_pipe_ends_a_command_silently(client: WorkatoEmbedded) -> None:
    """`audit_members | head` prints no error and ends with the exit code for a broken pipe."""
    add_customers(client, 3)
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
def test_the_folder_works_outside_the_repository(name: str, tmp_path: Path) -> None:
    """A copy of examples/fleet needs only the client."""
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
