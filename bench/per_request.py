"""Measures the CPU time per request, over a socket: of the mock, and of its peers in the same rounds."""

from __future__ import annotations

import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2

from bench.calls import CALLS, FILLERS, HEADERS, WARM_UP, Call
from bench.servers import Server, has_prism, has_wiremock, respond_always, run_prism, run_server, run_wiremock


def measure_calls(requests: int, rounds: int, *, others: bool) -> list[dict[str, Any]]:
    """Measure each call, alternating between the mock and Starlette; `others` adds the peers that are installed."""
    with (
        run_server("workato_embedded_mock", "serve", "--quiet", "--port", "0") as mock,
        ExitStack() as stack,
        tempfile.TemporaryDirectory() as folder,
        httpx2.Client(base_url=mock.url, headers=HEADERS) as client,
    ):
        servers = {"mock": mock}
        if others and has_prism():
            servers["prism"] = stack.enter_context(run_prism())
        if others and has_wiremock():
            servers["wiremock"] = stack.enter_context(run_wiremock())
        for call in FILLERS:
            call.send(client)
        return [_measure_call(call, servers, Path(folder, "response.json"), client, requests, rounds) for call in CALLS]


def _measure_call(
    call: Call, running: dict[str, Server], path: Path, client: httpx2.Client, requests: int, rounds: int
) -> dict[str, Any]:
    """Measure one call. Starlette, which reads `path`, and WireMock send the same response as the mock."""
    body = call.send(client)
    path.write_bytes(body)
    if "wiremock" in running:
        respond_always(running["wiremock"], body)
    with run_server("bench.baseline", str(path)) as starlette:
        servers = {"mock": running["mock"], "starlette": starlette, **running}
        turns = [
            {name: _cpu_seconds(server, call, requests) for name, server in servers.items()} for _ in range(rounds)
        ]
    figures: dict[str, Any] = {"name": call.name}
    for name in servers:
        figures[f"{name}_microseconds"] = round(statistics.median(turn[name] for turn in turns) * 1e6)
    for name in list(servers)[1:]:
        ratios = [turn["mock"] / turn[name] for turn in turns]
        figures[f"to_{name}"] = round(statistics.median(ratios), 2)
        figures[f"to_{name}_spread"] = [round(min(ratios), 2), round(max(ratios), 2)]
    return figures


def _cpu_seconds(server: Server, call: Call, requests: int) -> float:
    """Return the CPU time in seconds that a server takes for one request."""
    with httpx2.Client(base_url=server.url, headers=HEADERS) as client:
        for _ in range(min(WARM_UP, requests)):
            call.send(client)
        before = server.cpu_seconds()
        for _ in range(requests):
            call.send(client)
        return (server.cpu_seconds() - before) / requests
