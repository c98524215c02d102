"""Groups findings by kind."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workato_embedded_mock.errors import Reason

_NUMBER = re.compile(r"(?<=/)\d+(?=/|$)")
_LONGEST = 200

# A pointer with `*` for list indexes, and a keyword.
Kind = tuple[str, str]


def kind_of(reason: Reason) -> Kind:
    """Return the kind of a finding."""
    return _NUMBER.sub("*", reason.pointer)[:_LONGEST], reason.keyword


def one_of_each(reasons: Iterable[Reason]) -> list[Reason]:
    """Return the first finding of each kind."""
    found: dict[Kind, Reason] = {}
    for reason in reasons:
        found.setdefault(kind_of(reason), reason)
    return list(found.values())
