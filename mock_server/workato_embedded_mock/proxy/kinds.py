"""Tells findings of one kind from those of another; must not count them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workato_embedded_mock.errors import Reason

_NUMBER = re.compile(r"(?<=/)\d+(?=/|$)")
_LONGEST = 200

Kind = tuple[str, str]
"""A pointer with `*` for the numbers in lists, and a keyword."""


def kind_of(reason: Reason) -> Kind:
    """Answer what a finding has in common with others."""
    return _NUMBER.sub("*", reason.pointer)[:_LONGEST], reason.keyword


def one_of_each(reasons: Iterable[Reason]) -> list[Reason]:
    """Answer the first finding of each kind."""
    found: dict[Kind, Reason] = {}
    for reason in reasons:
        found.setdefault(kind_of(reason), reason)
    return list(found.values())
