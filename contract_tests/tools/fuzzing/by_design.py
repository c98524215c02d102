"""Which disagreements of the mock with a guess of Schemathesis are by design; must know neither server nor run.

Schemathesis guesses from the document alone that a call which fits it is accepted, and that any other is refused. Both
guesses are wrong for some calls. The mock says in `X-Mock-Reason` what it tolerated or refused, so they are judged by
their reasons, and the guesses hold for all the others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypedDict

RULES = {
    "additionalProperties": "the columns of a table are the state's, not the document's",
    "const": "the state of the thing forbids it",
    "enum": "the value must be one of those that the state, or the mock, has",
    "exists": "the body names something that is not there",
    "format": "the text must be a key, a zip file or a time, which no schema can say",
    "json": "what is JSON cannot always be kept: NUL, half a surrogate pair, a number beyond 64 bits",
    "maxLength": "names of properties are bounded, and a schema cannot bound names",
    "maxProperties": "an account has so many properties and no more",
    "minLength": "a name is not blank",
    "minimum": "the limit follows from what was used already",
    "not": "two properties exclude each other, or a running recipe is in the way",
    "pattern": "the name must fit another property",
    "readOnly": "a customer manager is no member that a customer can change",
    "required": "another property, or an empty one, makes it necessary",
    "state": "the state of the thing forbids it",
    "unique": "there is one of this name already",
    "uniqueItems": "columns have different labels",
}
"""Keywords of reasons for which the mock refuses what the document allows, and why."""

TOO_LARGE = "not an integer of 64 bits"
"""The reason of the keyword `type` that no schema gives: page numbers have no format in the document."""


class Reason(TypedDict):
    """One entry of `X-Mock-Reason`."""

    pointer: str
    keyword: str
    text: str


def reasons_of(headers: Mapping[str, list[str]]) -> list[Reason]:
    """Read the reasons of an answer; none when it has no such header. The names of the headers are in small letters."""
    (written,) = headers.get("x-mock-reason", ["[]"])
    reasons: list[Reason] = json.loads(written)
    return reasons


def may_accept(reasons: list[Reason]) -> bool:
    """Tell whether a call that does not fit may be served: too large a `per_page` or a careless body, if noted."""
    return bool(reasons)


def may_refuse(reasons: list[Reason]) -> bool:
    """Tell whether a call that fits may be refused: for a rule, and not for what a schema of the document could say."""
    return any(reason["keyword"] in RULES or reason["text"] == TOO_LARGE for reason in reasons)
