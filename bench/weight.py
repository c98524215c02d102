"""Measures start and memory of the mock and its peers: new processes, through their commands.

Start is CPU time from spawning the process to its first response, with the wall time. Memory is RSS.
"""

from __future__ import annotations

import compileall
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx2
import workato_embedded_mock

from bench.calls import HEADERS, operation_requests
from bench.servers import ROOT, Server, has_prism, has_wiremock, run_moto, run_prism, run_server, run_wiremock

Start = Callable[[], AbstractContextManager[Server]]
Figures = dict[str, Any]

_IMPORT = "import sys, time; import {0}; print(time.process_time(), len(sys.modules))"
_SECOND_APP = """
from pathlib import Path
from workato_embedded_mock.app import create_app

def used():
    return int(Path("/proc/self/statm").read_text().split()[1])

with create_app():
    before = used()
    with create_app():
        print(used() - before)
"""


def run_mock(*options: str) -> AbstractContextManager[Server]:
    """Run the mock by its command."""
    return run_server("workato_embedded_mock", "serve", "--quiet", "--port", "0", *options)


def peers(*, others: bool) -> dict[str, Start]:
    """Return how each server is started; `others` adds moto_server, and Prism and WireMock if they are installed."""
    starts: dict[str, Start] = {"mock": run_mock, "starlette": _run_starlette}
    if others:
        starts["moto"] = run_moto
        if has_prism():
            starts["prism"] = run_prism
        if has_wiremock():
            starts["wiremock"] = run_wiremock
    return starts


def measure_start(starts: Mapping[str, Start], rounds: int) -> Figures:
    """Measure spawn to first response and idle memory of each server, alternating between them.

    The mock is compiled first, as pip compiles what it installs: a checkout may have no bytecode.
    """
    compileall.compile_dir(Path(workato_embedded_mock.__file__).parent, quiet=1)
    turns = [{name: _start(start) for name, start in starts.items()} for _ in range(rounds)]
    return {
        name: {key: round(statistics.median(turn[name][key] for turn in turns), 3) for key in turns[0][name]}
        for name in starts
    }


def _run_starlette() -> AbstractContextManager[Server]:
    return run_server("bench.baseline", str(ROOT / "spec/dist/editions.json"))


def _start(start: Start) -> dict[str, float]:
    with start() as server:
        before = time.perf_counter()
        # moto imports a service when it is first called; its own page needs none.
        path = "moto-api/" if start is run_moto else "managed_users/512044"
        with httpx2.Client(base_url=server.url, headers=HEADERS) as client:
            client.get(path)
        seconds = server.ready_seconds + time.perf_counter() - before
        return {"cpu_seconds": server.cpu_seconds(), "wall_seconds": seconds, "idle_mb": server.memory_mb()}


def measure_first_calls() -> Figures:
    """Measure the first and the second call of each operation, and the memory before and after."""
    requests = operation_requests()
    with run_mock() as mock, httpx2.Client(base_url=mock.url, headers=HEADERS) as client:
        before = mock.memory_mb()
        seconds = []
        for _ in range(2):
            started = mock.cpu_seconds()
            for method, path, body in requests:
                client.request(method, path.removeprefix("/"), json=body)
            seconds.append(mock.cpu_seconds() - started)
        return {
            "operations": len(requests),
            "first_ms": round(seconds[0] * 1e3),
            "second_ms": round(seconds[1] * 1e3),
            "before_mb": round(before, 1),
            "after_mb": round(mock.memory_mb(), 1),
        }


def measure_memory(requests: int, namespaces: int) -> Figures:
    """Measure the memory after requests, and for each namespace of the default seed."""
    with run_mock() as mock, httpx2.Client(base_url=mock.url) as client:
        for _ in range(requests):
            client.get("managed_users/512044", headers=HEADERS)
        used = mock.memory_mb()
        for number in range(namespaces):
            client.get("managed_users/512044", headers={"Authorization": f"Bearer bench-{number}"})
        each = (mock.memory_mb() - used) * 1e3 / namespaces
    return {"requests": requests, "used_mb": round(used, 1), "namespaces": namespaces, "each_kb": round(each, 1)}


def measure_import(rounds: int) -> Figures:
    """Measure `import workato_embedded_mock.app` in new processes: CPU time, and the number of modules."""
    found = [_python(_IMPORT.format("workato_embedded_mock.app")).split() for _ in range(rounds)]
    return {"cpu_seconds": round(statistics.median(float(each[0]) for each in found), 3), "modules": int(found[0][1])}


def measure_second_app() -> float:
    """Measure the memory in MB of another app in a process that has one."""
    pages = int(_python(_SECOND_APP))
    return round(pages * 4096 / 1e6, 1)


def _python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
