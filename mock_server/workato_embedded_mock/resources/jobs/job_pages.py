"""Reads pages of the jobs of a recipe and counts them, also if there are many; must not write."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sqlalchemy import Select, and_, bindparam, func, or_, select, union_all

from workato_embedded_mock.instruments.clock import format_utc_time
from workato_embedded_mock.resources.jobs.job_columns import COLUMNS, OWN, PENDING, RUNS_STILL, STATUS
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.list_keys import list_key
from workato_embedded_mock.store.long_lists import LongList
from workato_embedded_mock.store.session import Row
from workato_embedded_mock.store.tables.jobs import jobs

PAGE_SIZE = 25

_T = jobs.c
_SOME = select(STATUS, _T.is_repeat).where(*OWN).limit(bindparam("most")).subquery()
_COUNT_SOME = select(_SOME.c.status, _SOME.c.is_repeat, func.count().label("count")).group_by(
    _SOME.c.status, _SOME.c.is_repeat
)
_UNFINISHED = (
    select(_T.status, _T.is_repeat, func.count().label("count"))
    .where(*OWN, RUNS_STILL)
    .group_by(_T.status, _T.is_repeat)
)
_HAS_STATUS = and_(_T.status == bindparam("status"), or_(_T.ends_at.is_(None), _T.ends_at <= bindparam("now")))
# Two queries, each with an index of its own.
_IS_PENDING = _T.id.in_(
    union_all(select(_T.id).where(*OWN, RUNS_STILL), select(_T.id).where(*OWN, _T.status == PENDING))
)

# The numbers of jobs by status, and by whether they are repeats.
_Counts = Mapping[tuple[str, bool], int]


class JobCounts:
    """The numbers of jobs of a recipe.

    Args:
        context: The context of the request.
        recipe_id: The id of the recipe.
    """

    def __init__(self, context: Context, recipe_id: int) -> None:
        self._session = context.session
        self._recipe_id = recipe_id
        self._values: Row = {"recipe": recipe_id, "now": format_utc_time(context.clock.now())}
        most = self._session.short_list + 1
        counts = _by_kind(self._session.all(_COUNT_SOME, most=most, **self._values))
        self._is_short = sum(counts.values()) < most
        # Those of all jobs, or if there are many, of those that the API enqueued and that are not finished.
        self._counts = counts if self._is_short else _by_kind(self._session.all(_UNFINISHED, **self._values))

    def of(self, status: str | None = None, *, rerun_only: bool = False) -> int:
        """Return the number of jobs, optionally of those that have a status or are repeats."""
        if self._is_short:
            return _total(self._counts, status, rerun_only=rerun_only)
        equal: Row = {} if status is None else {"status": status}
        if rerun_only:
            equal["is_repeat"] = True
        key = list_key(jobs, self._recipe_id, equal)
        number = _stored(tuple(equal)).count(self._session, key, recipe=self._recipe_id, **equal)
        if status is not None:
            number -= _total(self._counts, status, rerun_only=rerun_only)
        if status == PENDING:
            number += _total(self._counts, None, rerun_only=rerun_only)
        return number


def job_page(
    context: Context, recipe_id: int, run: int | None, *, newer: bool, status: str | None, rerun_only: bool
) -> list[Row]:
    """Return a page of jobs, newest first: the newest, or those before or after a run."""
    values: Row = {"recipe": recipe_id, "now": format_utc_time(context.clock.now())}
    if status not in {None, PENDING}:
        values["status"] = status
    # The index of a status has jobs that are shown as pending; an index of the database has them by status, too.
    by_index = rerun_only and status is None
    key = list_key(jobs, recipe_id, {"is_repeat": True} if by_index else None)
    start = None if run is None else run + 1 if newer else run - 1
    pages = _pages(status if status in {None, PENDING} else "", rerun_only, newer)
    rows = pages.page(context.session, key, 0, PAGE_SIZE, start=start, **values)
    return rows[::-1] if newer else rows


@cache
def _pages(status: str | None, rerun_only: bool, newer: bool) -> LongList:
    """Return the lists of jobs with any status, that are pending, or with one of the other states."""
    rows: Select[tuple[object, ...]] = select(*COLUMNS).where(*OWN)
    if status is not None:
        rows = rows.where(_IS_PENDING if status == PENDING else _HAS_STATUS)
    if rerun_only:
        rows = rows.where(_T.is_repeat.is_(True))
    return LongList(rows, jobs, descending=not newer)


@cache
def _stored(columns: tuple[str, ...]) -> LongList:
    """Return the lists of jobs with given values in some columns, whether they are finished or not."""
    return LongList(select(_T.id).where(*OWN, *(_T[name] == bindparam(name) for name in columns)), jobs)


def _by_kind(rows: list[Row]) -> _Counts:
    return {(row["status"], row["is_repeat"]): row["count"] for row in rows}


def _total(counts: _Counts, status: str | None, *, rerun_only: bool) -> int:
    return sum(
        number
        for (each, is_repeat), number in counts.items()
        if status in {None, each} and (is_repeat or not rerun_only)
    )
