"""Describes in words why an edition does not have a part of the document, or a value of an enum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.openapi.editions import Edition
from workato_embedded_mock.plain_json import Json

SINCE, UNTIL, EARLIER, REPLACED_BY = "x-since", "x-until", "x-earlier", "x-replaced-by"


def absence(what: str, dates: Mapping[str, Any], edition: Edition, pointer: str) -> Reason:
    """Return why an edition does not have a part.

    Args:
        what: The part, such as `the field title`.
        dates: The declaration of the part, with its dates.
        edition: The edition.
        pointer: Where the request has the part.
    """
    held = f"this account has the edition of {edition.date}"
    if dates.get(SINCE, "") > edition.date:
        return Reason(pointer, "since", f"{what} is part of the API since {dates[SINCE]}; {held}")
    if UNTIL in dates:
        return Reason(pointer, "until", f"{_ended(what, dates)}; {held}")
    return Reason(pointer, "since", f"{what} is not part of the API; {held}")


def retirement(declared: Mapping[str, Any]) -> str:
    """Return in words when an operation ends or ended, and which one to use instead."""
    return _ended(declared["operationId"], declared)


def value_dates(value: Json, schema: Mapping[str, Any], edition: Edition) -> dict[str, str]:
    """Return the date from which, or until which, an enum has a value that it does not have in an edition.

    Without such a date, return an empty mapping.
    """
    older = schema.get(EARLIER, ())
    enums = [entry.get("enum", schema.get("enum")) for entry in older] + [schema.get("enum")]
    ends = [entry["until"] for entry in older]
    now = sum(end <= edition.date for end in ends)
    known = [enum is None or value in enum for enum in enums]
    if known[now]:
        return {}
    if any(known[now:]):
        return {SINCE: ends[known.index(True, now) - 1]}
    before = [end for end, had in zip(ends[:now], known[:now], strict=True) if had]
    return {UNTIL: before[-1]} if before else {}


def _ended(what: str, dates: Mapping[str, Any]) -> str:
    until, successor = dates.get(UNTIL), dates.get(REPLACED_BY)
    ended = f"{what} is {f'gone since {until}' if until else 'deprecated'}"
    return f"{ended}; use {successor}" if successor else ended
