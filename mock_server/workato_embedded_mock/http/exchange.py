"""What the floors of the server tell each other about one request; must hold no state beyond it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.types import Scope

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.plain_json import Json

_KEY = "workato_embedded_mock"


def _nothing(_status: int | None) -> None:
    """Take no notice."""


@dataclass(slots=True)
class Exchange:
    """One request and its answer.

    Attributes:
        notes: What was tolerated; goes into `X-Mock-Reason` beside the answer.
        hints: What the caller may have meant; goes into `X-Mock-Reason` where the request is refused.
        path_values: The values of the path parameters, decoded, in the order of the path.
        answered: Whether the answer has begun, so that no other can follow.
        namespace: The namespace that the caller means, once it is known who that is.
        operation_id: The operation, once it is found.
        reasons: Why the request was refused.
        body: The bytes of the request's body, as far as they were read.
        watched: Whether to watch which fields of a body are read.
        arguments_body: The body that the rule got; it tells which of its fields were read where it is watched.
        fault: The armed fault that hit it.
        ended: Called with the status, or None, when nothing more is sent although the answer is not complete.
    """

    notes: list[Reason] = field(default_factory=list)
    hints: list[Reason] = field(default_factory=list)
    path_values: tuple[str, ...] = ()
    answered: bool = False
    namespace: str | None = None
    operation_id: str | None = None
    reasons: tuple[Reason, ...] = ()
    body: bytes = b""
    watched: bool = False
    arguments_body: Json = None
    fault: Json = None
    ended: Callable[[int | None], None] = _nothing


def exchange_of(scope: Scope) -> Exchange:
    """Answer the exchange of a request; the first to ask begins it."""
    exchange = scope.get(_KEY)
    if exchange is None:
        exchange = scope[_KEY] = Exchange()
    return exchange


def origin_of(scope: Scope) -> str:
    """Answer the address of this server as the caller wrote it, such as `http://127.0.0.1:8765`."""
    host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    if not host:
        name, port = scope.get("server") or ("localhost", None)
        host = name if port is None else f"{name}:{port}"
    return f"{scope['scheme']}://{host}"
