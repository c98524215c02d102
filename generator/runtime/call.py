"""The arguments of one call of an operation. Does nothing by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .unset import UNSET


@dataclass(frozen=True)
class Call:
    """The arguments of one call of an operation; those that are `UNSET` are not sent."""

    path: Mapping[str, Any] = field(default_factory=dict[str, Any])
    query: Mapping[str, Any] = field(default_factory=dict[str, Any])
    body: Mapping[str, Any] | None = None
    """What becomes the JSON body."""
    content: Any = UNSET
    """A body that is no JSON: what the caller gave for it, see `uploads`."""

    def with_query(self, **changes: Any) -> Call:
        """Return the call with some query parameters set."""
        return replace(self, query={**self.query, **changes})
