"""The rules of usage statistics. The documentation has no form of their responses: it is the mock's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, select

from workato_embedded_mock.errors import bad_request, not_found
from workato_embedded_mock.instruments.clock import ZONE, add_months, format_time, format_utc_time, parse_time
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.jobs import job_usage, jobs
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.recipes import recipes

# The most intervals of a response, which would have 200,000 hours in 20 years.
MAX_INTERVALS = 10_000

_U, _J, _R, _C = job_usage.c, jobs.c, recipes.c, connections.c
_WORKSPACES = select(managed_users.c.id, managed_users.c.external_id).where(managed_users.c.namespace == NAMESPACE_ID)
_RECIPE = and_(_R.namespace == _U.namespace, _R.id == _U.recipe_id)
_USED = (
    select(_U.completed_at, _U.recipe_id, _U.tasks, _U.is_error, _R.name)
    .join_from(job_usage, recipes, _RECIPE, isouter=True)
    .where(
        _U.namespace == NAMESPACE_ID,
        _U.managed_user_id == bindparam("owner"),
        _U.completed_at >= bindparam("start"),
        _U.completed_at < bindparam("end"),
    )
)
# Jobs of a seed, whose tasks are the actions among their lines.
_SEEDED = (
    select(_J.completed_at, _J.recipe_id, _J.lines, _J.is_error, _R.name)
    .join_from(jobs, recipes, and_(_R.namespace == _J.namespace, _R.id == _J.recipe_id))
    .where(
        _J.namespace == NAMESPACE_ID,
        _R.managed_user_id == bindparam("owner"),
        _J.status.in_(("succeeded", "failed")),
        ~exists().where(_U.namespace == _J.namespace, _U.job_id == _J.id),
    )
)
_CONNECTED = select(_C.authorized_at).where(
    _C.namespace == NAMESPACE_ID, _C.managed_user_id == bindparam("owner"), _C.authorization_status == "success"
)


class _Interval(NamedTuple):
    """An interval: `start` is part of it, `end` is not."""

    start: datetime
    end: datetime


def get_usage_v2(context: Context, body: Json) -> Json:
    """Count the jobs and tasks of each workspace in each interval."""
    whole = _time_of(body)
    intervals, pattern = _intervals(whole, body.get("interval", "none")), body.get("recipe_name_pattern")
    entries: list[Json] = []
    for workspace in _workspaces(context, body):
        entries += _usage(_jobs(context, workspace["id"], whole, pattern), intervals, workspace)
    return _response(entries)


def get_connection_usage(context: Context, body: Json) -> Json:
    """Count the authorized connections of each workspace at the end of the time."""
    end = _time_of(body).end
    return _response([_connections(context, workspace, end) for workspace in _workspaces(context, body)])


def _response(entries: list[Json]) -> Json:
    """Return a response. With its second property, clients do not take `data` for an envelope."""
    return {"data": entries, "total": len(entries)}


def _connections(context: Context, workspace: Row, end: datetime) -> Json:
    """Return the connections of a workspace that were authorized before a time, and still are."""
    times = [row["authorized_at"] for row in context.session.all(_CONNECTED, owner=workspace["id"])]
    count = sum(time is None or datetime.fromisoformat(time) < end for time in times)
    return {"workspace_id": workspace["id"], "external_id": workspace["external_id"], "connection_count": count}


def _time_of(body: Json) -> _Interval:
    """Return the time of a request.

    Raises:
        BadRequestError: A text is not a time, or the end is not after the start.
    """
    found = {}
    for name in ("from", "to"):
        moment = parse_time(body[name])
        if moment is None or not 1971 <= moment.year <= 9000:
            raise bad_request(f"/body/{name}", "format", "this is not an ISO 8601 time between the years 1971 and 9000")
        found[name] = moment.astimezone(ZONE)
    if found["to"] <= found["from"]:
        raise bad_request("/body/to", "minimum", "the end must be after the start")
    return _Interval(found["from"], found["to"])


def _workspaces(context: Context, body: Json) -> list[Row]:
    """Return the workspaces that a request names, each once.

    Raises:
        BadRequestError: The request names none.
        NotFoundError: A workspace does not exist.
    """
    if not body.get("workspace_ids") and not body.get("external_ids"):
        raise bad_request("/body/workspace_ids", "required", "workspace_ids or external_ids is required")
    known = context.session.all(_WORKSPACES)
    found: dict[int, Row] = {}
    for name, column in (("workspace_ids", "id"), ("external_ids", "external_id")):
        rows = {row[column]: row for row in known if row[column] is not None}
        for index, wanted in enumerate(body.get(name, ())):
            if wanted not in rows:
                raise not_found(f"/body/{name}/{index}", f"no customer has the {column} {wanted!r}")
            found[rows[wanted]["id"]] = rows[wanted]
    return list(found.values())


def _jobs(context: Context, owner: int, whole: _Interval, pattern: str | None) -> list[Row]:
    """Return the finished jobs of a workspace within a time. With a pattern, those of deleted recipes are left out."""
    start, end = format_utc_time(whole.start), format_utc_time(whole.end)
    rows = context.session.all(_USED, owner=owner, start=start, end=end)
    for row in context.session.all(_SEEDED, owner=owner):
        if row["completed_at"] is not None and whole.start <= datetime.fromisoformat(row["completed_at"]) < whole.end:
            rows.append({**row, "tasks": _tasks(row["lines"])})
    return [row for row in rows if pattern is None or (row["name"] is not None and pattern in row["name"])]


def _tasks(lines: Sequence[Mapping[str, Any]]) -> int:
    """Return the number of actions that succeeded among the lines of a job, whose first line is its trigger."""
    return sum("error" not in line for line in lines[1:])


def _usage(found: list[Row], intervals: Sequence[_Interval], workspace: Row) -> Iterator[Row]:
    """Yield the usage of a workspace in each interval."""
    waiting = sorted(found, key=lambda row: datetime.fromisoformat(row["completed_at"]))
    position = 0
    for interval in intervals:
        first = position
        while position < len(waiting) and datetime.fromisoformat(waiting[position]["completed_at"]) < interval.end:
            position += 1
        here = waiting[first:position]
        yield {
            "workspace_id": workspace["id"],
            "external_id": workspace["external_id"],
            "start_time": format_time(interval.start),
            "end_time": format_time(interval.end),
            "task_count": sum(row["tasks"] for row in here),
            "recipe_count": len({row["recipe_id"] for row in here}),
            "job_succeeded_count": sum(not row["is_error"] for row in here),
            "job_failed_count": sum(bool(row["is_error"]) for row in here),
        }


def _intervals(whole: _Interval, kind: str) -> list[_Interval]:
    """Split a time at the beginnings of years, months, weeks, days or hours in the API's time zone.

    Raises:
        BadRequestError: There are more than `MAX_INTERVALS`.
    """
    found = list(islice(_split(whole, _BEGINS[kind]), MAX_INTERVALS + 1)) if kind != "none" else [whole]
    if len(found) > MAX_INTERVALS:
        text = f"the time has more than {MAX_INTERVALS} intervals; send a longer interval or a shorter time"
        raise bad_request("/body/interval", "maxItems", text)
    return found


def _split(whole: _Interval, next_begin: Callable[[datetime], datetime]) -> Iterator[_Interval]:
    start = whole.start
    while start < whole.end:
        end = min(next_begin(start), whole.end)
        yield _Interval(start, end)
        start = end


def _next_day(moment: datetime, days: int = 1) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0) + timedelta(days=days)


def _next_hour(moment: datetime) -> datetime:
    # Hours are added to the instant: a local hour can be missing, or occur twice.
    whole = moment.replace(minute=0, second=0, microsecond=0)
    return datetime.fromtimestamp(whole.timestamp() + 3600, ZONE)


# When the next interval begins, by the kind of interval.
_BEGINS: Mapping[str, Callable[[datetime], datetime]] = {
    "year": lambda moment: _next_day(moment, 0).replace(year=moment.year + 1, month=1, day=1),
    "month": lambda moment: add_months(_next_day(moment, 0).replace(day=1), 1),
    "week": lambda moment: _next_day(moment, 7 - moment.weekday()),
    "day": _next_day,
    "hour": _next_hour,
}
