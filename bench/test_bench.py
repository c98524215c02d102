"""The benchmark runs; what it finds is nobody's failure."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_benchmark_measures_everything_that_it_promises(tmp_path: Path) -> None:
    """With a handful of requests: each call against its peer, the start, and namespaces; kept as JSON."""
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


def test_the_client_is_measured_against_bare_httpx() -> None:
    """With a handful of calls: import and call, each with its ratio and its target."""
    command = [sys.executable, "-m", "bench.client", "--rounds", "1", "--calls", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert all(text in done.stdout for text in ("import, and make a client", "get one customer", "1.3", "1.5"))
