"""Runs Schemathesis, in a process of its own, against a mock server with the default seed; must not judge answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workato_embedded_mock import MockServer

from contract_tests.fuzzing.account import ROOT_URL, TOKEN
from contract_tests.judge import ROOT

DOCUMENT = ROOT / "spec/dist/openapi.json"

_CONFIG = Path(__file__).with_name("schemathesis.toml")
_NAMESPACE = "fuzz"


@dataclass(frozen=True)
class Outcome:
    """What a run came to.

    Attributes:
        cases: How many calls were made up and sent.
        operations: How many operations were tried.
        failures: What was found, by kind, with how many of each; none in a clean run.
        unreached: Operations that never answered with success, so that their answers were hardly tried.
        output: What Schemathesis printed; empty when it went to the terminal.
    """

    cases: int
    operations: int
    failures: tuple[str, ...]
    unreached: tuple[str, ...]
    output: str = ""


def fuzz(
    max_examples: int,
    *,
    document: Path = DOCUMENT,
    operations: Iterable[str] = (),
    seed: int | None = None,
    quiet: bool = True,
) -> Outcome:
    """Try all operations of a document, or the ones with the given ids, in all phases.

    Args:
        max_examples: Cases per operation in free fuzzing, and chains of calls after that, in which each takes what the
            ones before it answered. How many cases examples and coverage have, the document says.
        document: The document that is held against the mock.
        operations: The ids of the operations to try; all when left out.
        seed: Where the made-up values begin; the fixed one of the configuration when left out.
        quiet: Keep what Schemathesis prints for the outcome.

    Raises:
        RuntimeError: Schemathesis itself failed.
    """
    with tempfile.TemporaryDirectory() as folder, MockServer(tokens=[_NAMESPACE]) as server:
        report = Path(folder, "report.json")
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(_CONFIG), "run"]
        command += [str(document), "--url", server.url, "--max-examples", str(max_examples)]
        command += ["--report", "json", "--report-json-path", str(report)]
        command += [part for operation in operations for part in ("--include-operation-id", operation)]
        command += [] if seed is None else ["--seed", str(seed)]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, ROOT_URL: server.root_url, TOKEN: _NAMESPACE},
            capture_output=quiet,
            text=True,
            check=False,
        )
        if not report.exists():
            raise RuntimeError(f"Schemathesis ended with {done.returncode} and no report. {done.stderr or ''}")
        return _outcome(json.loads(report.read_text("utf-8")), done.stdout or "")


def _outcome(report: dict[str, Any], output: str) -> Outcome:
    failures = [f"{group['title']} ({group['count']})" for group in (*report["failures"], *report["errors"])]
    if report["exit_code"] and not failures:
        failures.append(f"Schemathesis ended with {report['exit_code']}: {report['stop_reason']}")
    reached = {
        name for name, phases in report["valid_rates"].items() if any(rate["accepted"] for rate in phases.values())
    }
    return Outcome(
        cases=report["test_cases"]["generated"],
        operations=report["operations"]["tested"],
        failures=tuple(failures),
        unreached=tuple(sorted(report["valid_rates"].keys() - reached)),
        output=output,
    )
