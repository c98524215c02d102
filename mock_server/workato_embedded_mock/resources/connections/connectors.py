"""The rules of connectors: the read-only catalogue of what connections can connect to."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from workato_embedded_mock.errors import Reason, bad_request
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.connectors import connectors
from workato_embedded_mock.store.tables.custom_connectors import custom_connectors

_T = connectors.c
_C = custom_connectors.c
_SELECT = select(
    _T.name, _T.title, _T.categories, _T.oauth, _T.deprecated, _T.secondary, _T.triggers, _T.actions
).where(_T.namespace == NAMESPACE_ID)
_BY_NAME = _SELECT.where(_T.name == bindparam("wanted"))
_PAGE = _SELECT.order_by(_T.name).limit(bindparam("size")).offset(bindparam("before"))
_COUNT = select(func.count()).where(_T.namespace == NAMESPACE_ID)
_OAUTH = select(_T.oauth).where(_T.namespace == NAMESPACE_ID, _T.name == bindparam("wanted"))
_SHARED = select(_C.id).where(
    _C.namespace == NAMESPACE_ID, _C.name == bindparam("wanted"), _C.oem_shared_version.is_not(None)
)


# The size of the page that is returned without names.
_FIRST_PAGE = 100


def list_connector_metadata(context: Context, applications: str | None) -> Json:
    """Return the named connectors in the order of the request, without unknown names; by default the first page."""
    if applications is None:
        context.notes.append(Reason("/query/applications", "required", "without it, the first page was returned"))
        return {"items": context.session.all(_PAGE, size=_FIRST_PAGE, before=0)}
    names = dict.fromkeys(name.strip() for name in applications.split(","))
    rows = (context.session.first(_BY_NAME, wanted=name) for name in names)
    return {"items": [row for row in rows if row is not None]}


def list_all_connectors(context: Context, page: int, per_page: int) -> Json:
    """List the standard connectors by name."""
    rows = context.session.all(_PAGE, size=per_page, before=offset(page, per_page))
    return {"items": rows, "count": context.session.scalar(_COUNT), "page": page, "per_page": per_page}


def note_unknown_connector(context: Context, provider: str) -> None:
    """Note a connector that the mock does not know, or reject it in strict mode.

    Raises:
        BadRequestError: The mock is strict.
    """
    if context.strict:
        raise bad_request("/body/provider", "enum", f"customers have no connector {provider!r}")
    text = f"the mock does not know the connector {provider!r}; any input authorizes it, and it has no pick lists"
    context.notes.append(Reason("/body/provider", "enum", text))


def is_standard(context: Context, provider: str) -> bool:
    """Return whether the catalogue of the seed has a connector."""
    return context.session.scalar(_OAUTH, wanted=provider) is not None


def uses_oauth(context: Context, provider: str) -> bool | None:
    """Return whether a connector uses OAuth, or None if the mock does not know it.

    Without a catalogue, as in an empty seed, any name is accepted as a connector without OAuth.
    """
    oauth: bool | None = context.session.scalar(_OAUTH, wanted=provider)
    if oauth is None and context.session.scalar(_SHARED, wanted=provider) is not None:
        return False
    if oauth is None and not context.session.scalar(_COUNT):
        return False
    return oauth
