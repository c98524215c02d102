"""Decide which failures that Schemathesis reports are by design.

Schemathesis expects that the mock accepts each request that fits the document, and rejects every other one. Both
expectations are wrong for some requests. The mock gives the reason in `X-Mock-Reason`, by which they are recognized.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TypedDict

from contract_tests.support.validator import operations

# Keywords of reasons for which the mock rejects requests that fit the document, and why.
RULES = {
    "additionalProperties": "the state has the columns of a table, not the document",
    "assigned": "a role that people or groups have cannot be deleted",
    "const": "the state of the object forbids it",
    "enum": "the value must be one that the state or the mock has",
    "exists": "the body names an object that does not exist",
    "format": "the text must be a key, a zip file or a time, which a schema cannot express",
    "json": "some JSON cannot be stored: NUL, half a surrogate pair, a number beyond 64 bits",
    "maxItems": "the number of intervals between two times is limited",
    "maxLength": "the length of property names is limited, which a schema cannot express",
    "maxProperties": "the number of properties of an account is limited",
    "minLength": "a name must not be blank",
    "minimum": "the minimum depends on what was already used",
    "not": "two properties exclude each other, or a recipe is running",
    "pattern": "the name must fit another property",
    "readOnly": "a customer cannot change a customer manager as a member",
    "required": "another property, or an empty one, requires it",
    "state": "the state of the object forbids it",
    "unique": "the name is already used",
    "uniqueItems": "columns must have different labels",
}

# Paths and methods that are served and that tools which read only OpenAPI do not know.
_TWINS = {(one["path"], twin.upper()) for one in operations().values() for twin in one.get("x-twin-methods", ())}

# The text of a reason with the keyword `type` that no schema gives: page numbers have no format in the document.
TOO_LARGE = "not an integer of 64 bits"


class Reason(TypedDict):
    """One entry of `X-Mock-Reason`."""

    pointer: str
    keyword: str
    text: str


def reasons_of(headers: Mapping[str, list[str]]) -> list[Reason]:
    """Return the reasons in the headers of a response, whose names are in lower case."""
    (written,) = headers.get("x-mock-reason", ["[]"])
    reasons: list[Reason] = json.loads(written)
    return reasons


def may_accept(reasons: list[Reason]) -> bool:
    """Return whether the mock may accept a request that does not fit the document: only with a note."""
    return bool(reasons)


def may_reject(reasons: list[Reason]) -> bool:
    """Return whether the mock may reject a request that fits the document: only for a rule that no schema expresses."""
    return any(reason["keyword"] in RULES or reason["text"] == TOO_LARGE for reason in reasons)


def are_twins(path: str, methods: Iterable[str]) -> bool:
    """Return whether methods without an operation are served because of `x-twin-methods`."""
    return all((path, method) in _TWINS for method in methods)
