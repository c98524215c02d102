"""Turns the figures of the benchmarks into tables, a Markdown page and SVG charts."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.charts import bar_chart
from bench.goals import client_goals, install_goals, log_goals, server_goals
from bench.scale import LIMIT, PAGES, ratios

Figures = Mapping[str, Any]
Rows = Sequence[Sequence[str]]

_METHOD = """# Benchmarks

<!-- Written by `make bench` from bench/results.json. Do not edit it. -->

One run of `make bench` measures everything. `make bench ARGS=--no-scale` leaves out the long lists, and keeps their
figures of an earlier run; [the last table](#runs) lists the runs. Machines differ, so compare ratios: they are
medians of rounds that alternate between the servers.

- Start: CPU time and wall time from spawning the process to its first response. For `moto_server` that is its own page,
  because a call of a service also imports the service. It has its own environment, pinned by `bench/locks/moto.txt`.
- Memory: resident memory (RSS) of the server process after that response, in MB of a million bytes.
- CPU time per request: of the server process, over a socket, with keep-alive. Starlette is a minimal app that sends
  the same response. WireMock sends the same response, too; Prism makes its own from the document.
- The mock runs without its request log (`--quiet`). The log is measured with a second mock, which logs into a file:
  both get the same requests in short alternating turns.
- Prism is measured if Node is installed, and WireMock if Java is installed as well: npm installs both.
- Fixtures: CPU time in a new pytest process, without the start of pytest.
- First calls: one request to each operation, most of them with ids that do not exist.
- Install: files that pip installs into a new environment, with the bytecode that it writes.
"""
_LIBRARIES = """## Libraries of the mock

What `pip install 'workato-embedded[mock]'` installs, and when the mock imports it: at its start, for a request to each
operation, only for other features, or never. What is never imported is there because connexion requires it.
[ADR 0015](adr/0015-two-distributions.md) says what was tried to have fewer.

"""
_CONSOLE = """## Open tabs of the console

Latency of an API request that gets one customer, with no page of the console open, and with tabs that show the list of
requests and poll for new ones. The last column is the ratio of the medians.

"""
_LISTS = f"""## Long lists

Median CPU time in ms of a response with 50 entries (25 jobs): of the mock, and of the process with which PostgreSQL
serves it. Rows are added and deleted before each request. Counts are exact. The ratio is the largest of the three
pages to the same page with the fewest rows; it may be {LIMIT}. Pages of jobs continue after a job, the others have
numbers.
[ADR 0017](adr/0017-long-lists.md) says which lists are covered, and how.

"""
_RUNS = """## Runs

Parts with the same start are of one run. The minutes are those of the whole run.

"""


@dataclass(frozen=True)
class Section:
    """A table with the Markdown before it."""

    heads: Sequence[str]
    rows: Rows
    text: str = ""

    def markdown(self) -> str:
        """Return the section as Markdown."""
        lines = [self.heads, ["---"] * len(self.heads), *self.rows]
        return self.text + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def show_report(result: Figures) -> None:
    """Print the tables."""
    console = Console(file=sys.stdout, width=120)
    for section in _sections(result):
        table = Table(*section.heads)
        for row in section.rows:
            table.add_row(*row)
        console.print(table)


def page(result: Figures) -> str:
    """Return the page."""
    charts = [f"![{title}](charts/{name}.svg)\n" for name, (title, _) in _charts(result).items()]
    return "\n".join([_METHOD, *charts, *(section.markdown() for section in _sections(result))])


def write_charts(result: Figures, folder: Path) -> None:
    """Write the charts into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (title, bars) in _charts(result).items():
        (folder / f"{name}.svg").write_text(bar_chart(title, bars), "utf-8")


def _charts(result: Figures) -> dict[str, tuple[str, dict[str, float]]]:
    """Return the title and the bars of each chart, by the name of its file."""
    if "servers" not in result:
        return {}
    start, calls = (result["servers"]["figures"][key] for key in ("start", "calls"))
    return {
        "start": ("CPU time to the first response, s", {name: each["cpu_seconds"] for name, each in start.items()}),
        "memory": ("Memory idle, MB", {name: each["idle_mb"] for name, each in start.items()}),
        "requests": (
            "CPU time per request, multiple of Starlette",
            {call["name"]: call["to_starlette"] for call in calls},
        ),
    }


def _sections(result: Figures) -> Iterator[Section]:
    """Return the sections for the parts that were measured."""
    figures = {part: each["figures"] for part, each in result.items()}
    goals = [goal for part, goals_of in _GOALS.items() if part in figures for goal in goals_of(figures[part])]
    if goals:
        rows = [(each.name, each.found, each.goal, each.verdict) for each in goals]
        yield Section(("figure", "measured", "goal", "verdict"), rows)
    if "servers" in figures:
        yield Section(("figure", "measured"), _details(figures["servers"]))
    if "install" in figures:
        yield Section(
            ("library", "MB", "MB of bytecode", "needed by", "imported"), _libraries(figures["install"]), _LIBRARIES
        )
    if "lists" in figures:
        yield _lists(figures["lists"])
    if "console" in figures:
        yield _table(figures["console"], _CONSOLE)
    yield _table([{"part": part, **each["run"]} for part, each in result.items()], _RUNS)


def _lists(lines: Sequence[Figures]) -> Section:
    """Return the section of long lists; pages that take too long are named."""
    heads = ("database", "list", "rows", *(f"{page}, ms" for page in PAGES), "wall, ms", "memory, MB", "ratio")
    rows = []
    for line in lines:
        found = ratios(lines, line)
        over = [page for page, ratio in found.items() if ratio > LIMIT]
        walls = " / ".join(str(line[f"{page}_wall_ms"]) for page in PAGES)
        cpu = (str(line[f"{page}_cpu_ms"]) for page in PAGES)
        verdict = f"{max(found.values())}" + (f", over: {', '.join(over)}" if over else "")
        rows.append([line["database"], line["list"], f"{line['rows']:,}", *cpu, walls, str(line["memory_mb"]), verdict])
    return Section(heads, rows, _LISTS)


_GOALS = {"servers": server_goals, "request log": log_goals, "client": client_goals, "install": install_goals}


def _details(figures: Figures) -> Rows:
    """Return the other figures: name and value."""
    first, memory, imported, workers = (figures[key] for key in ("first_calls", "memory", "import", "workers"))
    servers = [
        (f"start of {name}", f"{each['cpu_seconds']} s CPU, {each['wall_seconds']} s wall, {each['idle_mb']:.0f} MB")
        for name, each in figures["start"].items()
    ]
    calls = [
        (
            f"{call['name']}, without a socket (CPU)",
            f"{call['mock_microseconds']} µs, {call['to_starlette']} × Starlette",
        )
        for call in figures["in_process"]
    ]
    namespace = figures["namespace_milliseconds"]
    worker = f"each of {workers['workers']} workers of pytest-xdist"
    return [
        *servers,
        ("`import workato_embedded_mock.app` (CPU)", f"{imported['cpu_seconds']} s, {imported['modules']} modules"),
        (f"first call of each of {first['operations']} operations (CPU)", f"{first['first_ms']} ms"),
        ("second call of each (CPU)", f"{first['second_ms']} ms"),
        ("memory before and after all operations were called", f"{first['before_mb']} MB, {first['after_mb']} MB"),
        (
            f"{worker}: first fixture, each operation called once (CPU)",
            f"{workers['first_ms']:.0f} ms, {workers['operations_ms']:.0f} ms",
        ),
        (
            f"{worker}: memory before, with the fixture, after all operations",
            f"{workers['before_mb']} MB, {workers['fixture_mb']} MB, {workers['after_mb']} MB",
        ),
        (f"memory after {memory['requests']:,} requests", f"{memory['used_mb']} MB"),
        (f"memory per namespace, at {memory['namespaces']:,}", f"{memory['each_kb']} kB"),
        *calls,
        (
            f"namespace of {namespace['rows']} rows: create, reset, save a snapshot, restore it (CPU)",
            f"{', '.join(str(namespace[key]) for key in ('make', 'reset', 'snapshot', 'restore'))} ms",
        ),
    ]


def _libraries(figures: Figures) -> Rows:
    rows = [
        (each["name"], str(each["mb"]), str(each["bytecode_mb"]), ", ".join(each["needed_by"]), each["imported"])
        for each in figures["libraries"]
    ]
    total = figures["mock"]
    bytecode = round(total["with_bytecode_mb"] - total["mb"], 1)
    return [*rows, (f"{total['packages']} packages", str(total["mb"]), str(bytecode), "", "")]


def _table(lines: Sequence[Figures], text: str) -> Section:
    """Return a section with a column for each key of the lines."""
    heads = [key.replace("_ms", ", ms").replace("_mb", ", MB") for key in lines[0]]
    rows = [[f"{value:,}" if isinstance(value, int) else str(value) for value in line.values()] for line in lines]
    return Section(heads, rows, text)
