"""Builds what is sent from an operation and its arguments. Sends nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from .model import to_json
from .operations import Operation
from .unset import UNSET

_PLACEHOLDER = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True)
class Call:
    """The arguments of one call of an operation; those that are `UNSET` are not sent."""

    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None

    def with_query(self, **changes: Any) -> Call:
        """Return the call with some query parameters set."""
        return replace(self, query={**self.query, **changes})


def build_path(operation: Operation[Any], call: Call) -> str:
    """Fill in the path of an operation, each value percent-encoded.

    Raises:
        ValueError: a value is empty, or is `.` or `..`, which would name another path.
    """

    def fill(match: re.Match[str]) -> str:
        name = match.group(1)
        value = str(call.path[name])
        if value in ("", ".", ".."):
            raise ValueError(f"{name} must not be {value!r}")
        return quote(value, safe="")

    return _PLACEHOLDER.sub(fill, operation.path)


def build_query(call: Call) -> list[tuple[str, str]]:
    """List the query parameters; a mapping becomes `name[key]=value` (OpenAPI's deepObject)."""
    pairs: list[tuple[str, str]] = []
    for name, value in call.query.items():
        if value is UNSET or value is None:
            continue
        if isinstance(value, Mapping):
            pairs.extend((f"{name}[{key}]", _scalar(entry)) for key, entry in value.items())
        else:
            pairs.append((name, _scalar(value)))
    return pairs


def build_body(operation: Operation[Any], call: Call) -> Any:
    """Return the JSON body, or None where the operation has none."""
    if call.body is None:
        return None
    body = to_json(call.body)
    return body if operation.wrapper is None else {operation.wrapper: body}


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(to_json(value))
