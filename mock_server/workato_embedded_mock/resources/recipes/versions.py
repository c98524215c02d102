"""The rules of recipe versions, and adding them when a recipe is saved. A version does not contain the code."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from workato_embedded_mock.errors import not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.recipes.recipes import check_recipe
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.recipes import recipe_versions

_T = recipe_versions.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.recipe_id == bindparam("recipe"))
_ONE = (*_OWN, _T.id == bindparam("wanted"))
_SELECT = select(_T.id, _T.version_no, _T.comment, _T.author_name, _T.author_email, _T.created_at, _T.updated_at)
_PAGE = _SELECT.where(*_OWN).order_by(_T.version_no.desc()).limit(bindparam("size")).offset(bindparam("before"))
_GET = _SELECT.where(*_ONE)
_SET_COMMENT = update(recipe_versions).where(*_ONE).values(comment=bindparam("text"), updated_at=bindparam("now"))


def list_recipe_versions(context: Context, managed_user_id: str, recipe_id: int, page: int, per_page: int) -> Json:
    """List the versions of a recipe, newest first."""
    check_recipe(context, find_customer(context, managed_user_id), recipe_id)
    return {"data": context.session.all(_PAGE, recipe=recipe_id, size=per_page, before=offset(page, per_page))}


def get_recipe_version(context: Context, managed_user_id: str, recipe_id: int, id: int) -> Json:  # noqa: A002  # the document's name
    """Return a version of a recipe."""
    check_recipe(context, find_customer(context, managed_user_id), recipe_id)
    return {"data": _find_version(context, recipe_id, id)}


def update_recipe_version_comment(
    context: Context,
    managed_user_id: str,
    recipe_id: int,
    id: int,  # noqa: A002  # the document's name
    body: Json,
) -> Json:
    """Set the comment of a version; the recipe keeps its number of versions."""
    check_recipe(context, find_customer(context, managed_user_id), recipe_id)
    _find_version(context, recipe_id, id)
    context.session.execute(_SET_COMMENT, recipe=recipe_id, wanted=id, text=body["comment"], now=context.time())
    return {"data": _find_version(context, recipe_id, id)}


def _find_version(context: Context, recipe_id: int, version_id: int) -> Row:
    """Return a version of a recipe.

    Raises:
        NotFoundError: The recipe has no such version.
    """
    found = context.session.first(_GET, recipe=recipe_id, wanted=version_id)
    if found is None:
        raise not_found("/path/id", f"the recipe has no version with the id {version_id}")
    return found
