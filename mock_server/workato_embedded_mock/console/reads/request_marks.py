"""Marks the parts of a request that its journal entry says something about; must not import Flask."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workato_embedded_mock.plain_json import Json, pointer_keys, pointer_token

BAD, WARNING = "bad", "warning"

UNREAD = "not read: the mock did not use this field"
UNKNOWN = "unknown: the document of the API does not have it"

_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said about a part of a request.

    Attributes:
        kind: `bad` for a violation, `warning` for what was served anyway.
        text: It, in words.
    """

    kind: str
    text: str


@dataclass(slots=True)
class Line:
    """A line of a JSON body.

    Attributes:
        text: The line, with its indent.
        pointer: The JSON pointer of the value that begins in it; empty for the whole body, None for a closing bracket.
        marks: What is said about it.
    """

    text: str
    pointer: str | None
    marks: list[Mark] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The most important kind of its marks; empty without marks."""
        return min((mark.kind for mark in self.marks), default="")

    @property
    def indent(self) -> str:
        """The blanks at its start."""
        return self.text[: len(self.text) - len(self.text.lstrip())]


class Marks:
    """The marks of one request.

    Args:
        entry: The entry of the journal.
    """

    def __init__(self, entry: Json) -> None:
        self._marks: defaultdict[str, dict[Mark, None]] = defaultdict(dict)
        kind = BAD if (entry["status"] or 0) not in range(200, 400) else WARNING
        for reason in entry["reasons"]:
            self._add(reason["pointer"], Mark(kind, reason["text"]))
        for pointer in entry["unread"]:
            self._add(pointer, Mark(WARNING, UNREAD))
        for pointer in entry["unknown"]:
            self._add(pointer, Mark(WARNING, UNKNOWN))

    def of(self, place: str, name: str) -> list[Mark]:
        """Return the marks of a field in `path`, `query` or `header`, and of what is inside it."""
        start = f"/{place}/{pointer_token(name)}"
        return [
            mark for pointer in self._marks if f"{pointer}/".startswith(f"{start}/") for mark in self._marks[pointer]
        ]

    def missing(self, place: str, present: Sequence[str]) -> list[tuple[str, list[Mark]]]:
        """Return the names of fields that a request does not have, with their marks."""
        known = {pointer_token(name) for name in present}
        return [
            (pointer_keys(pointer)[1], list(marks))
            for pointer, marks in self._marks.items()
            if pointer.startswith(f"/{place}/") and pointer.split("/")[2] not in known
        ]

    def body(self, value: Json) -> list[Line]:
        """Return the lines of the body of the request, with the marks; those of a missing field are at its object."""
        lines = list(lines_of(value))
        by_pointer = {line.pointer: line for line in lines if line.pointer is not None}
        for pointer, marks in self._marks.items():
            if pointer == "/body" or pointer.startswith("/body/"):
                inside = pointer.removeprefix("/body")
                missing: list[str] = []
                while inside not in by_pointer:
                    inside, _, name = inside.rpartition("/")
                    missing.insert(0, name)
                by_pointer[inside].marks += [_about("/".join(missing), mark) for mark in marks]
        return lines

    def _add(self, pointer: str, mark: Mark) -> None:
        self._marks[pointer][mark] = None


def _about(name: str, mark: Mark) -> Mark:
    """Return a mark that names the field that it is about."""
    return mark if name in mark.text else Mark(mark.kind, f"{name}: {mark.text}")


def lines_of(value: Json, pointer: str = "", depth: int = 0, before: str = "", after: str = "") -> Iterator[Line]:
    """Yield the lines of a JSON value.

    Args:
        value: The value.
        pointer: Its JSON pointer.
        depth: How deep it is nested.
        before: The text before it in its first line.
        after: The text after it in its last line.
    """
    indent = _INDENT * depth
    if isinstance(value, dict) and value:
        items = [(f"{_text(key)}: ", f"{pointer}/{pointer_token(key)}", item) for key, item in value.items()]
        opening, closing = "{", "}"
    elif isinstance(value, list) and value:
        items = [("", f"{pointer}/{index}", item) for index, item in enumerate(value)]
        opening, closing = "[", "]"
    else:
        yield Line(f"{indent}{before}{_text(value)}{after}", pointer)
        return
    yield Line(f"{indent}{before}{opening}", pointer)
    for number, (name, inner, item) in enumerate(items, 1):
        yield from lines_of(item, inner, depth + 1, name, "," if number < len(items) else "")
    yield Line(f"{indent}{closing}{after}", None)


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
