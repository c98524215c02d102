"""The rules of custom connectors, and of sharing them and recipes with customers."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from workato_embedded_mock.errors import bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.recipes.recipes import check_recipe
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.custom_connectors import custom_connectors

_T = custom_connectors.c
_IN_NAMESPACE = _T.namespace == NAMESPACE_ID
_SELECT = select(
    _T.id,
    _T.name,
    _T.title,
    _T.latest_released_version,
    _T.latest_released_version_note,
    _T.oem_shared_version,
    _T.oem_shared_at,
    _T.released_versions,
).where(_IN_NAMESPACE)
_LIST = _SELECT.order_by(_T.id.desc())
_GET = _SELECT.where(_T.id == bindparam("wanted"))
_SHARE = update(custom_connectors).where(_IN_NAMESPACE, _T.id == bindparam("wanted"))


def list_custom_connectors(context: Context, title: str | None, oem_shared: bool | None) -> Json:
    """List custom connectors by descending id; `oem_shared=false` returns those that are not shared."""
    rows = context.session.all(_LIST)
    if title is not None:
        rows = [row for row in rows if title in row["title"]]
    if oem_shared is not None:
        rows = [row for row in rows if (row["oem_shared_version"] is not None) == oem_shared]
    return {"result": rows}


def get_custom_connector(context: Context, id: int) -> Json:  # noqa: A002  # the name of the parameter
    """Return a custom connector."""
    return {"result": _read(context, id)}


def share_custom_connector_version(context: Context, id: int, version: int) -> Json:  # noqa: A002  # see above
    """Share a released version with all customers, instead of the one shared before."""
    released = [one["version"] for one in _read(context, id)["released_versions"]]
    if not released:
        raise bad_request("/path/version", "enum", f"the custom connector {id} has no released version")
    if version not in released:
        text = f"the custom connector {id} has no released version {version}; it has {', '.join(map(str, released))}"
        raise not_found("/path/version", text)
    context.session.execute(_SHARE, wanted=id, oem_shared_version=version, oem_shared_at=context.time())
    return {"result": _read(context, id)}


def share_recipe(context: Context, managed_user_id: str, recipe_id: int) -> Json:
    """Share a recipe of a customer. No operation returns shared recipes, so nothing is stored."""
    check_recipe(context, find_customer(context, managed_user_id), recipe_id)
    return {"result": {"success": True}}


def suppress_shared_connector(context: Context, id: int) -> Json:  # noqa: A002  # see above
    """Stop sharing; the connector and its versions stay."""
    _read(context, id)
    context.session.execute(_SHARE, wanted=id, oem_shared_version=None, oem_shared_at=None)
    return {"result": _read(context, id)}


def _read(context: Context, connector_id: int) -> Row:
    row = context.session.first(_GET, wanted=connector_id)
    if row is None:
        raise not_found("/path/id", f"there is no custom connector {connector_id}")
    return row
