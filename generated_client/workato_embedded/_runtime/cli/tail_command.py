"""The command `jobs tail`, which prints the jobs of a recipe as they appear."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final, cast

import click
from rich.cells import cell_len

from ..base_client import SyncClient
from ..call import Call
from ..effects import Wait
from ..escaping import safe
from ..masks import masked
from ..operations import PagedOperation
from ..responses import read_page
from ..secret_names import Marks
from .commands import Command, CompositeCommand, ShowProgress
from .jq_filter import filtered, json_line
from .output import MASK, View, cells, csv_text
from .output_options import view_of
from .streams import write
from .values import DateTime, OpenChoice, Seconds

DEFAULT_POLL: Final = 5.0
# The columns of a table, unless others are chosen.
_COLUMNS: Final = ("started_at", "status", "id", "title", "error")
_STATUSES: Final = ("failed", "pending", "succeeded")
# How many jobs are remembered, so that none is printed twice.
_REMEMBERED: Final = 10_000


def _options() -> list[click.Option]:
    return [
        click.Option(
            ["--since"],
            type=DateTime(),
            help="Print the jobs that started at this time or later. Default: those that start after the command.",
        ),
        click.Option(["--status"], type=OpenChoice(_STATUSES), help="Only jobs in this state."),
        click.Option(
            ["--poll"],
            type=Seconds(),
            default=DEFAULT_POLL,
            metavar="SECONDS",
            help=f"Time between two polls. Default: {DEFAULT_POLL:g}.",
        ),
    ]


def _tail(
    client: SyncClient, command: Command, path: Mapping[str, Any], given: Mapping[str, Any], _: ShowProgress
) -> None:
    """Print new jobs until the command is interrupted."""
    query = {} if given["status"] is None else {"status": given["status"]}
    since = None if given["since"] is None else _time(given["since"])
    jobs = JobFeed(client, cast("PagedOperation[Any]", command.operation), Call(path=path, query=query), since)
    printer = JobPrinter(view_of(given), command.operation.secrets)
    while True:
        for job in jobs.new():
            printer.write(job)
        client._perform(client._settings, Wait(given["poll"]))


class JobFeed:
    """The jobs of a recipe that started at or after a time, each once.

    Without a time, the jobs of the first page are old, and later ones are new.
    """

    def __init__(
        self, client: SyncClient, operation: PagedOperation[Any], call: Call, since: datetime.datetime | None
    ) -> None:
        self._client, self._operation, self._call = client, operation, call
        self._since = since
        self._is_first = since is None
        # The ids of the jobs that were seen, those seen last at the end.
        self._seen: dict[str | None, None] = {}

    def new(self) -> list[Any]:
        """Return the jobs that are new since the last call, the oldest first. Raises WorkatoEmbeddedError."""
        found: list[Any] = []
        following: Call | None = self._call
        while following is not None:
            page = read_page(self._operation, following, self._client._send(self._operation, following))
            fresh = [job for job in page.json if job.get("id") not in self._seen and self._is_new(job)]
            self._remember(page.json)
            found += fresh
            # Jobs are listed from the newest on, so a page without a new job is the last that matters.
            following = page.next_call if fresh and not self._is_first else None
        if self._is_first:
            self._is_first = False
            self._since = max((_time(job["started_at"]) for job in found if job.get("started_at")), default=None)
            return []
        return found[::-1]

    def _is_new(self, job: Mapping[str, Any]) -> bool:
        started = job.get("started_at")
        return self._since is None or not started or _time(started) >= self._since

    def _remember(self, jobs: Any) -> None:
        for job in jobs:
            self._seen.pop(job.get("id"), None)
            self._seen[job.get("id")] = None
        for old in list(self._seen)[:-_REMEMBERED]:
            del self._seen[old]


class JobPrinter:
    """Writes jobs one by one, each as a line of JSON, a row of CSV, or a row of a table."""

    def __init__(self, view: View, secrets: Marks | None) -> None:
        self._view, self._secrets = view, secrets
        self._columns: tuple[str, ...] = ()
        self._widths: list[int] = []

    def write(self, job: Any) -> None:
        """Write a job, and before the first one the header of CSV or of a table. Raises OSError."""
        if self._view.form == "json":
            for line in self._json_lines(job):
                write(line)
            return
        shown = job if self._view.show_secrets else masked(job, MASK, self._secrets)
        if not self._columns:
            self._columns = self._view.columns or (tuple(shown) if self._view.form == "csv" else _COLUMNS)
            self._write_row(self._columns)
        self._write_row(cells([shown], self._columns)[1][0])

    def _json_lines(self, job: Any) -> list[str]:
        if self._view.jq is None:
            return [json_line(job, self._view.can_write)]
        return filtered(job, self._view.jq, self._view.can_write)

    def _write_row(self, row: Sequence[str]) -> None:
        if self._view.form == "csv":
            write(csv_text([row]))
            return
        texts = [safe(text) for text in row]
        # A column grows with the widest value so far; the rows before it have been written.
        self._widths = [max(pair) for pair in zip_longest(self._widths, map(cell_len, texts), fillvalue=0)]
        padded = [text + " " * (width - cell_len(text)) for text, width in zip(texts, self._widths, strict=True)]
        write("  ".join(padded).rstrip())


def _time(text: str) -> datetime.datetime:
    """Return a time of the API or of the user; one without an offset is local."""
    return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)


# The composite commands of jobs.
JOB_COMMANDS: Final = (
    CompositeCommand(
        "tail",
        "list",
        "Print new jobs of a recipe until interrupted",
        "Polls the jobs of a recipe, and prints each new one once, the oldest first: a row of a table or CSV, or a line"
        " of JSON. It ends with Ctrl-C and exit code 130, or with the exit code of an error.",
        _options,
        _tail,
        has_progress=False,
    ),
)
