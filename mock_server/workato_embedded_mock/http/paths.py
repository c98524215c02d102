"""Finds the operation of a request by its undecoded path; must not look at anything else in the request.

It stands where connexion's RoutingMiddleware would, and leaves the same message for the floors below. That one routes
on the decoded path, where `%2F` in an external id is lost, and tries one pattern after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.errors import NotFoundError, Reason, RequestError, not_found
from workato_embedded_mock.http.errors import MethodNotAllowedError
from workato_embedded_mock.http.exchange import exchange_of
from workato_embedded_mock.http.nearest import nearest_operation, shape
from workato_embedded_mock.openapi._connexion import ROUTING_CONTEXT, SpecMiddleware
from workato_embedded_mock.openapi.document import METHODS

OTHER_PATHS = {
    "/managed_users/{managed_user_id}/member_invitation": "/managed_users/{managed_user_id}/member_invitations"
}
"""Paths that real callers use, from a wrong row of the index, and the ones that they mean."""


@dataclass(slots=True)
class _Node:
    """What can follow in a path: words, or any one value."""

    words: dict[str, _Node] = field(default_factory=dict)
    value: _Node | None = None
    methods: dict[str, str] = field(default_factory=dict)
    right_path: str | None = None

    def add(self, segments: list[str], methods: dict[str, str], right_path: str | None = None) -> None:
        node = self.reach(segments)
        node.methods.update(methods)
        node.right_path = right_path

    def reach(self, segments: list[str]) -> _Node:
        """Answer the node at the end of a path, and make what is missing on the way."""
        node = self
        for segment in segments:
            if segment.startswith("{"):
                node.value = node.value or _Node()
                node = node.value
            else:
                node = node.words.setdefault(segment, _Node())
        return node

    def find(self, segments: list[str], values: tuple[str, ...] = ()) -> tuple[_Node, tuple[str, ...]] | None:
        """Follow a path; words go before values, and a way that ends early is taken back."""
        if not segments:
            return (self, values) if self.methods else None
        first, rest = segments[0], segments[1:]
        found = None
        if first in self.words:
            found = self.words[first].find(rest, values)
        if found is None and self.value is not None and first:
            found = self.value.find(rest, (*values, first))
        return found


class PathMiddleware(SpecMiddleware):
    """Routes requests to the operations of the document."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._strict = False
        self._base = ""
        self._root = _Node()
        self._wrong_rows = _Node()
        self._operations: list[tuple[str, str]] = []

    def add_api(self, specification: Mapping[str, Any], *, base_path: str, **options: Any) -> None:
        """Learn the paths of the document; connexion calls this once, at load, with all options of the API."""
        self._base = base_path
        self._strict = options["strict"]
        for template, item in specification["paths"].items():
            methods = {name.upper(): item[name]["operationId"] for name in METHODS if name in item}
            self._root.add(template.split("/")[1:], methods)
            self._operations += [(method, base_path + template) for method in methods]
            for method in methods:
                self._learn_rows(method, template, item[method.lower()].get("x-index-rows", ()))
            for other, right in OTHER_PATHS.items():
                if right == template and not self._strict:
                    self._root.add(other.split("/")[1:], methods, right)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Route one request.

        Raises:
            NotFoundError: No operation has this path.
            MethodNotAllowedError: The operations of this path have other methods.
        """
        path, raw = _raw_path(scope)
        segments = self._segments(scope, raw)
        try:
            await self._route(scope, receive, send, path, segments)
        except RequestError:
            found = self._wrong_rows.find(segments) if segments else None
            right = None if found is None else found[0].methods.get(scope["method"])
            if right is not None:
                text = f"the vendor's index has this path by mistake; meant is {right}"
                exchange_of(scope).hints.append(Reason("/path", "const", text))
            raise

    async def _route(self, scope: Scope, receive: Receive, send: Send, path: str, segments: list[str] | None) -> None:
        found = self._root.find(segments) if segments else None
        if found is None:
            raise self._unknown(scope["method"], path)
        node, values = found
        operation_id = node.methods.get(scope["method"])
        if operation_id is None:
            raise self._wrong_method(scope["method"], path, node)
        exchange = exchange_of(scope)
        exchange.path_values = values
        exchange.operation_id = operation_id
        if node.right_path is not None:
            text = f"the path of the operation is {self._base}{node.right_path}"
            exchange.notes.append(Reason("/path", "const", text))
        scope.setdefault("extensions", {})[ROUTING_CONTEXT] = {
            "api_base_path": self._base,
            "operation_id": operation_id,
        }
        await self._app(scope, receive, send)

    def _learn_rows(self, method: str, template: str, rows: Iterable[str]) -> None:
        """Learn the rows of the index that print another path for an operation than it has."""
        for row in rows:
            verb, _, printed = row.partition(" ")
            segments = [f"{{{part}}}" if part.startswith(":") else part for part in printed.strip("/").split("/")[1:]]
            if shape("/".join(segments)) != shape(template):
                node = self._wrong_rows.reach(segments)
                right = f"{method} {self._base}{template}"
                node.methods[verb] = " or ".join(filter(None, (node.methods.get(verb), right)))

    def _segments(self, scope: Scope, raw: str) -> list[str] | None:
        """Cut a path below the base into decoded segments; None when it lies elsewhere."""
        if not raw.startswith(self._base + "/"):
            return None
        segments = raw[len(self._base) + 1 :].split("/")
        if len(segments) > 1 and not segments[-1]:
            reason = Reason("/path", "trailingSlash", "the path of the operation has no slash at its end")
            if self._strict:
                raise NotFoundError(reason)
            exchange_of(scope).notes.append(reason)
            segments.pop()
        return [_decode(segment) for segment in segments] if "%" in raw else segments

    def _unknown(self, method: str, path: str) -> NotFoundError:
        near = nearest_operation(method, path, self._operations)
        hint = f"; the nearest one is {near}" if near else ""
        return not_found("/path", f"no operation has this path{hint}")

    def _wrong_method(self, method: str, path: str, node: _Node) -> MethodNotAllowedError:
        allowed = tuple(sorted(node.methods))
        same = [operation for operation in self._operations if operation[0] == method]
        near = nearest_operation(method, path, same)
        hint = f"; the nearest operation with {method} is {near}" if near else ""
        return MethodNotAllowedError(Reason("/method", "enum", f"this path has {', '.join(allowed)}{hint}"), allowed)


def _raw_path(scope: Scope) -> tuple[str, str]:
    """Answer the path for people and the undecoded path for routing."""
    raw = scope.get("raw_path")
    if raw is None:
        # ASGI lets a server leave it out; then an escaped slash cannot be told from a plain one any more.
        return scope["path"], scope["path"].replace("%", "%25")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise not_found("/path", f"the path is not UTF-8 at byte {error.start}") from error
    return text, text


def _decode(segment: str) -> str:
    try:
        return unquote_to_bytes(segment).decode("utf-8")
    except UnicodeDecodeError as error:
        raise not_found("/path", "an escaped part of the path is not UTF-8") from error
