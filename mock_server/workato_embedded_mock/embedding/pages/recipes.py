"""The pages of recipes and projects."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from workato_embedded_mock.embedding.link_paths import kind_of
from workato_embedded_mock.embedding.pages.page import Notice, Page
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.jobs.jobs import list_jobs
from workato_embedded_mock.resources.recipes.code import parse_steps
from workato_embedded_mock.resources.recipes.recipes import find_recipe
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import parse_id
from workato_embedded_mock.rules.folders import folders_below
from workato_embedded_mock.store.list_keys import list_key
from workato_embedded_mock.store.long_lists import LongList
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.folders import folders, projects
from workato_embedded_mock.store.tables.recipes import recipes

_R, _P, _F = recipes.c, projects.c, folders.c
# The most rows that a list shows.
_MOST = 100
_OWN = (_R.namespace == NAMESPACE_ID, _R.managed_user_id == bindparam("owner"))
_RECIPES = select(_R.id, _R.name, _R.running).where(*_OWN)
_ALL = LongList(_RECIPES, recipes, descending=True)
_BY_IDS = _RECIPES.where(_R.id.in_(bindparam("wanted", expanding=True))).order_by(_R.id.desc())
_PLACES = select(_R.id, _R.folder_id).where(*_OWN).order_by(_R.id.desc())
_PROJECTS = (
    select(_P.id, _P.folder_id, _P.description, _F.name)
    .join(folders, (_P.namespace == _F.namespace) & (_P.folder_id == _F.id))
    .where(_P.namespace == NAMESPACE_ID, _P.managed_user_id == bindparam("owner"))
    .order_by(_P.id)
)
_FOLDER = select(_F.name).where(
    _F.namespace == NAMESPACE_ID, _F.managed_user_id == bindparam("owner"), _F.id == bindparam("wanted")
)
_COUNTED = {"recipes": recipes, "connections": connections, "projects": projects}
_COUNTS = {
    name: select(func.count()).where(one.c.namespace == NAMESPACE_ID, one.c.managed_user_id == bindparam("owner"))
    for name, one in _COUNTED.items()
}


def home_page(context: Context, owner: int, url: str) -> Page:
    """Return the first page: what the workspace has."""
    counts = {name: context.session.scalar(statement, owner=owner) for name, statement in _COUNTS.items()}
    return Page(kind_of(url), url, "Home", "home.html", {"counts": counts})


def projects_page(context: Context, owner: int, url: str) -> Page:
    """Return the list of projects."""
    return Page(
        kind_of(url), url, "Projects", "projects.html", {"projects": context.session.all(_PROJECTS, owner=owner)}
    )


def recipes_page(
    context: Context, owner: int, url: str, folder: str | None = None, notice: Notice | None = None
) -> Page:
    """Return the list of recipes: of all, or of those in a folder and below it."""
    session, name = context.session, None
    if folder is None:
        key = list_key(recipes, owner)
        rows, count = _ALL.page(session, key, 0, _MOST, owner=owner), _ALL.count(session, key, owner=owner)
    else:
        wanted = parse_id(folder) or 0
        name = session.scalar(_FOLDER, owner=owner, wanted=wanted)
        within = set() if name is None else set(folders_below(context, wanted))
        ids = [number for number, place in session.tuples(_PLACES, owner=owner) if place in within]
        rows, count = session.all(_BY_IDS, owner=owner, wanted=ids[:_MOST]), len(ids)
    values = {"recipes": rows, "count": count, "folder": folder, "name": name}
    return Page(kind_of(url), url, name or "Recipes", "recipes.html", values, notice=notice)


def recipe_page(
    context: Context, owner: int, recipe_id: int, url: str, *, notice: Notice | None = None, errors: Json = None
) -> Page:
    """Return the page of a recipe: its steps, its jobs, start and stop.

    Args:
        context: The context of the rule.
        owner: The workspace of the recipe.
        recipe_id: Its id.
        url: The path of the page.
        notice: A sentence about the last action.
        errors: Why the recipe did not start.

    Raises:
        NotFoundError: The workspace has no such recipe.
    """
    row = find_recipe(context, owner, recipe_id)
    found = list_jobs(context, str(owner), recipe_id, None, False, None, None, None)
    values = {
        "recipe": row,
        "steps": [step for step in parse_steps(row["code"]) if step.provider],
        "jobs": found["items"],
        "counts": found,
        "errors": errors or [],
        "editing": url.partition("?")[0].endswith("/edit"),
    }
    return Page(kind_of(url), url, row["name"], "recipe.html", values, {"recipe_id": recipe_id}, notice=notice)
