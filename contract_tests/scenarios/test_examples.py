"""The examples, the demo and the README work."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from workato_embedded import WorkatoEmbedded
from workato_embedded_mock import MockServer

from contract_tests.support.validator import ROOT

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
    snippets = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(snippets) == 3
    with MockServer() as server:
        names: dict[str, Any] = {"api_token": "readme"}
        exec(snippets[0].replace('data_center="eu"', f"base_url={server.url!r}"), names)
        assert names["error" if "error" in names else "customer"]
        exec(snippets[1].replace("http://127.0.0.1:8765", server.url), names)
        names["client"].close()
    exec(snippets[2], names)
    names["client"].close()
