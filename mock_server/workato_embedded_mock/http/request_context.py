"""What the middlewares share about one request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.types import Scope

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.http.headers import header
from workato_embedded_mock.http.request_body import RequestBody
from workato_embedded_mock.openapi._connexion import ROUTING_CONTEXT
from workato_embedded_mock.openapi.edition_views import EditionView
from workato_embedded_mock.openapi.error_bodies import NO_ERROR_BODIES, ErrorBodies
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Sender
from workato_embedded_mock.store.written_rows import Note

_KEY = "workato_embedded_mock"


def ignore_end(_status: int | None) -> None:
    """Do nothing."""


@dataclass(slots=True)
class RequestContext:
    """One request and its response.

    Attributes:
        notes: What was tolerated; `X-Mock-Reason` contains it.
        hints: What the caller may have meant; `X-Mock-Reason` of an error response contains it.
        path_values: The values of the path parameters by name.
        error_bodies: The bodies of the error responses that have more than the message.
        responded: Whether the response has begun, so that no other can follow.
        namespace: The namespace of the caller, once it is known.
        view: The document as it was in the edition of the caller; None for everything that is known.
        reasons: Why the request was rejected.
        body: The body of the request.
        tracked: Whether to track which fields of a JSON body are read, and which objects are written.
        tracked_body: The JSON body that the rule got; where fields are tracked, it knows which of them were read.
        written: Notes of the objects that were written, see `store/written_rows.py`.
        fault: The rule of the fault that hit the request.
        secrets: Values that journal and log must not contain, besides those that the document marks.
        without_database: Whether the request failed because the database is not available.
        unrecorded: Why the journal does not have the request yet; None if it has it.
        end: Called with the status, or None, when nothing more is sent although the response is not complete.
    """

    notes: list[Reason] = field(default_factory=list)
    hints: tuple[Reason, ...] = ()
    path_values: Mapping[str, str] = field(default_factory=dict)
    error_bodies: ErrorBodies = NO_ERROR_BODIES
    responded: bool = False
    namespace: str | None = None
    view: EditionView | None = None
    reasons: tuple[Reason, ...] = ()
    body: RequestBody = field(default_factory=RequestBody)
    tracked: bool = False
    tracked_body: Json = None
    written: list[Note] = field(default_factory=list)
    fault: Json = None
    secrets: tuple[str, ...] = ()
    without_database: bool = False
    unrecorded: str | None = None
    end: Callable[[int | None], None] = ignore_end


def request_context_of(scope: Scope) -> RequestContext:
    """Return the context of a request; the first call makes it."""
    context = scope.get(_KEY)
    if context is None:
        context = scope[_KEY] = RequestContext()
    return context


def operation_id_of(scope: Scope) -> str | None:
    """Return the operationId of a request, which connexion's routing context has once the operation is found."""
    routing: Mapping[str, str] | None = scope.get("extensions", {}).get(ROUTING_CONTEXT)
    return None if routing is None else routing["operation_id"]


def sender_of(scope: Scope) -> Sender:
    """Return where a request came from."""
    client = scope.get("client")
    return Sender(client and client[0], header(scope["headers"], b"user-agent"))
