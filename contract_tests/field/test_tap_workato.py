"""The streams of tap-workato have the records that the catalogue says."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from contract_tests.field.catalogue import program
from contract_tests.field.environments import environment
from contract_tests.field.isolation import Isolated, Outside

pytestmark = [
    pytest.mark.field,
    pytest.mark.skipif(sys.version_info >= (3, 12), reason="tap-workato supports Python up to 3.11"),
]

PROGRAM = program("tap-workato")
STREAMS = {trial.what.strip("`"): trial for trial in PROGRAM.trials}
# The tap has one address; its command is run with another one.
LAUNCH = (
    "import sys\n"
    "from tap_workato.client import WorkatoStream\n"
    "from tap_workato.tap import TapWorkato\n"
    "WorkatoStream.url_base = sys.argv.pop(1)\n"
    "TapWorkato.cli()\n"
)


class Tap:
    """Runs the tap."""

    def __init__(self, runner: Isolated, url: str, token: str) -> None:
        self._runner = runner
        self._url = url
        self._settings = runner.home / "settings.json"
        self._settings.write_text(json.dumps({"api_token": token}), "utf-8")

    def catalog(self) -> dict[str, Any]:
        """Return the streams that the tap knows."""
        code, out, errors = self._run("--discover")
        assert code == 0, errors
        found: dict[str, Any] = json.loads(out)
        return found

    def sync(self, streams: Iterable[str]) -> tuple[int, dict[str, list[Any]], str]:
        """Extract some streams; return the exit code, the records by stream and what was logged."""
        wanted, catalog = set(streams), self.catalog()
        for stream in catalog["streams"]:
            (root,) = [one for one in stream["metadata"] if not one["breadcrumb"]]
            root["metadata"]["selected"] = stream["tap_stream_id"] in wanted
        path = self._runner.home / "catalog.json"
        path.write_text(json.dumps(catalog), "utf-8")
        code, out, errors = self._run("--catalog", path)
        records = defaultdict(list)
        for message in map(json.loads, out.splitlines()):
            if message["type"] == "RECORD":
                records[message["stream"]].append(message["record"])
        return code, records, errors

    def _run(self, *arguments: str | Path) -> tuple[int, str, str]:
        python = environment(PROGRAM.name) / "python"
        done = self._runner.run(python, "-c", LAUNCH, self._url, "--config", self._settings, *arguments)
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def tap(tmp_path: Path, developer_url: str, token: str, other_hosts: Outside) -> Tap:
    """Return the tap with a home folder and a namespace of the test."""
    return Tap(Isolated(tmp_path, other_hosts), developer_url, token)


def ids(records: list[Any], key: str) -> list[int]:
    """Return the ids of records, without those that have none."""
    return [record[key] for record in records if key in record]


def test_the_catalogue_has_each_stream_of_the_tap(tap: Tap) -> None:
    """Each stream that the tap knows is in the catalogue."""
    assert {stream["tap_stream_id"] for stream in tap.catalog()["streams"]} == STREAMS.keys()


def test_the_streams_have_the_records_of_the_catalogue(tap: Tap) -> None:
    """One run extracts all streams of this API; each has the records of the catalogue, in order."""
    expected = {name: list(trial.ids) for name, trial in STREAMS.items() if trial.ids is not None}
    code, records, errors = tap.sync(expected)
    assert code == 0, errors
    found = {name: ids(records[name], "recipe_id" if name == "jobs" else "id") for name in expected}
    assert found == expected


@pytest.mark.parametrize("name", [name for name, trial in STREAMS.items() if trial.ids is None])
def test_a_stream_of_another_api_fails(name: str, tap: Tap) -> None:
    """A stream whose path this API does not have ends the run with an error that names the path."""
    code, _, errors = tap.sync([name])
    assert code == 1
    assert f"404 Client Error: Not Found for path: /api/{name}" in errors
