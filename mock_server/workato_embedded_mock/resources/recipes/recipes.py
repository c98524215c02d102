"""The rules of recipes, except start and stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import ScalarSelect, bindparam, delete, func, insert, select, update

from workato_embedded_mock.errors import NotFoundError, Reason, bad_request, not_found
from workato_embedded_mock.instruments.clock import parse_time
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.recipes.code import (
    MAX_STEPS,
    applications_of,
    default_config,
    description_of,
    parameters_of,
    parse_config,
    parse_keys,
    parse_steps,
)
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, find_folder, home_folder, parse_id
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.jobs import jobs
from workato_embedded_mock.store.tables.recipes import recipes

DEFAULT_NAME = "Untitled recipe"
MAX_RECIPES = 5_000

_BLANK = "can't be blank"

_T = recipes.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
_ONE = (*_OWN, _T.id == bindparam("wanted"))


def _jobs(status: str) -> ScalarSelect[Any]:
    return (
        select(func.count())
        .where(jobs.c.namespace == _T.namespace, jobs.c.recipe_id == _T.id, jobs.c.status == status)
        .scalar_subquery()
    )


_SELECT = select(
    _T.id,
    _T.managed_user_id.label("user_id"),
    _T.name,
    _T.created_at,
    _T.updated_at,
    _T.copy_count,
    _T.trigger_application,
    _T.action_applications,
    _T.applications,
    _T.description,
    _T.parameters_schema,
    _T.parameters,
    _T.webhook_url,
    _T.folder_id,
    _T.running,
    _jobs("succeeded").label("job_succeeded_count"),
    _jobs("failed").label("job_failed_count"),
    _T.lifetime_task_count,
    _T.last_run_at,
    _T.stopped_at,
    _T.version_no,
    _T.stop_cause,
    _T.config,
    _T.code,
).order_by(_T.id.desc())
_PAGE = _SELECT.where(*_OWN).limit(bindparam("size")).offset(bindparam("before"))
_BY_IDS = _SELECT.where(*_OWN, _T.id.in_(bindparam("wanted", expanding=True)))
_GET = _SELECT.where(*_ONE)
_EXISTS = select(_T.id).where(*_ONE)
_FILTERABLE = (
    select(_T.id, _T.folder_id, _T.running, _T.stop_cause, _T.stopped_at, _T.applications)
    .where(*_OWN)
    .order_by(_T.id.desc())
)
_COUNT = select(func.count()).where(*_OWN)
_INSERT = insert(recipes).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_UPDATE = update(recipes).where(*_ONE)
_DELETE = delete(recipes).where(*_ONE)

_NEW: Mapping[str, Json] = {
    "copy_count": 0,
    "parameters_schema": [],
    "parameters": {},
    "webhook_url": None,
    "running": False,
    "lifetime_task_count": 0,
    "last_run_at": None,
    "stopped_at": None,
    "version_no": 1,
    "stop_cause": None,
}

_Filter = Callable[[Row], bool]


def list_recipes(
    context: Context,
    managed_user_id: str,
    adapter_names_any: str | None,
    adapter_names_all: str | None,
    folder_id: str | None,
    running: bool | None,
    stop_cause: str | None,
    stopped_after: str | None,
    since_id: int | None,
    page: int,
    per_page: int,
) -> Json:
    """List recipes by descending id. Filters are combined with AND; `running=false` does not filter."""
    owner = find_customer(context, managed_user_id)
    before = offset(page, per_page)
    keep: list[_Filter] = [
        *_by_connectors(adapter_names_any, adapter_names_all),
        *_by_values(folder_id=folder_id and (parse_id(folder_id) or 0), running=running or None, stop_cause=stop_cause),
        *_stopped_after(stopped_after),
    ]
    if since_id is not None:
        keep.append(lambda row: row["id"] < since_id)
    if not keep:
        return {"result": context.session.all(_PAGE, owner=owner, size=per_page, before=before)}
    candidates = context.session.all(_FILTERABLE, owner=owner)
    ids = [row["id"] for row in candidates if all(check(row) for check in keep)]
    return {"result": context.session.all(_BY_IDS, owner=owner, wanted=ids[before : before + per_page])}


def get_recipe(context: Context, managed_user_id: str, recipe_id: int) -> Json:
    """Return a recipe."""
    return find_recipe(context, find_customer(context, managed_user_id), recipe_id)


def create_recipe(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create a stopped recipe. Its code is checked when it is started."""
    owner = find_customer(context, managed_user_id)
    sent = body["recipe"]
    fields, errors = _fields(context, owner, sent)
    if "code" not in sent:
        errors["code"] = [_BLANK]
    if not remaining_recipes(context, owner):
        errors["base"] = [f"a workspace can have at most {MAX_RECIPES} recipes"]
    if errors:
        return rejected(context, errors)
    fields.setdefault("name", DEFAULT_NAME)
    fields.setdefault("folder_id", home_folder(context, owner))
    fields.setdefault("description", description_of(parse_steps(sent["code"])))
    fields.setdefault("config", default_config(fields["applications"]))
    return {"success": True, "id": add_recipe(context, owner, fields)}


def update_recipe(context: Context, managed_user_id: str, recipe_id: int, body: Json) -> Json:
    """Update the fields of a stopped recipe, as a new version."""
    owner = find_customer(context, managed_user_id)
    present = find_recipe(context, owner, recipe_id)
    if present["running"]:
        return rejected(context, {"running": ["can't modify running recipe"]})
    fields, errors = _fields(context, owner, body["recipe"], present["folder_id"])
    if errors:
        return rejected(context, errors)
    if "code" in fields and present["description"] == description_of(parse_steps(present["code"])):
        # The description is the default one: update it with the steps.
        fields.setdefault("description", description_of(parse_steps(fields["code"])))
    if fields:
        save_version(context, owner, present, fields)
    return {"success": True}


def delete_recipe(context: Context, managed_user_id: str, recipe_id: int) -> Json:
    """Delete a stopped recipe with its jobs."""
    owner = find_customer(context, managed_user_id)
    if find_recipe(context, owner, recipe_id)["running"]:
        return rejected(context, {"running": ["Can't change the recipe state: invalid state running"]})
    context.session.execute(_DELETE, owner=owner, wanted=recipe_id)
    return {"success": True}


def add_recipe(context: Context, owner: int, fields: Row, recipe_id: int | None = None) -> int:
    """Add a stopped recipe with validated columns; return its id, which is a new one if none is given."""
    recipe_id = context.session.next_id("recipes") if recipe_id is None else recipe_id
    now = context.time()
    context.session.execute(_INSERT, owner=owner, id=recipe_id, created_at=now, updated_at=now, **{**_NEW, **fields})
    return recipe_id


def save_version(context: Context, owner: int, present: Row, fields: Row) -> None:
    """Save the next version of a recipe with validated columns."""
    version = present["version_no"] + 1
    context.session.execute(
        _UPDATE, owner=owner, wanted=present["id"], version_no=version, updated_at=context.time(), **fields
    )


def remaining_recipes(context: Context, owner: int) -> int:
    """Return how many more recipes a workspace can have."""
    return MAX_RECIPES - int(context.session.scalar(_COUNT, owner=owner))


def find_recipe(context: Context, owner: int, recipe_id: int, pointer: str = "/path/recipe_id") -> Row:
    """Return a recipe of a customer; `pointer` locates its id in the request.

    Raises:
        NotFoundError: The customer has no such recipe.
    """
    found = context.session.first(_GET, owner=owner, wanted=recipe_id)
    if found is None:
        raise _recipe_not_found(recipe_id, pointer)
    return found


def check_recipe(context: Context, owner: int, recipe_id: int, pointer: str = "/path/recipe_id") -> None:
    """Check that a customer has a recipe; `pointer` locates its id in the request.

    Raises:
        NotFoundError: The customer does not have the recipe.
    """
    if context.session.scalar(_EXISTS, owner=owner, wanted=recipe_id) is None:
        raise _recipe_not_found(recipe_id, pointer)


def rejected(context: Context, errors: dict[str, list[str]]) -> Json:
    """Return a rejection as the API does: status 200 and `success: false`."""
    for field, texts in errors.items():
        pointer = "/path/recipe_id" if field == "running" else f"/body/recipe/{field}"
        context.notes.extend(Reason(pointer, "refused", text) for text in texts)
    return {"success": False, "errors": errors}


def _recipe_not_found(recipe_id: int, pointer: str) -> NotFoundError:
    return not_found(pointer, f"the customer has no recipe {recipe_id}")


def _fields(context: Context, owner: int, sent: Json, folder_id: int | None = None) -> tuple[Row, dict[str, list[str]]]:
    """Return the columns for a request, and its errors by field. `folder_id` is the folder that a recipe is in.

    Raises:
        NotFoundError: The customer has no such folder.
    """
    fields: Row = {name: sent[name] for name in ("name", "code", "description") if name in sent}
    errors = {name: [_BLANK] for name in ("name", "code") if not fields.get(name, "-").strip()}
    if "code" in fields:
        steps = parse_steps(fields["code"])
        trigger, actions, used = applications_of(steps)
        fields.update(trigger_application=trigger, action_applications=actions, applications=used)
        fields["parameters"], fields["parameters_schema"] = parameters_of(fields["code"])
        if len(steps) > MAX_STEPS:
            errors["code"] = [f"has more than {MAX_STEPS} steps"]
    if "config" in sent:
        try:
            fields["config"] = parse_config(sent["config"])
        except ValueError as error:
            errors["config"] = ["is invalid"]
            context.notes.append(Reason("/body/recipe/config", "format", str(error)))
    if "folder_id" in sent:
        fields["folder_id"] = find_folder(context, owner, sent["folder_id"], "/body/recipe/folder_id")
        if fields["folder_id"] != folder_id and fields["folder_id"] == home_folder(context, owner):
            errors["folder_id"] = ["can't be assigned to the root folder"]
    return fields, errors


def _by_connectors(some: str | None, every: str | None) -> Iterator[_Filter]:
    """Yield filters for recipes that use some, or all, of the connectors."""
    if some is not None:
        any_of = parse_keys(some)
        yield lambda row: not any_of.isdisjoint(row["applications"])
    if every is not None:
        all_of = parse_keys(every)
        yield lambda row: all_of.issubset(row["applications"])


def _by_values(**values: Json) -> Iterator[_Filter]:
    """Yield a filter for recipes with these values; None is not compared."""
    wanted = {name: value for name, value in values.items() if value is not None}
    if wanted:
        yield lambda row: all(row[name] == value for name, value in wanted.items())


def _stopped_after(text: str | None) -> Iterator[_Filter]:
    """Yield a filter for recipes that were stopped after a time.

    Raises:
        BadRequestError: The text is not a time.
    """
    if text is None:
        return
    time = parse_time(text)
    if time is None:
        raise bad_request("/query/stopped_after", "format", "this is not an ISO 8601 time")
    yield lambda row: (stopped := parse_time(row["stopped_at"] or "")) is not None and stopped > time
