"""Rules for dates: each is that of an edition, and the dates of a value agree with those around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.as_of import DATA, EARLIER, SINCE, UNTIL
from generator.bundle import Bundle
from generator.document import Pointer
from generator.editions import load_editions
from generator.findings import Finding
from generator.lint.unfinished import PLACEHOLDER

# On a deprecated operation: the operationId of its successor.
REPLACED_BY = "x-replaced-by"


def dates_are_those_of_editions(bundle: Bundle) -> Iterable[Finding]:
    """Check that each date is one of spec/sources/editions.yaml."""
    known = {PLACEHOLDER, *(edition.date for edition in load_editions(bundle.sources.folder))}
    for pointer, value in _dated(bundle.document):
        for place, date in _dates(value):
            if isinstance(date, str) and date not in known:
                message = f"{date} is the date of no edition; add it to sources/editions.yaml, or use one of its dates"
                yield bundle.finding("date", (*pointer, *place), message)


def the_version_is_the_newest_edition(bundle: Bundle) -> Iterable[Finding]:
    """Check that the version of the document is the date of its newest edition, which decides what has ended."""
    newest = load_editions(bundle.sources.folder)[-1].date.replace("-", ".")
    if str(bundle.document["info"]["version"]) != newest:
        message = f"expected {newest}, the date of the newest edition in sources/editions.yaml"
        yield bundle.finding("date", ("info", "version"), message)


def dates_are_consistent(bundle: Bundle) -> Iterable[Finding]:
    """Check that nothing ends before it begins, that what ends is deprecated, and that older values are in order."""
    for pointer, value in _dated(bundle.document):
        if not all(isinstance(date, str) for _, date in _dates(value)):
            continue
        since, until = value.get(SINCE, ""), value.get(UNTIL)
        if until is not None and until <= since:
            yield bundle.finding("date", (*pointer, UNTIL), f"it ends on {until}, and begins on {since}")
        if until is not None and _may_be_deprecated(pointer) and not value.get("deprecated"):
            yield bundle.finding("date", (*pointer, UNTIL), "what ends must have `deprecated: true`")
        dates = [entry["until"] for entry in value.get(EARLIER, ())]
        if dates != sorted(set(dates)):
            yield bundle.finding("date", (*pointer, EARLIER), "the dates must be in order, each once")
        if dates and (dates[0] <= since or (until is not None and dates[-1] >= until)):
            yield bundle.finding("date", (*pointer, EARLIER), "an older value must end while its owner exists")


def parts_begin_before_their_operation_ends(bundle: Bundle) -> Iterable[Finding]:
    """Check that no part of an operation, and nothing to which it refers, begins when the operation has ended."""
    for pointer, operation, _ in bundle.operations():
        until = operation.get(UNTIL)
        for place, value in _parts(bundle, operation):
            since = value.get(SINCE, "")
            if place and isinstance(since, str) and isinstance(until, str) and since >= until:
                message = f"it begins on {since}, and the operation ends on {until}; leave it out"
                yield bundle.finding("date", (*pointer, *place), message)


def successors_exist(bundle: Bundle) -> Iterable[Finding]:
    """Check that `x-replaced-by` of a deprecated operation is the operationId of one that lives longer."""
    operations = {operation.get("operationId"): operation for _, operation, _ in bundle.operations()}
    for pointer, operation, _ in bundle.operations():
        successor = operations.get(operation.get(REPLACED_BY))
        if REPLACED_BY not in operation:
            continue
        if successor is None:
            yield bundle.finding("date", (*pointer, REPLACED_BY), "expected the operationId of its successor")
        elif not operation.get("deprecated") or successor.get(UNTIL, "9999") <= operation.get(UNTIL, "9998"):
            text = "expected a deprecated operation, and a successor that exists longer"
            yield bundle.finding("date", (*pointer, REPLACED_BY), text)


def _may_be_deprecated(pointer: Pointer) -> bool:
    """Return whether OpenAPI has `deprecated` for the value at a pointer: operations, parameters and properties."""
    return (pointer[:1] == ("paths",) and len(pointer) == 3) or pointer[-2:-1] in (("parameters",), ("properties",))


def _dates(value: dict[str, Any]) -> Iterator[tuple[Pointer, Any]]:
    for key in (SINCE, UNTIL):
        if key in value:
            yield (key,), value[key]
    for index, entry in enumerate(value.get(EARLIER, ())):
        yield (EARLIER, index, "until"), entry["until"]


def _parts(bundle: Bundle, operation: dict[str, Any]) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """Yield the dated parts of an operation, and the definitions to which it refers."""
    yield from _dated(operation)
    for place, reference in _references(operation):
        _, section, name = reference[2:].split("/")
        yield place, bundle.document["components"][section][name]


def _references(value: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """Yield the references in a part of the document, and where they are."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _references(item, (*pointer, index))
    elif isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield (*pointer, "$ref"), value["$ref"]
        for key, inner in value.items():
            if key not in DATA:
                yield from _references(inner, (*pointer, key))


def _dated(value: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """Yield the mappings that have a date."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _dated(item, (*pointer, index))
    elif isinstance(value, dict):
        names = pointer[-1:] == ("properties",)
        if not names and value.keys() & {SINCE, UNTIL, EARLIER}:
            yield pointer, value
        for key, inner in value.items():
            if names or key not in DATA:
                yield from _dated(inner, (*pointer, key))


RULES = (
    dates_are_those_of_editions,
    the_version_is_the_newest_edition,
    dates_are_consistent,
    parts_begin_before_their_operation_ends,
    successors_exist,
)
