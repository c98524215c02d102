"""Measures the fixture `workato_mock` in new pytest processes: one, and the workers of pytest-xdist."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.calls import operation_requests

# Written to the folder of the test, one file for each process.
_FIXTURES = """
import json, pathlib, time
import pytest

times = []

@pytest.mark.parametrize("number", range(6))
def test_fixture(request, number):
    before = time.process_time()
    request.getfixturevalue("workato_mock")
    times.append((time.process_time() - before) * 1e3)
    pathlib.Path(__file__).with_name("found-main.json").write_text(json.dumps(times))
"""
_WORKER = """
import json, os, pathlib, time

REQUESTS = json.loads(pathlib.Path(__file__).with_name("requests.json").read_text("utf-8"))

def used_mb():
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

def test_operations(request, worker_id):
    times, memory = [time.process_time()], [used_mb()]
    mock = request.getfixturevalue("workato_mock")
    times.append(time.process_time())
    memory.append(used_mb())
    with mock.http() as client:
        for method, path, body in REQUESTS:
            client.request(method, path.removeprefix("/"), json=body)
    times.append(time.process_time())
    memory.append(used_mb())
    found = {
        "first_ms": (times[1] - times[0]) * 1e3,
        "operations_ms": (times[2] - times[1]) * 1e3,
        "before_mb": memory[0],
        "fixture_mb": memory[1],
        "after_mb": memory[2],
    }
    pathlib.Path(__file__).with_name(f"found-{worker_id}.json").write_text(json.dumps(found))
"""


def measure_fixtures(rounds: int) -> dict[str, Any]:
    """Measure the CPU time of the fixture in a new pytest: the first, and the median of later ones."""
    turns = [_run(_FIXTURES)[0] for _ in range(rounds)]
    later = statistics.median(each for turn in turns for each in turn[1:])
    return {"first_ms": round(statistics.median(turn[0] for turn in turns)), "later_ms": round(later, 1)}


def measure_workers(rounds: int, workers: int = 2) -> dict[str, Any]:
    """Measure each worker of pytest-xdist: CPU time of the first fixture and of all operations once, and memory.

    The figures are medians of all workers and rounds.
    """
    # Each worker runs all tests.
    options = ("--dist", "each", "--tx", f"{workers}*popen")
    found = [worker for _ in range(rounds) for worker in _run(_WORKER, *options)]
    figures = {key: round(statistics.median(each[key] for each in found), 1) for key in found[0]}
    return {"workers": workers, "operations": len(operation_requests()), **figures}


def _run(tests: str, *options: str) -> list[Any]:
    """Run tests in a new pytest, and return what each of its processes found."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "test_fixture.py"
        path.write_text(tests, "utf-8")
        (folder / "requests.json").write_text(json.dumps(operation_requests()), "utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", name]
        subprocess.run([*command, *options, str(path)], cwd=folder, capture_output=True, check=True)
        return [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("found-*.json"))]
