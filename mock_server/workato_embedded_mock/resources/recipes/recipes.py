"""The rules of single recipes, except start and stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ScalarSelect, and_, bindparam, delete, func, insert, select, update

from workato_embedded_mock.errors import NotFoundError, Reason, not_found
from workato_embedded_mock.instruments.clock import format_utc_time
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.recipes.code import (
    MAX_STEPS,
    applications_of,
    default_config,
    description_of,
    parameters_of,
    parse_config,
    parse_steps,
)
from workato_embedded_mock.resources.recipes.version_records import add_version
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, find_folder, home_folder
from workato_embedded_mock.rules.folders import project_of
from workato_embedded_mock.rules.tags import RECIPE_TAGS
from workato_embedded_mock.store.author import CALLER
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.jobs import jobs
from workato_embedded_mock.store.tables.recipes import recipe_versions, recipes

DEFAULT_NAME = "Untitled recipe"
MAX_RECIPES = 5_000

ROOT_FOLDER = "can't be assigned to the root folder"
_BLANK = "can't be blank"

_T, _V = recipes.c, recipe_versions.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
_ONE = (*_OWN, _T.id == bindparam("wanted"))
_CURRENT_VERSION = (_V.namespace == _T.namespace, _V.recipe_id == _T.id, _V.version_no == _T.version_no)


def _jobs(status: str) -> ScalarSelect[Any]:
    ended = jobs.c.ends_at.is_(None) | (jobs.c.ends_at <= bindparam("now"))
    return (
        select(func.count())
        .where(jobs.c.namespace == _T.namespace, jobs.c.recipe_id == _T.id, jobs.c.status == status, ended)
        .scalar_subquery()
    )


# The columns of recipes; a query gives the time `now` in UTC.
SELECT = select(
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
    _T.trigger_closure,
    _T.author_name,
    _V.author_name.label("version_author_name"),
    _V.author_email.label("version_author_email"),
    _V.comment.label("version_comment"),
).select_from(recipes.outerjoin(recipe_versions, and_(*_CURRENT_VERSION)))
_GET = SELECT.where(*_ONE)
_EXISTS = select(_T.id).where(*_ONE)
_COUNT = select(func.count()).where(*_OWN)
_INSERT = insert(recipes).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_UPDATE = update(recipes).where(*_ONE)
_DELETE = delete(recipes).where(*_ONE)

# A state that was edited by hand may lack the current version of a recipe.
_AUTHORS = frozenset({"author_name", "version_author_name", "version_author_email"})

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
    "trigger_closure": None,
    "author_name": CALLER.name,
}


def get_recipe(context: Context, managed_user_id: str, recipe_id: int, includes: list[str] | None) -> Json:
    """Return a recipe, with its tags if they are wanted."""
    owner = find_customer(context, managed_user_id)
    found = recipes_as_shown(context, [find_recipe(context, owner, recipe_id)])
    return RECIPE_TAGS.with_tags(context, found)[0] if includes else found[0]


def create_recipe(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create a stopped recipe. Its code is checked when it is started."""
    owner = find_customer(context, managed_user_id)
    sent = body["recipe"]
    fields, errors = _fields(context, owner, sent)
    if "code" not in sent:
        errors["code"] = [_BLANK]
    if not remaining_recipes(context, owner):
        errors["base"] = [full_workspace()]
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
    add_version(context, recipe_id, _NEW["version_no"])
    return recipe_id


def save_version(context: Context, owner: int, present: Row, fields: Row) -> None:
    """Save the next version of a recipe with validated columns."""
    version = present["version_no"] + 1
    context.session.execute(
        _UPDATE, owner=owner, wanted=present["id"], version_no=version, updated_at=context.time(), **fields
    )
    add_version(context, present["id"], version)


def recipes_as_shown(context: Context, rows: list[Row]) -> list[Row]:
    """Return recipes as the API does: with the projects of their folders, and without an unknown author."""
    projects = {folder_id: project_of(context, folder_id) for folder_id in {row["folder_id"] for row in rows}}
    return [
        {name: value for name, value in row.items() if value is not None or name not in _AUTHORS}
        | {"project_id": projects[row["folder_id"]]}
        for row in rows
    ]


def remaining_recipes(context: Context, owner: int) -> int:
    """Return how many more recipes a workspace can have."""
    return MAX_RECIPES - int(context.session.scalar(_COUNT, owner=owner))


def full_workspace() -> str:
    """Return the error of a workspace that can have no more recipes."""
    return f"a workspace can have at most {MAX_RECIPES} recipes"


def find_recipe(context: Context, owner: int, recipe_id: int, pointer: str = "/path/recipe_id") -> Row:
    """Return a recipe of a customer; `pointer` locates its id in the request.

    Raises:
        NotFoundError: The customer has no such recipe.
    """
    found = context.session.first(_GET, owner=owner, wanted=recipe_id, now=format_utc_time(context.clock.now()))
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


def rejected(context: Context, errors: dict[str, list[str]], body: str = "/body/recipe") -> Json:
    """Return a rejection as the API does: status 200 and `success: false`. `body` locates the fields in the request."""
    for field, texts in errors.items():
        pointer = "/path/recipe_id" if field == "running" else f"{body}/{field}"
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
            errors["folder_id"] = [ROOT_FOLDER]
    return fields, errors
