"""Finds the operation of a request by its undecoded path.

connexion's own routing works on the decoded path, where `%2F` in an external id is lost, and tries one pattern after
the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import unquote_to_bytes

from workato_embedded_mock.errors import MethodNotAllowedError, NotFoundError, Reason, RequestError, not_found
from workato_embedded_mock.openapi.document import served_methods
from workato_embedded_mock.openapi.nearest import nearest_operation, shape

# Paths that real callers use, from a wrong row of the index or from another edition, and the paths that they mean.
OTHER_PATHS = {
    "/custom_connectors/{id}/share_oem_version/{version}": "/custom_connectors/{id}/oem_share/{version}",
    "/managed_users/{managed_user_id}/member_invitation": "/managed_users/{managed_user_id}/member_invitations",
    **{
        f"/v2/managed_users/{{managed_user_id}}/{rest}": f"/managed_users/{{managed_user_id}}/{rest}"
        for rest in (
            "environment_roles",
            "environment_roles/{id}",
            "project_roles",
            "project_roles/{id}",
            "project_grants/{id}",
            "projects/{project_id}/project_grants",
        )
    },
    # Below the older path, the row of the project grants lacks the word projects.
    "/managed_users/{managed_user_id}/{project_id}/project_grants": (
        "/managed_users/{managed_user_id}/projects/{project_id}/project_grants"
    ),
}

# The message of the 404 for a path of no operation. It differs from that for an unknown object.
UNKNOWN_PATH = "API not found"

_SLASHES = re.compile("/{2,}")

_Found = TypeVar("_Found")


class Match(NamedTuple):
    """The operation of a request.

    Attributes:
        operation_id: Its operationId.
        values: The values of the path parameters by name, decoded.
    """

    operation_id: str
    values: dict[str, str]


@dataclass(slots=True)
class _Node(Generic[_Found]):
    """What can follow in a path: fixed segments, or any one value.

    Attributes:
        segments: The nodes behind fixed segments.
        values: The nodes behind path parameters, by the text that follows the parameter in its segment.
        methods: What is found at the end of a path, by method.
        right_path: The path that is meant, where this is another spelling of it.
    """

    segments: dict[str, _Node[_Found]] = field(default_factory=dict)
    values: dict[str, _Node[_Found]] = field(default_factory=dict)
    methods: dict[str, _Found] = field(default_factory=dict)
    right_path: str | None = None

    def reach(self, template: list[str]) -> _Node[_Found]:
        """Return the node at the end of a path, and make the missing nodes on the way."""
        node = self
        for segment in template:
            if segment.startswith("{"):
                node = node._behind_value(segment.partition("}")[2])
            else:
                node = node.segments.setdefault(segment, _Node())
        return node

    def _behind_value(self, suffix: str) -> _Node[_Found]:
        """Return the node behind a value that ends in a text. Longer texts come first; the empty one fits any value."""
        if suffix not in self.values:
            self.values[suffix] = _Node()
            self.values = dict(sorted(self.values.items(), key=lambda item: -len(item[0])))
        return self.values[suffix]

    def find(
        self, segments: list[str], values: tuple[str, ...] = (), at: int = 0
    ) -> tuple[_Node[_Found], tuple[str, ...]] | None:
        """Return the node of a path and its values. Fixed segments are tried before values.

        Args:
            segments: The path.
            values: The values of the segments before `at`.
            at: The number of segments that lead to this node.
        """
        if at == len(segments):
            return (self, values) if self.methods else None
        first = segments[at]
        fixed = self.segments.get(first)
        found = None if fixed is None else fixed.find(segments, values, at + 1)
        if found is not None:
            return found
        for suffix, node in self.values.items():
            if first.endswith(suffix) and len(first) > len(suffix):
                found = node.find(segments, (*values, first.removesuffix(suffix)), at + 1)
                if found is not None:
                    return found
        return None


# The operationId and the names of the path parameters.
_Operations = _Node[tuple[str, tuple[str, ...]]]


class Router:
    """The paths of one document.

    Args:
        content: The document.
        base_path: The path before all paths of the document.
        strict: Reject paths that are tolerated otherwise: other spellings, and a slash at the end.
    """

    def __init__(self, content: Mapping[str, Any], base_path: str, *, strict: bool) -> None:
        self._strict = strict
        self._base = base_path
        self._root: _Operations = _Node()
        # The operations that are meant by paths which the vendor's index prints by mistake.
        self._wrong_rows: _Node[str] = _Node()
        self._operations: list[tuple[str, str]] = []
        self._shapes = {
            (name.upper(), shape(path)) for path, item in content["paths"].items() for name in served_methods(item)
        }
        for path, item in content["paths"].items():
            for name, declared in served_methods(item).items():
                self._add(path, name.upper(), declared)

    def match(self, method: str, path: str, raw_path: bytes | None, notes: list[Reason]) -> Match:
        """Return the operation of a request; `notes` gets what was tolerated in the path.

        Args:
            method: The method.
            path: The decoded path, for servers that give no other.
            raw_path: The path as it was sent.
            notes: Gets a reason for each tolerated deviation.

        Raises:
            NotFoundError: No operation has this path.
            MethodNotAllowedError: The operations of this path have other methods.
        """
        raw, shown = _texts(path, raw_path)
        segments = self._split(raw, notes)
        found = self._root.find(segments) if segments else None
        if found is None:
            raise self._unknown(method, shown)
        node, values = found
        operation = node.methods.get("GET" if method == "HEAD" and "HEAD" not in node.methods else method)
        if operation is None:
            raise self._wrong_method(method, shown, node)
        if node.right_path is not None:
            notes.append(Reason("/path", "const", f"the path of the operation is {self._base}{node.right_path}"))
        operation_id, names = operation
        return Match(operation_id, dict(zip(names, values, strict=True)))

    def hint(self, method: str, path: str, raw_path: bytes | None) -> Reason | None:
        """Return which operation a caller meant whose path the vendor's index prints by mistake."""
        try:
            segments = self._split(_texts(path, raw_path)[0], [])
        except RequestError:
            return None
        found = self._wrong_rows.find(segments) if segments else None
        right = None if found is None else found[0].methods.get(method)
        if right is None:
            return None
        return Reason("/path", "const", f"the vendor's index has this path by mistake; use {right}")

    def _add(self, path: str, method: str, declared: Mapping[str, Any]) -> None:
        self._operations.append((method, self._base + path))
        others = [] if self._strict else [other for other, right in OTHER_PATHS.items() if right == path]
        for template in (path, *others):
            segments = template.split("/")[1:]
            node = self._root.reach(segments)
            names = tuple(segment[1:].partition("}")[0] for segment in segments if segment.startswith("{"))
            node.methods[method] = declared["operationId"], names
            node.right_path = None if template == path else path
        for row in declared.get("x-index-rows", ()):
            self._add_row(row, f"{method} {self._base}{path}", shape(path))

    def _add_row(self, row: str, meant: str, right_shape: str) -> None:
        """Add a row of the index, if it prints another path for an operation than the operation has."""
        method, _, printed = row.partition(" ")
        segments = [f"{{{part}}}" if part.startswith(":") else part for part in printed.strip("/").split("/")[1:]]
        printed_shape = shape("/" + "/".join(segments))
        # A path that another operation has is served by that operation.
        if printed_shape != right_shape and (method, printed_shape) not in self._shapes:
            methods = self._wrong_rows.reach(segments).methods
            methods[method] = f"{methods[method]} or {meant}" if method in methods else meant

    def _split(self, raw: str, notes: list[Reason]) -> list[str] | None:
        """Split a path below the base path into decoded segments; return None for a path elsewhere."""
        if "//" in raw:
            raw = without_empty_segments(raw)
            if self._strict:
                text = f"the path has empty segments; without them it is {raw.rstrip('/')}"
                raise NotFoundError(Reason("/path", "emptySegment", text))
            text = f"empty segments were dropped; served as {raw.rstrip('/')}"
            notes.append(Reason("/path", "emptySegment", text))
        if not raw.startswith(self._base + "/"):
            return None
        segments = raw[len(self._base) + 1 :].split("/")
        if len(segments) > 1 and not segments[-1]:
            reason = Reason("/path", "trailingSlash", "the path of the operation has no slash at its end")
            if self._strict:
                raise NotFoundError(reason)
            notes.append(reason)
            segments.pop()
        return [_decode(segment) for segment in segments] if "%" in raw else segments

    def _unknown(self, method: str, path: str) -> NotFoundError:
        near = nearest_operation(method, path, self._operations)
        suggestion = f"; the nearest one is {near}" if near else ""
        return NotFoundError(Reason("/path", "exists", f"no operation has this path{suggestion}"), message=UNKNOWN_PATH)

    def _wrong_method(self, method: str, path: str, node: _Operations) -> MethodNotAllowedError:
        allowed = tuple(sorted({*node.methods, *(["HEAD"] if "GET" in node.methods else [])}))
        same = [operation for operation in self._operations if operation[0] == method]
        near = nearest_operation(method, path, same)
        suggestion = f"; the nearest operation with {method} is {near}" if near else ""
        text = f"this path has {', '.join(allowed)}{suggestion}"
        return MethodNotAllowedError(Reason("/method", "enum", text), allowed)


def without_empty_segments(path: str) -> str:
    """Return a path without its empty segments; a slash at its end is kept."""
    return _SLASHES.sub("/", path)


def _texts(path: str, raw_path: bytes | None) -> tuple[str, str]:
    """Return the undecoded path for routing, and the path for people."""
    if raw_path is None:
        # ASGI servers may omit it; then an escaped slash looks like a plain one.
        return path.replace("%", "%25"), path
    try:
        text = raw_path.decode("utf-8")
    except UnicodeDecodeError as error:
        raise not_found("/path", f"the path is not UTF-8 at byte {error.start}") from error
    return text, text


def _decode(segment: str) -> str:
    try:
        return unquote_to_bytes(segment).decode("utf-8")
    except UnicodeDecodeError as error:
        raise not_found("/path", "an escaped part of the path is not UTF-8") from error
