"""The rules of API collections."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import bindparam, insert, select

from workato_embedded_mock.errors import bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.api_platform.documents import parse_endpoints
from workato_embedded_mock.resources.api_platform.imports import GATEWAY, import_endpoints
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, find_project
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.api_platform import api_collections
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.managed_users import managed_users

DEFAULT_VERSION = "1.0"
DOCUMENTS = "https://www.example.com/doc/service"

_T = api_collections.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))

_PAGE = (
    select(_T.id, _T.name, _T.project_id, _T.url, _T.api_spec_url, _T.version, _T.created_at, _T.updated_at)
    .where(*_OWN)
    .order_by(_T.id)
    .limit(bindparam("size"))
    .offset(bindparam("before"))
)
_SAME = select(_T.id).where(*_OWN, _T.name == bindparam("wanted"), _T.version == bindparam("version_wanted"))
_INSERT = insert(api_collections).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_WORKSPACE = select(managed_users.c.name).where(
    managed_users.c.namespace == NAMESPACE_ID, managed_users.c.id == bindparam("owner")
)
_CONNECTION = select(connections.c.id).where(
    connections.c.namespace == NAMESPACE_ID,
    connections.c.managed_user_id == bindparam("owner"),
    connections.c.id == bindparam("wanted"),
)


def list_api_collections(context: Context, managed_user_id: str, page: int, per_page: int) -> Json:
    """List collections by ascending id."""
    owner = find_customer(context, managed_user_id)
    rows = context.session.all(_PAGE, owner=owner, size=per_page, before=offset(page, per_page))
    return {"result": [_response(row) for row in rows]}


def create_api_collection(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create a collection; import endpoints if a document is sent. Name and version together are unique."""
    owner = find_customer(context, managed_user_id)
    name, version = body["name"], body.get("version", DEFAULT_VERSION)
    project_id = None
    if "project_id" in body:
        project_id = find_project(context, owner, str(body["project_id"]), "/body/project_id")
    proxy_id = body.get("proxy_connection_id")
    if proxy_id is not None and context.session.scalar(_CONNECTION, owner=owner, wanted=proxy_id) is None:
        raise not_found("/body/proxy_connection_id", f"the customer has no connection {proxy_id}")
    other = context.session.scalar(_SAME, owner=owner, wanted=name, version_wanted=version)
    if other is not None:
        raise bad_request("/body/version", "unique", f"the API collection {other} already has this name and version")
    documented = parse_endpoints(body["openapi_spec"]) if "openapi_spec" in body else None
    collection_id = context.session.next_id("api_collections")
    slug = f"{_slug(name) or collection_id}-v{_slug(version.removesuffix('.0')) or collection_id}"
    workspace = _slug(context.session.scalar(_WORKSPACE, owner=owner)) or str(owner)
    now = context.time()
    row = {
        "id": collection_id,
        "name": name,
        "project_id": project_id,
        "url": f"{GATEWAY}/{workspace}/{slug}",
        "api_spec_url": f"{DOCUMENTS}/{slug}/swagger?token=not-a-real-token-{collection_id}",
        "version": version,
        "created_at": now,
        "updated_at": now,
    }
    context.session.execute(_INSERT, owner=owner, **row)
    if documented is None:
        return _response(row)
    return {**_response(row), **import_endpoints(context, owner, row, documented)}


def _slug(text: str) -> str:
    """Return a name as a part of a URL: `Orders API` becomes `orders-api`. It can be empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _response(row: Row) -> Row:
    project_id = row["project_id"]
    return {**row, "project_id": None if project_id is None else str(project_id)}
