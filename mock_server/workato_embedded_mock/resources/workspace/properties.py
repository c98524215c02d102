"""The rules of environment and project properties."""

from __future__ import annotations

from sqlalchemy import bindparam, func, insert, select, update

from workato_embedded_mock.errors import BadRequestError, Reason, bad_request
from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, find_project
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.properties import ENVIRONMENT, properties

MAX_NAME_LENGTH = 100
MAX_PROPERTIES = 1000

_T = properties.c
_SCOPE = (
    _T.namespace == NAMESPACE_ID,
    _T.managed_user_id == bindparam("owner"),
    _T.project_id == bindparam("scope"),
)
# LIKE would treat % and _ as wildcards and, in SQLite, ignore case.
_WITH_PREFIX = (
    select(_T.name, _T.value)
    .where(*_SCOPE, func.substr(_T.name, 1, func.length(bindparam("prefix"))) == bindparam("prefix"))
    .order_by(_T.name)
)
_NAMES = select(_T.name).where(*_SCOPE)
_INSERT = insert(properties).values(
    namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"), project_id=bindparam("scope")
)
_UPDATE = update(properties).where(*_SCOPE, _T.name == bindparam("wanted"))


def list_properties(context: Context, managed_user_id: str, prefix: str, project_id: str | None) -> Json:
    """Return the properties of a scope whose names start with a prefix, sorted by name."""
    owner = find_customer(context, managed_user_id)
    rows = context.session.all(_WITH_PREFIX, owner=owner, scope=_scope(context, owner, project_id), prefix=prefix)
    return {"result": {row["name"]: row["value"] for row in rows}}


def upsert_properties(context: Context, managed_user_id: str, project_id: str | None, body: Json) -> Json:
    """Write all properties, or none if a limit is exceeded."""
    owner = find_customer(context, managed_user_id)
    scope = _scope(context, owner, project_id)
    sent: dict[str, str] = body["properties"]
    _reject_long_names(sent)
    present = {row["name"] for row in context.session.all(_NAMES, owner=owner, scope=scope)}
    count = len(present | sent.keys())
    if count > MAX_PROPERTIES:
        text = f"this makes {count} properties; the limit is {MAX_PROPERTIES}"
        raise bad_request("/body/properties", "maxProperties", text)
    key = {"owner": owner, "scope": scope}
    context.session.execute_many(
        _INSERT, [{**key, "name": name, "value": value} for name, value in sent.items() if name not in present]
    )
    context.session.execute_many(
        _UPDATE, [{**key, "wanted": name, "value": value} for name, value in sent.items() if name in present]
    )
    return {"success": True}


def _scope(context: Context, owner: int, project_id: str | None) -> int:
    """Return the project id to store: that of a project, or the one of environment properties."""
    return ENVIRONMENT if project_id is None else find_project(context, owner, project_id, "/query/project_id")


def _reject_long_names(sent: dict[str, str]) -> None:
    reasons = [
        Reason(
            f"/body/properties/{pointer_token(name)}",
            "maxLength",
            f"a name must have at most {MAX_NAME_LENGTH} characters",
        )
        for name in sent
        if len(name) > MAX_NAME_LENGTH
    ]
    if reasons:
        raise BadRequestError(*reasons)
