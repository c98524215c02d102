"""The guide to seeds leads from nothing to a running scenario with few starts of a server."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from workato_embedded import WorkatoEmbedded

from contract_tests.support.processes import Replica, replica
from contract_tests.support.validator import ROOT

MODULES = {"workato-mock": "workato_embedded_mock", "workato-embedded": "workato_embedded.cli"}
MOST_STARTS = 3


class Reader:
    """A person that follows the guide: writes its files and runs its commands, each server until the next one.

    Attributes:
        starts: The number of servers that were started.
        printed: What the last block of commands printed.
    """

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.starts = 0
        self.printed = ""
        self.url = ""
        self._folder = folder
        self._stack = stack
        self._server: ExitStack | None = None

    def run(self, line: str, *, fails: bool) -> None:
        """Run a line of the guide; the output goes to the file that the line names, if any."""
        command, _, file = line.partition(" > ")
        program, *arguments = shlex.split(command)
        if program == "export":
            assert "WORKATO_EMBEDDED_BASE_URL=http://127.0.0.1:8765/api" in arguments
            return
        if arguments[0] == "serve":
            self._serve(arguments)
            return
        done = subprocess.run(
            [sys.executable, "-m", MODULES[program], *arguments],
            cwd=self._folder,
            env={
                **os.environ,
                "WORKATO_EMBEDDED_BASE_URL": self.url,
                "WORKATO_EMBEDDED_API_TOKEN": "guide",
                "WORKATO_MOCK_URL": self.url,
                "PYTHONPATH": os.pathsep.join(str(ROOT / each) for each in ("", "generated_client", "mock_server")),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == int(fails), f"{line}\n{done.stdout}{done.stderr}"
        if file:
            (self._folder / file).write_text(done.stdout, encoding="utf-8")
        self.printed += done.stdout + done.stderr

    def _serve(self, arguments: list[str]) -> None:
        if self._server is not None:
            self._server.close()
        self._server = self._stack.enter_context(ExitStack())
        *others, file = arguments
        words = [*others, str(self._folder / file), "--port", "0"]
        started: Replica = self._server.enter_context(replica(words, {}))
        self.starts += 1
        self.url = started.url


def test_the_guide_leads_to_a_running_scenario_with_few_starts(tmp_path: Path) -> None:
    """The commands of the guide work in their order, print what it shows, and start at most three servers."""
    text = (ROOT / "docs/guides/seeds.md").read_text(encoding="utf-8").partition("\n## The form\n")[0]
    blocks = re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    with ExitStack() as stack:
        reader = Reader(tmp_path, stack)
        for kind, name, content in blocks:
            if kind == "yaml":
                (tmp_path / name).write_text(content, encoding="utf-8")
            elif kind == "text":
                assert reader.printed == content
            else:
                assert kind == "sh"
                reader.printed = ""
                for line in content.splitlines():
                    reader.run(line, fails=name == "fails")
        assert "crm.batch_size" in reader.printed
        with WorkatoEmbedded(base_url=reader.url, api_token="guide") as client:
            jobs = client.jobs.list("Ecust-1", next(iter(client.recipes.list("Ecust-1"))).id)
            assert {job.status for job in jobs} == {"failed", "succeeded"}
        assert json.loads((tmp_path / "seed.schema.json").read_text("utf-8"))["title"] == "Seed of workato-mock"
    assert 1 <= reader.starts <= MOST_STARTS
