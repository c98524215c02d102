"""The rule of searching public recipes."""

from __future__ import annotations

from sqlalchemy import select

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.recipes.code import parse_keys
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.recipes import public_recipes

_T = public_recipes.c
_ALL = (
    select(
        _T.id,
        _T.user_id,
        _T.name,
        _T.created_at,
        _T.updated_at,
        _T.copy_count,
        _T.trigger_application,
        _T.action_applications,
        _T.applications,
        _T.description,
        _T.parameters_schema,
    )
    .where(_T.namespace == NAMESPACE_ID)
    .order_by(_T.id)
)
_CUSTOMERS = select(managed_users.c.id).where(managed_users.c.namespace == NAMESPACE_ID)


def search_public_recipes(
    context: Context, applications: str, term: str | None, boost_owned: bool, page: int, per_page: int
) -> Json:
    """Search public recipes that use all connectors, by ascending id. The first page is 0."""
    keys = parse_keys(applications)
    text = (term or "").casefold()
    found = [row for row in context.session.all(_ALL) if keys <= _connectors(row) and text in _text(row)]
    if boost_owned:
        own = {row["id"] for row in context.session.all(_CUSTOMERS)}
        found.sort(key=lambda row: row["user_id"] not in own)
    return {"items": found[page * per_page : (page + 1) * per_page]}


def _connectors(row: Row) -> set[str]:
    return {row["trigger_application"], *row["action_applications"], *row["applications"]}


def _text(row: Row) -> str:
    return f"{row['name']}\n{row['description']}".casefold()
