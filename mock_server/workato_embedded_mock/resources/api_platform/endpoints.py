"""The rules of API endpoints; must not run their recipes."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, func, select, update

from workato_embedded_mock.errors import NotFoundError, bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.api_platform import api_endpoints
from workato_embedded_mock.store.tables.recipes import recipes

_T = api_endpoints.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
_ONE = (*_OWN, _T.id == bindparam("wanted"))

_PAGE = (
    select(
        _T.id,
        _T.api_collection_id,
        _T.flow_id,
        _T.name,
        _T.method,
        _T.url,
        _T.legacy_url,
        _T.base_path,
        _T.path,
        _T.active,
        _T.legacy,
        _T.created_at,
        _T.updated_at,
    )
    .where(*_OWN)
    .order_by(_T.id)
    .limit(bindparam("size"))
    .offset(bindparam("before"))
)
_PAGE_OF_COLLECTION = _PAGE.where(_T.api_collection_id == bindparam("wanted"))
_RECIPE = (
    select(_T.flow_id, func.coalesce(recipes.c.running, False).label("running"))
    .outerjoin(
        recipes,
        and_(
            recipes.c.namespace == _T.namespace,
            recipes.c.managed_user_id == _T.managed_user_id,
            recipes.c.id == _T.flow_id,
        ),
    )
    .where(*_ONE)
)
_SET_ACTIVE = update(api_endpoints).where(*_ONE)


def list_api_endpoints(
    context: Context, managed_user_id: str, api_collection_id: int | None, page: int, per_page: int
) -> Json:
    """List endpoints by ascending id, optionally those of one collection."""
    owner = find_customer(context, managed_user_id)
    page_of = {"owner": owner, "size": per_page, "before": offset(page, per_page)}
    if api_collection_id is None:
        return {"result": context.session.all(_PAGE, **page_of)}
    return {"result": context.session.all(_PAGE_OF_COLLECTION, wanted=api_collection_id, **page_of)}


def enable_api_endpoint(context: Context, managed_user_id: str, api_endpoint_id: int) -> Json:
    """Enable an endpoint whose recipe is running."""
    owner = find_customer(context, managed_user_id)
    recipe = context.session.first(_RECIPE, owner=owner, wanted=api_endpoint_id)
    if recipe is None:
        raise _endpoint_not_found(api_endpoint_id)
    if not recipe["running"]:
        text = f"the endpoint's recipe {recipe['flow_id']} is stopped; start it first"
        raise bad_request("/path/api_endpoint_id", "state", text)
    return _set_active(context, owner, api_endpoint_id, active=True)


def disable_api_endpoint(context: Context, managed_user_id: str, api_endpoint_id: int) -> Json:
    """Disable an endpoint."""
    return _set_active(context, find_customer(context, managed_user_id), api_endpoint_id, active=False)


def _set_active(context: Context, owner: int, api_endpoint_id: int, *, active: bool) -> Json:
    time = context.time()
    if not context.session.execute(_SET_ACTIVE, owner=owner, wanted=api_endpoint_id, active=active, updated_at=time):
        raise _endpoint_not_found(api_endpoint_id)
    return {"success": True}


def _endpoint_not_found(api_endpoint_id: int) -> NotFoundError:
    return not_found("/path/api_endpoint_id", f"the customer has no API endpoint {api_endpoint_id}")
