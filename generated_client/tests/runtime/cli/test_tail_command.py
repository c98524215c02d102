"""Tests of `jobs tail`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from click.testing import Result
from workato_embedded._runtime import readers
from workato_embedded._runtime.base_client import SyncClient
from workato_embedded._runtime.cli import tail_command
from workato_embedded._runtime.cli.commands import Command, CommandGroup, Parameter
from workato_embedded._runtime.operations import PagedOperation
from workato_embedded._runtime.paging import Cursor

from ..samples import SETTINGS, sync_client
from .cars import ask

PAGE = 2
LIST = PagedOperation[Any](
    id="list_jobs",
    method="GET",
    path="/recipes/{id}/jobs",
    read=readers.list_of(lambda job: type("Job", (), job)),
    envelope="items",
    secrets={"token": True},
    paging=Cursor(cursor="offset_job_id", item="id"),
)
GROUP = CommandGroup(
    "jobs",
    "Jobs.",
    (
        Command(
            LIST, "list", "List", "All.", "Documented.", (Parameter("id", "path", "integer", "Id.", required=True),)
        ),
    ),
    composites=tail_command.JOB_COMMANDS,
)


def job(number: int, status: str = "succeeded", **more: Any) -> dict[str, Any]:
    """Return a job that started at a minute."""
    return {"id": f"j-{number}", "started_at": f"2023-11-20T12:{number:02}:00Z", "status": status, **more}


class Recipe:
    """A recipe whose jobs change between polls; the last poll is followed by Ctrl-C."""

    def __init__(self, *polls: Sequence[dict[str, Any]]) -> None:
        self.polls = list(polls)
        self.slept: list[float] = []
        self.requests: list[httpx2.Request] = []

    def __call__(self, _token: str, **_options: Any) -> SyncClient:
        """Return a client of the recipe."""
        return sync_client(self._respond, replace(SETTINGS, sleep=self._sleep))

    def _respond(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        jobs = [one for one in self.polls[0] if request.url.params.get("status") in (None, one["status"])]
        after = request.url.params.get("offset_job_id")
        start = 0 if after is None else [one["id"] for one in jobs].index(after) + 1
        return httpx2.Response(200, json={"items": jobs[start : start + PAGE]})

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        del self.polls[0]
        if not self.polls:
            raise KeyboardInterrupt


def tail(recipe: Recipe, *words: str) -> Result:
    """Run the command until it is interrupted."""
    result = ask("jobs", "tail", "7", *words, clients=recipe, groups={"jobs": GROUP})  # type: ignore[arg-type]
    assert (result.exit_code, result.stderr) == (130, "Error: interrupted.\n"), result.output
    return result


def ids(result: Result) -> list[str]:
    """Return the ids in an output of JSON."""
    return [json.loads(line)["id"] for line in result.stdout.splitlines()]


OLD = [job(3), job(2), job(1)]


def test_new_jobs_are_printed_once() -> None:
    """Jobs that start after the command are printed once, the oldest first, over several pages."""
    polls = (OLD, OLD, [job(6), job(5), job(4), *OLD], [job(7), job(6), job(5), job(4), *OLD])
    recipe = Recipe(*polls)
    assert ids(tail(recipe, "-o", "json")) == ["j-4", "j-5", "j-6", "j-7"]
    assert recipe.slept == [tail_command.DEFAULT_POLL] * 4


def test_jobs_of_a_recipe_without_jobs_are_new() -> None:
    """If there are no jobs at first, all later ones are new."""
    assert ids(tail(Recipe([], [job(1)]), "-o", "json", "--poll", "1")) == ["j-1"]


@pytest.mark.parametrize("since", ["2023-11-20T12:02:00Z", "2023-11-20T13:02:00+01:00"])
def test_since_prints_earlier_jobs(since: str) -> None:
    """`--since` prints the jobs since a time, and does not read the pages before it."""
    jobs = [job(number) for number in range(9, -1, -1)]
    recipe = Recipe(jobs, [job(10), *jobs])
    assert ids(tail(recipe, "--since", since, "-o", "json")) == [f"j-{number}" for number in range(2, 11)]
    assert len(recipe.requests) <= 7


def test_status_is_a_filter_of_the_api() -> None:
    """`--status` prints a job when it has the state, also if a later job had it before."""
    pending, failed = job(4, "pending"), job(4, "failed")
    recipe = Recipe(OLD, [job(5, "failed"), pending], [job(5, "failed"), failed])
    assert ids(tail(recipe, "--status", "failed", "-o", "json")) == ["j-5", "j-4"]
    assert {request.url.params["status"] for request in recipe.requests} == {"failed"}


def test_rows_have_one_header_and_mask_secrets() -> None:
    """A table and CSV have one header; secrets are masked in them, and control characters are escaped in a table."""
    polls: tuple[list[dict[str, Any]], ...] = (
        [],
        [job(1, title="\x1b東", token="abc")],
        [job(2, "failed", title="b", error="no"), job(1)],
    )
    assert tail(Recipe(*polls)).stdout.splitlines() == [
        "started_at  status  id  title  error",
        r"2023-11-20T12:01:00Z  succeeded  j-1  \x1b東",
        "2023-11-20T12:02:00Z  failed     j-2  b       no",
    ]
    lines = tail(Recipe(*polls), "-o", "csv").stdout.splitlines()
    assert lines[0] == "id,started_at,status,title,token"
    assert lines[1].endswith(",••••")
    assert tail(Recipe(*polls), "-o", "csv", "--columns", "id", "--show-secrets").stdout == "id\nj-1\nj-2\n"


def test_a_job_without_a_time_is_new() -> None:
    """A job without a time, which is not documented, is printed once like any other."""
    strange = {"id": "j-9", "status": "pending"}
    assert ids(tail(Recipe([strange, *OLD], [job(4), strange, *OLD]), "-o", "json")) == ["j-4"]
    assert ids(tail(Recipe(OLD, [strange, *OLD], [strange, *OLD]), "-o", "json")) == ["j-9"]


def test_each_job_is_filtered_by_jq() -> None:
    """`--jq` is applied to each job."""
    assert tail(Recipe([], [job(2), job(1)]), "--jq", ".id").stdout == "j-1\nj-2\n"


def test_only_the_latest_jobs_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of remembered jobs is bounded, and a job that is still listed is not forgotten."""
    monkeypatch.setattr(tail_command, "_REMEMBERED", 2)
    polls = [[job(number + 1), job(number)] for number in range(1, 9)]
    assert ids(tail(Recipe(*polls), "-o", "json")) == [f"j-{number}" for number in range(3, 10)]
