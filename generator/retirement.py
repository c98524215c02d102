"""Return in words that an operation is deprecated or retired.

The date of the document decides whether an end has come, and not the clock: generated files must not depend on the day
on which they are written.
"""

from __future__ import annotations

from typing import Any

from generator.as_of import UNTIL


def has_ended(value: dict[str, Any], document: dict[str, Any]) -> bool:
    """Return whether a value is gone in the newest edition of a document, whose date is the document's version."""
    return UNTIL in value and str(value[UNTIL]) <= str(document["info"]["version"]).replace(".", "-")


def retirement(operation: dict[str, Any], document: dict[str, Any]) -> str:
    """Return `retired since 2026-07-01`, `deprecated and ends on 2026-07-01`, a part of that, or an empty string."""
    if has_ended(operation, document):
        return f"retired since {operation[UNTIL]}"
    words = ["deprecated"] if operation.get("deprecated") else []
    return " and ".join([*words, *([f"ends on {operation[UNTIL]}"] if UNTIL in operation else [])])
