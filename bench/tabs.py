"""Measures what open tabs of the console cost: the latency of API requests while tabs poll the list of requests."""

from __future__ import annotations

import re
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import urljoin

import httpx2

from bench.calls import CALLS, HEADERS, WARM_UP
from bench.weight import run_mock

TABS = 10
# The first account of a new server.
_PAGE = "/_mock/console/accounts/1/requests/"


class Poll(NamedTuple):
    """A request that a page repeats.

    Attributes:
        url: The URL.
        seconds: The time between two of its requests.
    """

    url: str
    seconds: float


def measure_tabs(requests: int, rounds: int) -> list[dict[str, Any]]:
    """Return a line without open tabs and one with them: the latency of an API request, and the ratio of the medians.

    Args:
        requests: The requests of a round.
        rounds: The rounds, which alternate between no tab and all tabs; the figures are their medians.
    """
    with (
        run_mock() as mock,
        httpx2.Client(base_url=mock.url, headers=HEADERS) as client,
    ):
        _latencies(client, WARM_UP)
        turns = [(_latencies(client, requests), _with_tabs(mock.url, client, requests)) for _ in range(rounds)]
    medians = [[statistics.median(latencies) for latencies in turn] for turn in turns]
    lines = []
    for number, tabs in enumerate((0, TABS)):
        median = statistics.median(turn[number] for turn in medians)
        p95 = statistics.median(_p95(turn[number]) for turn in turns)
        ratio = statistics.median(turn[number] / turn[0] for turn in medians)
        lines.append(
            {"open tabs": tabs, "median_ms": round(median, 2), "p95_ms": round(p95, 2), "to none": round(ratio, 2)}
        )
    return lines


def poll_of(page: str, base: str) -> Poll:
    """Return the request that a page of the console repeats.

    Raises:
        ValueError: It repeats none.
    """
    finder = _PollFinder()
    finder.feed(page)
    if finder.found is None:
        raise ValueError("the page does not poll")
    return Poll(urljoin(base, finder.found.url), finder.found.seconds)


class _PollFinder(HTMLParser):
    found: Poll | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as in the base class
        values = dict(attrs)
        every = re.search(r"every (\d+)(m?)s", values.get("hx-trigger") or "")
        if every and values.get("hx-get") is not None:
            self.found = Poll(values["hx-get"] or "", int(every[1]) / (1000 if every[2] else 1))


def _latencies(client: httpx2.Client, requests: int, seconds: float = 0) -> list[float]:
    """Return the times of some requests in milliseconds, and of more until as many seconds are over."""
    found: list[float] = []
    end = time.perf_counter() + seconds
    while len(found) < requests or time.perf_counter() < end:
        before = time.perf_counter()
        CALLS[0].send(client)
        found.append((time.perf_counter() - before) * 1e3)
    return found


def _with_tabs(url: str, client: httpx2.Client, requests: int) -> list[float]:
    page = httpx2.get(urljoin(url, _PAGE), follow_redirects=True).raise_for_status()
    poll = poll_of(page.text, str(page.url))
    with _open_tabs(poll):
        # Each tab polls at least once.
        return _latencies(client, requests, poll.seconds)


@contextmanager
def _open_tabs(poll: Poll) -> Iterator[None]:
    """Poll as open tabs do, until the block ends. The first requests are spread over the time between two polls."""
    closed = threading.Event()
    tabs = [threading.Thread(target=_tab, args=(poll, number, closed)) for number in range(TABS)]
    for tab in tabs:
        tab.start()
    try:
        yield
    finally:
        closed.set()
        for tab in tabs:
            tab.join()


def _tab(poll: Poll, number: int, closed: threading.Event) -> None:
    with httpx2.Client(headers={"HX-Request": "true"}) as client:
        pause = poll.seconds * number / TABS
        while not closed.wait(pause):
            client.get(poll.url).raise_for_status()
            pause = poll.seconds


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
