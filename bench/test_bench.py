"""The benchmarks run. Their figures are not checked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_benchmark_of_the_mock_writes_all_figures(tmp_path: Path) -> None:
    """The benchmark of the mock writes and prints each call with its baseline, the start and the cost of namespaces."""
    output = tmp_path / "results.json"
    command = [sys.executable, "-m", "bench", "--requests", "2", "--rounds", "1", "--no-prism", "--output", str(output)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    result = json.loads(output.read_text("utf-8"))
    assert len(result["calls"]) == 4
    assert all(call["to_starlette"] > 0 for call in [*result["calls"], *result["in_process"]])
    assert result["start_seconds"]["median"] > 0
    assert result["namespace_milliseconds"].keys() == {"make", "reset", "snapshot", "restore", "rows"}
    assert all(call["name"] in done.stdout for call in result["calls"])


def test_the_benchmark_of_the_client_prints_all_figures() -> None:
    """The benchmark of the client prints import, first request and later ones, each with its ratio and its target."""
    command = [sys.executable, "-m", "bench.client", "--rounds", "1", "--calls", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    lines = (
        "import and create a client",
        "import, create a client and get one customer",
        "get one customer, in memory",
    )
    assert all(text in done.stdout for text in (*lines, "1.3", "1.5"))
