"""The examples, the demo and the README work."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from workato_embedded import WorkatoEmbedded
from workato_embedded_mock import MockServer

from contract_tests.support.readme import run_snippets
from contract_tests.support.validator import ROOT, operations

README = (ROOT / "README.md").read_text(encoding="utf-8")

Workflow = Callable[[WorkatoEmbedded, WorkatoEmbedded], Iterator[str]]


def test_the_example_of_a_partner_workflow_works() -> None:
    """examples/onboard_customer.py completes all steps of a typical partner workflow."""
    workflow: Workflow = runpy.run_path(str(ROOT / "examples/onboard_customer.py"))["workflow"]
    with (
        MockServer(tokens=["right"]) as server,
        WorkatoEmbedded("right", base_url=server.url) as partner,
        WorkatoEmbedded("wrong", base_url=server.url) as unauthorized,
    ):
        steps = list(workflow(partner, unauthorized))
    assert len(steps) == 14


def test_the_demo_shows_every_step_as_passed() -> None:
    """`make demo` succeeds and prints a table in which every step has a check mark."""
    done = subprocess.run(
        [sys.executable, "-m", "examples.demo"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Every step passed." in done.stdout
    assert done.stdout.count("✓") == 14
    assert "✗" not in done.stdout
    assert "Traceback" not in done.stderr


def test_the_demo_checks_the_generated_files() -> None:
    """The demo runs the check of generated files that CI runs."""
    assert '"-m", "generator", "check"' in (ROOT / "examples/demo.py").read_text(encoding="utf-8")


def test_the_snippets_of_the_readme_work() -> None:
    """Each Python snippet of the README runs against the mock."""
    run_snippets(README)


def test_the_readme_states_how_many_operations_there_are() -> None:
    """The numbers of operations in the README, by confidence, are those of the document."""
    stated = re.search(r"(\d+) operations: (\d+) are documented, (\d+) partly, and (\d+) are inferred", README)
    assert stated is not None
    known = Counter(each["x-provenance"]["confidence"] for each in operations().values())
    assert [int(number) for number in stated.groups()] == [
        known.total(),
        *(known[confidence] for confidence in ("documented", "partly", "inferred")),
    ]


def test_the_commands_of_the_readme_give_the_api_of_a_day(tmp_path: Path) -> None:
    """The README's commands of the generator write the document and the client of a day, and list what changed."""
    lines = re.findall(r"^python -m generator (.+?)(?:  #.*)?$", README, re.MULTILINE)
    assert [line.split()[0] for line in lines] == ["bundle", "client", "diff"]
    for line in lines:
        command = [sys.executable, "-m", "generator", *line.split(), "--root", str(ROOT)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stderr  # 1: something changed between the two days
        assert done.stdout + done.stderr
    assert "2023-11-20" in (tmp_path / "openapi-2023.yaml").read_text("utf-8")
    assert (tmp_path / "old-client").is_dir()
