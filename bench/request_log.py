"""Measures what the request log costs: CPU time of a GET with it and without it, over a socket."""

from __future__ import annotations

import statistics
import tempfile
from typing import Any

import httpx2

from bench.calls import CALLS, HEADERS, WARM_UP
from bench.servers import run_server

_SERVE = ("workato_embedded_mock", "serve", "--port", "0")
# The servers alternate after so few requests, so that other load of the machine affects both.
_TURN = 20


def measure_request_log(requests: int, rounds: int) -> dict[str, Any]:
    """Measure a server that logs into a file and a quiet one in the same rounds; the cost is the median of the rounds.

    The CPU time of a whole round counts, since a thread writes the lines of several requests together.
    """
    with (
        tempfile.TemporaryFile() as log,
        run_server(*_SERVE, stderr=log.fileno()) as logging,
        run_server(*_SERVE, "--quiet") as quiet,
        httpx2.Client(base_url=logging.url, headers=HEADERS) as first,
        httpx2.Client(base_url=quiet.url, headers=HEADERS) as second,
    ):
        _alternate(first, second, WARM_UP)
        turns = []
        for _ in range(rounds):
            before = logging.cpu_seconds(), quiet.cpu_seconds()
            sent = _alternate(first, second, requests)
            turns.append(((logging.cpu_seconds() - before[0]) / sent, (quiet.cpu_seconds() - before[1]) / sent))
    cost = statistics.median(logged - silent for logged, silent in turns)
    percents = [(logged / silent - 1) * 100 for logged, silent in turns]
    return {
        "quiet_microseconds": round(statistics.median(silent for _, silent in turns) * 1e6),
        "log_microseconds": round(cost * 1e6, 1),
        "percent": round(statistics.median(percents), 1),
        "percent_spread": [round(min(percents), 1), round(max(percents), 1)],
    }


def _alternate(first: httpx2.Client, second: httpx2.Client, requests: int) -> int:
    """Send requests to two servers in turns, and return how many each has got."""
    turns = max(1, requests // _TURN)
    for _ in range(turns):
        for client in (first, second):
            for _ in range(_TURN):
                CALLS[0].send(client)
    return turns * _TURN
