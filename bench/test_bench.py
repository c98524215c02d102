"""The benchmarks run, and the check finds figures that are worse. No figure of this machine is checked."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from bench.calls import operation_requests
from bench.charts import bar_chart
from bench.check import RATIOS, worse
from bench.client import GOALS
from bench.goals import client_goals, install_goals, server_goals
from bench.install import measure_install
from bench.report import page, write_charts
from bench.scale import PAGES

ROOT = Path(__file__).parents[1]
KNOWN = json.loads((ROOT / "bench/results.json").read_text("utf-8"))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of the benchmarks."""
    return subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.nightly
def test_the_benchmark_of_the_mock_writes_all_figures(tmp_path: Path) -> None:
    """The benchmark of the mock writes and prints start, memory, fixtures and each call, and writes page and charts."""
    output = tmp_path / "results.json"
    output.write_text(json.dumps({"lists": KNOWN["lists"]}), "utf-8")
    short = ("--requests", "2", "--rounds", "1", "--namespaces", "2", "--offline", "--no-scale")
    done = run("bench", *short, "--output", str(output), "--docs", str(tmp_path))
    assert done.returncode == 0, done.stderr
    parts = json.loads(output.read_text("utf-8"))
    assert parts["servers"]["run"] == parts["client"]["run"] != parts["lists"]["run"]
    result = parts["servers"]["figures"]
    assert len(result["calls"]) == 4
    assert parts["request log"]["figures"]["quiet_microseconds"] > 0
    assert [line["open tabs"] for line in parts["console"]["figures"]] == [0, 10]
    assert "request log, of getting one" in done.stdout
    assert all(call["to_starlette"] > 0 for call in [*result["calls"], *result["in_process"]])
    assert result["start"].keys() == {"mock", "starlette"}
    assert result["start"]["mock"]["cpu_seconds"] > result["start"]["starlette"]["cpu_seconds"]
    assert result["first_calls"]["after_mb"] >= result["first_calls"]["before_mb"]
    assert result["workers"]["after_mb"] >= result["workers"]["fixture_mb"] > result["workers"]["before_mb"]
    assert result["namespace_milliseconds"].keys() == {"make", "reset", "snapshot", "restore", "rows"}
    written = (tmp_path / "benchmarks.md").read_text("utf-8")
    assert all(call["name"] in done.stdout and call["name"] in written for call in result["calls"])
    assert "## Long lists" in written
    assert {path.name for path in (tmp_path / "charts").iterdir()} == {"start.svg", "memory.svg", "requests.svg"}


def test_the_page_has_the_committed_figures(tmp_path: Path) -> None:
    """The committed page and charts are written from the committed figures, and no part of a run is missing."""
    assert KNOWN.keys() == {"servers", "request log", "console", "client", "install", "lists"}
    assert page(KNOWN) == (ROOT / "docs/benchmarks.md").read_text("utf-8")
    write_charts(KNOWN, tmp_path)
    charts = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert charts == {path.name: path.read_text("utf-8") for path in (ROOT / "docs/charts").iterdir()}


def test_each_goal_has_a_verdict() -> None:
    """The page says for each goal whether the figure that was measured reaches it, or that a peer was missing."""
    without_peers = json.loads(json.dumps(KNOWN["servers"]["figures"]))
    without_peers["start"] = {"mock": without_peers["start"]["mock"] | {"idle_mb": 91}}
    verdicts = {goal.name: goal.verdict for goal in server_goals(without_peers)}
    assert verdicts["spawn to first response"] == "not measured"
    assert verdicts["memory idle"] == "not reached"
    client = {"import": {"ratio": 1.2, "goal": 1.3, "client_microseconds": 1}}
    assert [goal.verdict for goal in client_goals(client)] == ["reached"]
    used = {"packages": 1, "mb": 5.0, "with_bytecode_mb": 10.0}
    install = {"client": used, "mock": used, "libraries": [{"name": "one", "imported": "never"}]}
    assert [goal.verdict for goal in install_goals(install)] == ["reached", "reached", "not reached"]


def test_a_chart_has_a_bar_for_each_figure() -> None:
    """A chart is XML with a bar for each figure, as long as its value."""
    chart = ET.fromstring(bar_chart("a < b", {"one": 1.0, "two": 2.0}))
    bars = [each for each in chart.iter("{http://www.w3.org/2000/svg}rect") if each.get("x")]
    one, two = (float(str(each.get("width"))) for each in bars)
    assert two == pytest.approx(2 * one)


def test_each_operation_is_called_once() -> None:
    """The first calls include each operation of the document, with no placeholder left in a path."""
    document = json.loads((ROOT / "spec/dist/openapi.json").read_text("utf-8"))
    requests = operation_requests()
    assert len(requests) == sum("operationId" in each for path in document["paths"].values() for each in path.values())
    assert not any("{" in path for _, path, _ in requests)


def test_a_figure_that_is_a_fifth_worse_is_reported() -> None:
    """The check reports a figure that is more than 20% above the committed one, and none that is less."""
    assert worse({"start": 1.19, "memory": 1.0}, {"start": 1.0, "memory": 2.0}) == []
    assert worse({"start": 1.21}, {"start": 1.0}) == ["start: 1.21 is more than 20% above 1.0, the committed figure"]


def test_a_figure_without_a_partner_is_reported() -> None:
    """The check reports a figure that is not committed, and a committed one that is not measured."""
    found = worse({"new": 1.0}, {"old": 1.0})
    assert found == ["new: only in this run", "old: only in the committed figures"]


@pytest.mark.nightly
def test_the_check_exits_with_1_if_a_figure_is_worse(tmp_path: Path) -> None:
    """The check has the ratios that are committed, passes if they are 10% worse, and fails if one is 25% worse."""
    ratios = tmp_path / "ratios.json"
    assert run("bench.check", "--write", "--rounds", "1", "--ratios", str(ratios)).returncode == 0
    known = json.loads(ratios.read_text("utf-8"))
    assert known.keys() == json.loads(RATIOS.read_text("utf-8")).keys()
    # Other figures vary between two runs on a busy machine.
    modules = known["start: modules"]
    for worse_by, code in ((1.1, 0), (1.25, 1)):
        ratios.write_text(
            json.dumps(dict.fromkeys(known, 1000000000.0) | {"start: modules": modules / worse_by}), "utf-8"
        )
        done = run("bench.check", "--rounds", "1", "--ratios", str(ratios))
        assert done.returncode == code, done.stderr
    assert done.stderr.startswith(f"start: modules: {modules} is more than 20% above")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.nightly
def test_an_install_is_measured() -> None:
    """The benchmark installs client and mock with pip, and finds sizes, owners and imports of each library."""
    found = measure_install()
    assert found["client"]["packages"] < found["mock"]["packages"] == len(found["libraries"])
    assert found["mock"]["with_bytecode_mb"] > found["mock"]["mb"] > found["client"]["mb"]
    imported = {each["name"]: each["imported"] for each in found["libraries"]}
    assert (imported["connexion"], imported["httpx2"], imported["alembic"]) == ("start", "requests", "features")
    assert all(each["needed_by"] for each in found["libraries"])


@pytest.mark.nightly
def test_long_lists_are_measured(tmp_path: Path) -> None:
    """The benchmark of long lists measures three pages of each list on both databases, with a filter and without."""
    output = tmp_path / "results.json"
    done = run(
        "bench", "--scale", "--rounds", "1", "--rows", "100", "--output", str(output), "--docs", str(tmp_path / "new")
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new/benchmarks.md").exists()
    lines = json.loads(output.read_text("utf-8"))["lists"]["figures"]
    assert {line["database"] for line in lines} == {"SQLite", "PostgreSQL"}
    assert all(line[f"{page}_cpu_ms"] > 0 for line in lines for page in PAGES)
    assert {line["list"].partition(",")[0] for line in lines if "filtered" in line["list"]} == {
        "lookup table rows",
        "recipes",
        "jobs",
    }


def test_lists_that_grow_are_named() -> None:
    """The table of long lists has the largest ratio of a page, and names the pages that take too long."""
    wall = {f"{page}_wall_ms": 1.0 for page in PAGES}
    same = {"database": "SQLite", "list": "customers", "memory_mb": 80.0, **wall}
    lines = [
        {**same, "rows": 1_000, "first_cpu_ms": 1.0, "middle_cpu_ms": 1.0, "last_cpu_ms": 2.0},
        {**same, "rows": 100_000, "first_cpu_ms": 1.4, "middle_cpu_ms": 1.6, "last_cpu_ms": 4.0},
    ]
    written = page({"lists": {"run": {}, "figures": lines}})
    assert "| 2.0, over: middle, last |" in written
    assert "| 1.0 |" in written


def test_the_benchmark_of_the_client_prints_all_figures() -> None:
    """The benchmark of the client prints import, first request and later ones, each with its ratio and its target."""
    done = run("bench.client", "--rounds", "1", "--calls", "2")
    assert done.returncode == 0, done.stderr
    assert all(text in done.stdout for text in (*GOALS, "1.3", "1.5"))
