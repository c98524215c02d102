"""The rules of API endpoints; must not run the recipes behind them."""

from sqlalchemy import bindparam, select, update

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.refusals import NotFoundError, not_found
from workato_embedded_mock.resources.context import Context
from workato_embedded_mock.resources.customers import customer
from workato_embedded_mock.resources.paging import offset
from workato_embedded_mock.store.tables import api_endpoints

_T = api_endpoints.c
_OWN = (_T.namespace == bindparam("space"), _T.managed_user_id == bindparam("owner"))
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
_SWITCH = update(api_endpoints).where(*_ONE)


async def list_api_endpoints(
    context: Context, managed_user_id: str, api_collection_id: int | None, page: int, per_page: int
) -> Json:
    """List endpoints by ascending id, all of them or those of one collection."""
    owner = customer(context, managed_user_id)
    page_of = {"owner": owner, "size": per_page, "before": offset(page, per_page)}
    if api_collection_id is None:
        return {"result": context.space.all(_PAGE, **page_of)}
    return {"result": context.space.all(_PAGE_OF_COLLECTION, wanted=api_collection_id, **page_of)}


async def disable_api_endpoint(context: Context, managed_user_id: str, api_endpoint_id: int) -> Json:
    """Stop an endpoint from being called."""
    owner = customer(context, managed_user_id)
    if not context.space.change(_SWITCH, owner=owner, wanted=api_endpoint_id, active=False, updated_at=context.time()):
        raise _no_endpoint(api_endpoint_id)
    return {"success": True}


def _no_endpoint(api_endpoint_id: int) -> NotFoundError:
    return not_found("/path/api_endpoint_id", f"the customer has no API endpoint {api_endpoint_id}")
