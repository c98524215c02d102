"""The rule of listing recipes, and its filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

from sqlalchemy import bindparam, select

from workato_embedded_mock.errors import Reason, bad_request
from workato_embedded_mock.instruments.clock import format_utc_time, parse_time
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.recipes.code import parse_keys
from workato_embedded_mock.resources.recipes.recipes import SELECT, recipes_as_shown
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, parse_id
from workato_embedded_mock.rules.folders import folders_below, project_of
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.rules.tags import RECIPE_TAGS
from workato_embedded_mock.store.list_keys import list_key
from workato_embedded_mock.store.long_lists import LongList
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.recipes import recipes

_T = recipes.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
_BY_IDS = SELECT.where(*_OWN, _T.id.in_(bindparam("wanted", expanding=True)))
_FILTERABLE = (
    select(
        _T.id,
        _T.folder_id,
        _T.running,
        _T.stop_cause,
        _T.stopped_at,
        _T.updated_at,
        _T.last_run_at,
        _T.applications,
    )
    .where(*_OWN)
    .order_by(_T.id.desc())
)

_ACTIVITY, _DEFAULT = "activity", "default"

_Filter = Callable[[Row], bool]


def list_recipes(
    context: Context,
    managed_user_id: str,
    adapter_names_any: str | None,
    adapter_names_all: str | None,
    folder_id: str | None,
    with_subfolders: bool,
    project_id: str | None,
    running: bool | None,
    stop_cause: str | None,
    stopped_after: str | None,
    updated_after: str | None,
    exclude_code: bool,
    order: str | None,
    since_id: int | None,
    page: int,
    per_page: int,
    includes: list[str] | None,
) -> Json:
    """List recipes by descending id. Filters are combined with AND; `running=false` does not filter."""
    owner = find_customer(context, managed_user_id)
    in_one_folder = folder_id is not None and not with_subfolders
    wanted: Row = {
        "folder_id": (parse_id(folder_id or "") or 0) if in_one_folder else None,
        "running": running or None,
        "stop_cause": stop_cause,
    }
    equal = {column: value for column, value in wanted.items() if value is not None}
    keep: list[_Filter] = [
        *_by_connectors(adapter_names_any, adapter_names_all),
        *_in_folders(context, None if in_one_folder else folder_id),
        *_in_project(context, project_id),
        *_after("stopped_at", "stopped_after", stopped_after),
        *_after("updated_at", "updated_after", updated_after),
    ]
    by_activity = _is_by_activity(context, order)
    start = None if since_id is None else since_id - 1
    before = offset(page, per_page)
    if keep or by_activity:
        keep += [*_by_values(equal), *_up_to(start)]
        rows = _filtered(context, owner, keep, before, per_page, by_activity=by_activity)
    else:
        rows = _page(context, owner, equal, start, before, per_page)
    if exclude_code:
        rows = [{**row, "code": ""} for row in rows]
    found = recipes_as_shown(context, rows)
    return {"result": RECIPE_TAGS.with_tags(context, found) if includes else found}


@cache
def _with_values(columns: tuple[str, ...]) -> LongList:
    """Return the lists of recipes with given values in some columns."""
    conditions = (_T[column] == bindparam(f"is_{column}") for column in columns)
    return LongList(SELECT.where(*_OWN, *conditions), recipes, descending=True)


def _page(context: Context, owner: int, equal: Row, start: int | None, before: int, size: int) -> list[Row]:
    """Return a page of the recipes with given values by column, from an id on."""
    key = list_key(recipes, owner, equal)
    values = {f"is_{column}": value for column, value in equal.items()}
    found = _with_values(tuple(equal))
    return found.page(context.session, key, before, size, start=start, owner=owner, now=_now(context), **values)


def _filtered(
    context: Context, owner: int, keep: list[_Filter], before: int, size: int, *, by_activity: bool
) -> list[Row]:
    """Return a page of the recipes that all filters keep."""
    candidates = [row for row in context.session.all(_FILTERABLE, owner=owner) if all(check(row) for check in keep)]
    if by_activity:
        candidates.sort(key=_last_activity, reverse=True)
    ids = [row["id"] for row in candidates[before : before + size]]
    found = {row["id"]: row for row in context.session.all(_BY_IDS, owner=owner, now=_now(context), wanted=ids)}
    return [found[recipe_id] for recipe_id in ids]


def _now(context: Context) -> str:
    return format_utc_time(context.clock.now())


def _is_by_activity(context: Context, order: str | None) -> bool:
    """Return whether a list is sorted by activity; note an order that no source documents."""
    if order not in {None, _ACTIVITY, _DEFAULT}:
        text = f"ignored: the documented orders are {_ACTIVITY} and {_DEFAULT}"
        context.notes.append(Reason("/query/order", "enum", text))
    return order == _ACTIVITY


def _last_activity(row: Row) -> float:
    """Return when a recipe last ran or was changed, as a number that sorts by time."""
    moments = (parse_time(row[name] or "") for name in ("last_run_at", "updated_at"))
    return max((moment.timestamp() for moment in moments if moment is not None), default=0)


def _by_connectors(some: str | None, every: str | None) -> Iterator[_Filter]:
    """Yield filters for recipes that use some, or all, of the connectors."""
    if some is not None:
        any_of = parse_keys(some)
        yield lambda row: not any_of.isdisjoint(row["applications"])
    if every is not None:
        all_of = parse_keys(every)
        yield lambda row: all_of.issubset(row["applications"])


def _in_folders(context: Context, text: str | None) -> Iterator[_Filter]:
    """Yield a filter for recipes in a folder and in those below it."""
    if text is not None:
        wanted = set(folders_below(context, parse_id(text) or 0))
        yield lambda row: row["folder_id"] in wanted


def _in_project(context: Context, text: str | None) -> Iterator[_Filter]:
    """Yield a filter for recipes in the folders of a project."""
    if text is None:
        return
    project_id = parse_id(text) or 0
    project = cache(partial(project_of, context))
    yield lambda row: project(row["folder_id"]) == project_id


def _by_values(equal: Row) -> Iterator[_Filter]:
    """Yield a filter for recipes with given values by column."""
    if equal:
        yield lambda row: all(row[name] == value for name, value in equal.items())


def _up_to(last: int | None) -> Iterator[_Filter]:
    """Yield a filter for recipes up to an id."""
    if last is not None:
        yield lambda row: row["id"] <= last


def _after(column: str, parameter: str, text: str | None) -> Iterator[_Filter]:
    """Yield a filter for recipes whose time in a column is after that of a parameter.

    Raises:
        BadRequestError: The text is not a time.
    """
    if text is None:
        return
    time = parse_time(text)
    if time is None:
        raise bad_request(f"/query/{parameter}", "format", "this is not an ISO 8601 time")
    yield lambda row: (moment := parse_time(row[column] or "")) is not None and moment > time
