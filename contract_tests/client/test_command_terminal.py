"""The command on a terminal, and one that runs until it is interrupted."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys

import pytest

from contract_tests.support.command_line import run

COMMAND = (sys.executable, "-m", "workato_embedded.cli")


@pytest.fixture
def environment(base_url: str, token: str) -> dict[str, str]:
    """Return the environment of a process that calls the mock."""
    return {**os.environ, "WORKATO_EMBEDDED_API_TOKEN": token, "WORKATO_EMBEDDED_BASE_URL": base_url}


def on_terminal(words: tuple[str, ...], typed: bytes, environment: dict[str, str]) -> tuple[int, str]:
    """Run the command with a terminal, and return its exit code and what the terminal shows."""
    ours, theirs = pty.openpty()
    try:
        # The terminal keeps what is typed until the command reads it.
        os.write(ours, typed)
        done = subprocess.run(
            [*COMMAND, *words], stdin=theirs, stdout=subprocess.DEVNULL, stderr=theirs, check=False, env=environment
        )
        return done.returncode, os.read(ours, 4096).decode()
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_delete_asks_on_a_terminal_and_not_in_a_script(environment: dict[str, str]) -> None:
    """A delete names object and host, and sends nothing unless it is confirmed; without a terminal it does not ask."""
    host = environment["WORKATO_EMBEDDED_BASE_URL"].split("/")[2]
    words = ("recipes", "delete", "-m", "Ecust-0042", "9002")
    code, shown = on_terminal(words, b"n\n", environment)
    assert code == 1
    assert f"Delete a recipe (customer Ecust-0042, recipe_id 9002) at {host}? [y/N]: " in shown
    assert run("recipes", "get", "-m", "Ecust-0042", "9002", **environment).exit_code == 0
    assert run(*words, **environment).exit_code == 0
    assert run("recipes", "get", "-m", "Ecust-0042", "9002", **environment).exit_code == 14


def test_a_write_names_the_host_on_a_terminal(environment: dict[str, str]) -> None:
    """Other writes name the host on standard error and do not ask."""
    host = environment["WORKATO_EMBEDDED_BASE_URL"].split("/")[2]
    code, shown = on_terminal(("recipes", "stop", "-m", "Ecust-0042", "9001"), b"", environment)
    assert (code, shown.strip()) == (0, f"Stop a recipe (customer Ecust-0042, recipe_id 9001) at {host}.")


def test_jobs_are_printed_until_an_interrupt(environment: dict[str, str]) -> None:
    """`jobs tail` writes each job at once, and Ctrl-C ends it with exit code 130."""
    words = ("jobs", "tail", "-m", "Ecust-0042", "9001", "--since", "2020-01-01T00:00:00Z", "-o", "json")
    with subprocess.Popen(
        [*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as running:
        assert running.stdout is not None
        assert json.loads(running.stdout.readline())["id"]
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate()
    assert (running.returncode, errors) == (130, b"Error: interrupted.\n")
