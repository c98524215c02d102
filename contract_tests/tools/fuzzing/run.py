"""Run Schemathesis as a process against a mock server with the default seed."""

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

from contract_tests.support.validator import ROOT
from contract_tests.tools.fuzzing.account import ROOT_URL, TOKEN

DOCUMENT = ROOT / "spec/dist/openapi.json"

_CONFIG = Path(__file__).with_name("schemathesis.toml")
_NAMESPACE = "fuzz"
# Sequences have a run of their own, since Schemathesis ends them early after the other phases.
_RUNS = ("examples,coverage,fuzzing", "stateful")

Report = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """The result of a run.

    Attributes:
        cases: The number of generated requests.
        operations: The number of tested operations.
        failures: The kinds of failures, each with its number.
        reached: The operations that succeeded at least once, as method and path.
        unreached: The operations that never succeeded, so that their successful responses were not checked.
        output: The output of Schemathesis; empty if it was not captured.
    """

    cases: int
    operations: int
    failures: tuple[str, ...]
    reached: tuple[str, ...]
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
    """Test all operations of a document, or those with the given ids, in all phases.

    Args:
        max_examples: Random requests per operation, and sequences of calls that use the responses of earlier calls.
            The document determines the number of requests in the phases `examples` and `coverage`.
        document: The document against which the mock is tested.
        operations: The ids of the operations; all if empty.
        seed: The random seed; that of the configuration if None.
        quiet: Whether to capture the output of Schemathesis.

    Raises:
        RuntimeError: Schemathesis itself failed.
    """
    chosen = ["--max-examples", str(max_examples), *(() if seed is None else ("--seed", str(seed)))]
    chosen += [part for operation in operations for part in ("--include-operation-id", operation)]
    return _together([_run(document, [*chosen, "--phases", phases], quiet=quiet) for phases in _RUNS])


def fuzz_until(cases: int, max_examples: int, *, seed: int, quiet: bool = False) -> Outcome:
    """Test all operations in rounds, each with the next seed, until enough requests were sent.

    Args:
        cases: The number of requests.
        max_examples: See `fuzz`.
        seed: The seed of the first round.
        quiet: Whether to capture the output of Schemathesis.

    Raises:
        RuntimeError: Schemathesis itself failed.
    """
    rounds: list[Outcome] = []
    while sum(outcome.cases for outcome in rounds) < cases:
        rounds.append(fuzz(max_examples, seed=seed + len(rounds), quiet=quiet))
    return Outcome(
        cases=sum(outcome.cases for outcome in rounds),
        operations=max(outcome.operations for outcome in rounds),
        failures=tuple(failure for outcome in rounds for failure in outcome.failures),
        reached=tuple(sorted({name for outcome in rounds for name in outcome.reached})),
        # What one round does not reach, another may.
        unreached=tuple(sorted(set.intersection(*[set(outcome.unreached) for outcome in rounds]))),
        output="\n".join(outcome.output for outcome in rounds),
    )


def _run(document: Path, options: Iterable[str], *, quiet: bool) -> tuple[Report, str]:
    """Run Schemathesis once against a new server; return its report and its output."""
    with tempfile.TemporaryDirectory() as folder, MockServer(tokens=[_NAMESPACE]) as server:
        path = Path(folder, "report.json")
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(_CONFIG), "run", str(document)]
        command += ["--url", server.url, "--report", "json", "--report-json-path", str(path), *options]
        environment = {**os.environ, ROOT_URL: server.root_url, TOKEN: _NAMESPACE}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=quiet, text=True, check=False)
        if not path.exists():
            raise RuntimeError(f"Schemathesis ended with {done.returncode} and no report. {done.stderr or ''}")
        return json.loads(path.read_text("utf-8")), done.stdout or ""


def _together(runs: list[tuple[Report, str]]) -> Outcome:
    """Return the total of several runs."""
    reports = [report for report, _ in runs]
    rates = [(name, phases) for report in reports for name, phases in report["valid_rates"].items()]
    reached = {name for name, phases in rates if any(rate["accepted"] for rate in phases.values())}
    return Outcome(
        cases=sum(report["test_cases"]["generated"] for report in reports),
        operations=max(report["operations"]["tested"] for report in reports),
        failures=tuple(failure for report in reports for failure in _failures(report)),
        reached=tuple(sorted(reached)),
        unreached=tuple(sorted({name for name, _ in rates} - reached)),
        output="\n".join(output for _, output in runs),
    )


def _failures(report: Report) -> list[str]:
    failures = [f"{group['title']} ({group['count']})" for group in (*report["failures"], *report["errors"])]
    if report["exit_code"] and not failures:
        failures.append(f"Schemathesis ended with {report['exit_code']}: {report['stop_reason']}")
    return failures
