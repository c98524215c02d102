"""What the figures should reach, and whether they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Figures = Mapping[str, Any]

# The highest intended CPU time of each call, as a multiple of Starlette's.
_CALLS = {"get one customer": 1.6, "create a customer": 2.0, "look up by column": 1.6, "list 100 customers": 2.5}


@dataclass(frozen=True)
class Goal:
    """A figure to reach.

    Attributes:
        name: What is measured.
        found: What was measured.
        goal: What should be reached.
        reached: Whether it was; None if a peer that the goal names was not measured.
    """

    name: str
    found: str
    goal: str
    reached: bool | None

    @property
    def verdict(self) -> str:
        """Whether the goal was reached, in words."""
        return {True: "reached", False: "not reached", None: "not measured"}[self.reached]


def server_goals(figures: Figures) -> Iterator[Goal]:
    """Return the goals of start, memory, fixtures and CPU time per request."""
    start, fixtures = figures["start"], figures["fixtures"]
    mock, moto = start["mock"], start.get("moto")
    wall = f"{mock['wall_seconds']:.2f} s wall, {mock['cpu_seconds']:.2f} s CPU"
    memory = f"{mock['idle_mb']:.0f} MB"
    started = None
    if moto:
        ratios = mock["wall_seconds"] / moto["wall_seconds"], mock["cpu_seconds"] / moto["cpu_seconds"]
        wall += f": {ratios[0]:.1f} × moto wall, {ratios[1]:.1f} × CPU"
        memory += f", {mock['idle_mb'] / moto['idle_mb']:.1f} × moto"
        started = max(ratios) <= 2
    yield Goal("spawn to first response", wall, "at most 2 × moto, aim 1.2 ×", started)
    yield _most("memory idle", mock["idle_mb"], 90, "MB", memory)
    yield _most("a second app in the process", figures["second_app_mb"], 10, "MB")
    yield _most("first fixture in a fresh pytest (CPU)", fixtures["first_ms"], 500, "ms")
    yield _most("each later fixture (CPU)", fixtures["later_ms"], 3, "ms")
    yield from map(_call, figures["calls"])


def _call(call: Figures) -> Goal:
    limit, ratio = _CALLS[call["name"]], call["to_starlette"]
    peers = ("starlette", "prism", "wiremock")
    names = {"starlette": "Starlette", "prism": "Prism", "wiremock": "WireMock"}
    found = ", ".join(f"{call[f'to_{peer}']} × {names[peer]}" for peer in peers if f"to_{peer}" in call)
    goal = f"at most {limit} × Starlette"
    if not call["name"].startswith("list"):
        return Goal(call["name"], found, goal, ratio <= limit)
    below = call["to_prism"] < 1 if "to_prism" in call else None
    return Goal(call["name"], found, f"{goal}, below Prism", below and ratio <= limit)


def log_goals(figures: Figures) -> Iterator[Goal]:
    """Return the goal of the request log."""
    low, high = figures["percent_spread"]
    share = f"{figures['log_microseconds']} µs of {figures['quiet_microseconds']} µs"
    text = f"{figures['percent']} % ({low} to {high}): {share}"
    yield _most("request log, of getting one customer (CPU)", figures["percent"], 5, "%", text)


def client_goals(figures: Figures) -> Iterator[Goal]:
    """Return the goals of the client, as ratios to plain httpx2."""
    for name, found in figures.items():
        goal = f"at most {found['goal']} × httpx2"
        text = f"{found['ratio']:.2f} × httpx2, {found['client_microseconds'] / 1e3:,.1f} ms"
        yield Goal(f"client: {name} (CPU)", text, goal, found["ratio"] <= found["goal"])


def install_goals(figures: Figures) -> Iterator[Goal]:
    """Return the goals of what pip installs, with the bytecode that it writes."""
    for name, key, limit in (("base install", "client", 10), ("`[mock]` install", "mock", 70)):
        found = figures[key]
        text = f"{found['packages']} packages, {found['with_bytecode_mb']} MB, {found['mb']} MB without bytecode"
        yield _most(name, found["with_bytecode_mb"], limit, "MB", text)
    unused = [each["name"] for each in figures["libraries"] if each["imported"] == "never"]
    yield Goal("packages that the mock never imports", ", ".join(unused) or "none", "none", not unused)


def _most(name: str, value: float, limit: float, unit: str, text: str = "") -> Goal:
    return Goal(name, text or f"{value} {unit}", f"at most {limit} {unit}", value <= limit)
