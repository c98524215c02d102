"""Turns the figures of a benchmark into tables, a Markdown page and SVG charts."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

Rows = Sequence[Sequence[str]]
_WIDTH, _BAR, _LABEL = 640, 22, 200
_METHOD = """# Benchmarks

<!-- Written by `make bench`. Do not edit it. -->

Figures of one run of `make bench`; those of long lists are of `make bench ARGS=--scale`. The machine is shared,
so compare ratios: medians of {rounds} rounds that alternate between the servers. Python {python}, {system}.

- Start: CPU time and wall time from spawning the process to its first response. For `moto_server` that is its own page,
  because a call of a service also imports the service. It has its own environment, pinned by `bench/locks/moto.txt`.
- Memory: resident memory (RSS) of the server process after that response, in MB of a million bytes.
- CPU time per request: of the server process, over a socket, with keep-alive. Starlette is a minimal app that sends
  the same response.
- Fixtures: CPU time in a new pytest process, without the start of pytest.
- First calls: one request to each operation, most of them with ids that do not exist.
- Prism is measured if Node is installed. WireMock is not measured: it needs Java, which nothing else here needs.
"""
_SCALE = """## Long lists

Median time of a response in ms, for a page of 50 entries. A row is added and deleted before each request. Counts are
exact: each is computed from the rows. [ADR 0017](adr/0017-long-lists.md) says which figures grow, and why.

"""


def goals(result: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return each figure to reach: its name, what was measured, and the goal."""
    lines = []
    start, fixtures = result["start"], result["fixtures"]
    mock, moto = start["mock"], start.get("moto")
    wall = f"{mock['wall_seconds']:.2f} s wall, {mock['cpu_seconds']:.2f} s CPU"
    memory = f"{mock['idle_mb']:.0f} MB"
    if moto:
        ratio = mock["wall_seconds"] / moto["wall_seconds"], mock["cpu_seconds"] / moto["cpu_seconds"]
        wall += f": {ratio[0]:.1f} × moto wall, {ratio[1]:.1f} × CPU"
        memory += f", {mock['idle_mb'] / moto['idle_mb']:.1f} × moto"
    lines.append(("spawn to first response", wall, "at most 2 × moto, aim 1.2 ×"))
    lines.append(("memory idle", memory, "at most 90 MB"))
    lines.append(("a second app in the process", f"{result['second_app_mb']} MB", "at most 10 MB"))
    lines.append(("first fixture in a fresh pytest (CPU)", f"{fixtures['first_ms']} ms", "at most 500 ms"))
    lines.append(("each later fixture (CPU)", f"{fixtures['later_ms']} ms", "at most 3 ms"))
    wanted = {"get one customer": 1.6, "create a customer": 2.0, "look up by column": 1.6, "list 100 customers": 2.5}
    for call in result["calls"]:
        found = f"{call['to_starlette']} × Starlette"
        if "to_prism" in call:
            found += f", {call['to_prism']} × Prism"
        below = ", below Prism" if call["name"].startswith("list") else ""
        lines.append((call["name"], found, f"at most {wanted[call['name']]} × Starlette{below}"))
    return lines


def details(result: Mapping[str, Any]) -> Rows:
    """Return the other figures: name and value."""
    first, memory, imported = result["first_calls"], result["memory"], result["import"]
    servers = [
        (f"start of {name}", f"{each['cpu_seconds']} s CPU, {each['wall_seconds']} s wall, {each['idle_mb']:.0f} MB")
        for name, each in result["start"].items()
    ]
    return [
        *servers,
        ("`import workato_embedded_mock.app` (CPU)", f"{imported['cpu_seconds']} s, {imported['modules']} modules"),
        (f"first call of each of {first['operations']} operations (CPU)", f"{first['first_ms']} ms"),
        ("second call of each (CPU)", f"{first['second_ms']} ms"),
        ("memory before and after all operations were called", f"{first['before_mb']} MB, {first['after_mb']} MB"),
        (f"memory after {memory['requests']:,} requests", f"{memory['used_mb']} MB"),
        (f"memory per namespace, at {memory['namespaces']:,}", f"{memory['each_kb']} kB"),
    ]


def show_report(result: Mapping[str, Any]) -> None:
    """Print the tables."""
    console = Console(file=sys.stdout, width=120)
    for heads, rows in _tables(result):
        table = Table(*heads)
        for row in rows:
            table.add_row(*row)
        console.print(table)


def write_report(result: Mapping[str, Any], folder: Path) -> None:
    """Write the page and its charts into a folder."""
    charts = folder / "charts"
    charts.mkdir(parents=True, exist_ok=True)
    parts = []
    if "calls" in result:
        parts.append(_METHOD.format(rounds=result["rounds"], **result["machine"]))
        start = result["start"]
        drawn = {
            "start": ("CPU time to the first response, s", {name: each["cpu_seconds"] for name, each in start.items()}),
            "memory": ("Memory idle, MB", {name: each["idle_mb"] for name, each in start.items()}),
            "requests": (
                "CPU time per request, multiple of Starlette",
                {call["name"]: call["to_starlette"] for call in result["calls"]},
            ),
        }
        for name, (title, bars) in drawn.items():
            (charts / f"{name}.svg").write_text(bar_chart(title, bars), "utf-8")
        parts += [f"![{title}](charts/{name}.svg)\n" for name, (title, _) in drawn.items()]
    for heads, rows in _tables(result):
        parts.append((_SCALE if heads[0] == "database" else "") + _markdown(heads, rows))
    (folder / "benchmarks.md").write_text("\n".join(parts), "utf-8")


def _tables(result: Mapping[str, Any]) -> Iterable[tuple[Sequence[str], Rows]]:
    if "calls" in result:
        yield ("figure", "this run", "goal"), goals(result)
        yield ("figure", "this run"), details(result)
    if "scale" in result:
        lines = result["scale"]
        yield (
            tuple(key.replace("_ms", ", ms").replace("_mb", ", MB") for key in lines[0]),
            [[f"{value:,}" if isinstance(value, int) else str(value) for value in line.values()] for line in lines],
        )


def _markdown(heads: Sequence[str], rows: Rows) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def bar_chart(title: str, bars: Mapping[str, float]) -> str:
    """Return an SVG chart with a horizontal bar and its value for each name."""
    longest = max(bars.values())
    parts = [f'<text x="0" y="16" font-weight="bold">{escape(title)}</text>']
    for number, (name, value) in enumerate(bars.items()):
        y = 28 + number * (_BAR + 6)
        width = round((_WIDTH - _LABEL - 70) * value / longest, 1)
        parts += [
            f'<text x="0" y="{y + 16}">{escape(name)}</text>',
            f'<rect x="{_LABEL}" y="{y}" width="{width}" height="{_BAR}" fill="#3b6ea5"/>',
            f'<text x="{_LABEL + width + 6}" y="{y + 16}">{value:,.2f}</text>',
        ]
    height = 34 + len(bars) * (_BAR + 6)
    size = f'width="{_WIDTH}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">'
    return "\n".join([head, f'<rect {size} fill="white"/>', *parts, "</svg>", ""])
