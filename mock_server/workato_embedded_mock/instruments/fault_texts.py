"""Describes a fault rule in one line; must not import more than that needs, since test reports use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The fields that a description has besides those of the match.
_FIELDS = ("phase", "kind", "status", "latency_ms", "times", "skip", "probability")


def describe_rule(rule: Mapping[str, Any], position: int) -> str:
    """Return a rule in words: its position, which requests it matches, and what it does to them.

    Args:
        rule: The rule as the test sent it.
        position: Its position among the rules of the namespace, from 0; the text counts from 1.
    """
    match = rule.get("match", {})
    parts = [f"operation {rule['operation_id']}"] if rule.get("operation_id") else []
    parts += [f"path {match['path']}"] if match.get("path") else []
    # Without the values of a body, which may be secret.
    parts += ["a part of the body"] if match.get("body") is not None else []
    parts = parts or ["all operations"]
    parts += [f"{name} {rule[name]}" for name in _FIELDS if name in rule]
    return f"fault rule {position + 1} ({', '.join(parts)})"
