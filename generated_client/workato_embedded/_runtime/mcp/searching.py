"""Finds operations by words of their names, texts, paths and fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from .document import Document, Documented
from .schemas import field_names

# The most operations that a search returns.
MOST_FOUND: Final = 25

_WORD: Final = re.compile(r"[a-z0-9_]+")
# Words that describe no operation.
_EMPTY: Final = frozenset(
    ("a", "all", "an", "and", "by", "for", "from", "how", "in", "is", "of", "on", "or", "the", "to")
)
# How much a word counts by where it is found.
_IN_NAME: Final = 8
_IN_PATH: Final = 4
_IN_FIELDS: Final = 3
_IN_TEXT: Final = 1


class Search:
    """Finds operations of a document."""

    def __init__(self, document: Document) -> None:
        self._entries = [_Entry(each) for each in document.operations.values()]

    def find(self, query: str, limit: int) -> dict[str, Any]:
        """Return the operations that match most words of a query, the best first, and how many match.

        A query without words finds all operations.
        """
        given = [word for word in _WORD.findall(query.lower()) if word not in _EMPTY]
        words = list(dict.fromkeys(map(_singular, given)))
        ranked = sorted(
            ((rank, entry) for entry in self._entries if (rank := entry.rank(words))[0] or not words),
            key=lambda pair: pair[0],
            reverse=True,
        )
        # An operation with fewer of the words is found only if none has more.
        most = ranked[0][0][0] if ranked else 0
        found = [entry for rank, entry in ranked if rank[0] == most]
        shown = {"operations": [entry.shown(words) for entry in found[:limit]], "found": len(found)}
        if most < len(words):
            return {**shown, "note": f"no operation matches all words; these match {most} of {len(words)}"}
        return shown


class _Entry:
    def __init__(self, documented: Documented) -> None:
        self._documented = documented

    @cached_property
    def _fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._all_fields()))

    @cached_property
    def _texts(self) -> tuple[tuple[int, str], ...]:
        raw, operation = self._documented.raw, self._documented.operation
        return (
            (_IN_NAME, f"{operation.id} {raw['summary']}".lower()),
            (_IN_PATH, f"{operation.method} {operation.path}".lower()),
            (_IN_FIELDS, " ".join(self._fields).lower()),
            (_IN_TEXT, f"{raw['description']} {' '.join(raw['tags'])}".lower()),
        )

    def rank(self, words: list[str]) -> tuple[int, bool, int, int, int]:
        """Return how many words match, whether the operation is current, and how well its name and texts match."""
        scores = [sum(weight for weight, text in self._texts if word in text) for word in words]
        raw, name = self._documented.raw, self._texts[0][1]
        # Of two names with the same words, the one with fewer others is meant.
        others = -len(_WORD.findall(name))
        matches = sum(score > 0 for score in scores)
        return matches, not raw.get("deprecated"), sum(word in name for word in words), others, sum(scores)

    def shown(self, words: list[str]) -> dict[str, Any]:
        operation, raw = self._documented.operation, self._documented.raw
        made: dict[str, Any] = {
            "operation_id": operation.id,
            "request": f"{operation.method} {operation.path}",
            "summary": raw["summary"],
            "access": self._documented.access.value,
        }
        if fields := [name for name in self._fields if any(word in name.lower() for word in words)]:
            made["matching_fields"] = fields[:8]
        return {**made, "deprecated": True} if raw.get("deprecated") else made

    def _all_fields(self) -> Iterator[str]:
        documented = self._documented
        yield from (each["name"] for each in documented.parameters)
        yield from field_names(documented.body or {})
        yield from field_names(documented.result)


def _singular(word: str) -> str:
    """Return a word without the ending of its plural, so that it is found in both forms."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
