"""Proposes names for an operation that only a row of the index tells of: path, resource, operationId, schemas.

A proposal follows the names that the spec has; a person looks at it before it stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from generator.drift.index import blank
from generator.drift.pages import PrintedRow
from generator.findings import GeneratorError

CUSTOMER = "managed_users"
_VERBS = {"GET": "get", "PUT": "update", "PATCH": "update", "POST": "create", "DELETE": "delete"}
_NO_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Names:
    """What a new operation is called. `resource` names its files and its tag, `item` its path item in the file."""

    method: str
    path: str
    resource: str
    item: str
    operation: str
    client_method: str

    @property
    def answer(self) -> str:
        """The schema of the success answer."""
        return f"{_camel(self.operation)}Answer"

    @property
    def body(self) -> str | None:
        """The schema of the request body, where the method has one."""
        return f"{_camel(self.operation)}Request" if self.method in ("POST", "PUT", "PATCH") else None

    @property
    def parameters(self) -> list[str]:
        """The placeholders of the path, in order."""
        return re.findall(r"\{(\w+)\}", self.path)


def propose(row: PrintedRow, resources: Mapping[str, str], operations: set[str]) -> Names:
    """Propose names for a row; `resources` has the spec's files by path, `operations` its operationIds.

    Raises:
        GeneratorError: the path has no words to make names of.
    """
    path = spec_path(row.path, resources)
    own = _own_segments(path)
    if not _words(own) or not all(_words(own)):
        raise GeneratorError(f"{row}: no names can be made of this path; describe the operation by hand.")
    verb, noun = _verb_and_noun(row.method, own)
    operation = f"{verb}_{noun}"
    for other in (f"{row.method.lower()}_{noun}", "_".join([row.method.lower(), *_words(own)])):
        operation = other if operation in operations else operation
    return Names(
        row.method,
        path,
        _resource(path, own, resources),
        "_".join(_words(own)) if not own[-1].startswith("{") else f"one_{_singular(_words(own)[-1])}",
        operation,
        operation if operation != f"{verb}_{noun}" else verb,
    )


def spec_path(printed: str, known: Mapping[str, str]) -> str:
    """Return a printed path as the spec would write it, its placeholders named as in paths that the spec has."""
    segments = [segment for segment in printed.split("/") if segment][1:]
    done: list[str] = []
    for position, segment in enumerate(segments):
        if segment.startswith((":", "{")):
            before = blank("/".join(["", *segments[: position + 1]]))
            segment = "{" + (_known_name(before, position, known) or _name(segment, done)) + "}"
        done.append(segment)
    return "/" + "/".join(done)


def _known_name(before: str, position: int, known: Mapping[str, str]) -> str | None:
    for path in known:
        parts = path.strip("/").split("/")
        if len(parts) > position and blank("/" + "/".join(parts[: position + 1])) == before:
            return parts[position].strip("{}")
    return None


def _name(segment: str, done: list[str]) -> str:
    name = segment.strip(":{}")
    if done and (name == "id" or f"{{{name}}}" in done):
        name = f"{_singular(done[-1].strip('{}'))}_id"
    return name


def _own_segments(path: str) -> list[str]:
    """Return the segments that say what the operation is about: those behind the customer, if any are."""
    segments = path.strip("/").split("/")
    return segments[2:] if segments[0] == CUSTOMER and len(segments) > 2 else segments


def _words(segments: list[str]) -> list[str]:
    return [_NO_WORD.sub("_", s.lower()).strip("_") for s in segments if not s.startswith("{")]


def _verb_and_noun(method: str, own: list[str]) -> tuple[str, str]:
    words = _words(own)
    verb = _VERBS.get(method, method.lower())
    if own[-1].startswith("{"):
        return verb, _singular(words[-1])
    if method == "GET":
        return ("list" if _singular(words[-1]) != words[-1] else "get"), words[-1]
    if len(words) > 1 and _singular(words[-1]) == words[-1]:
        return words[-1], _singular(words[-2])
    return verb, _singular(words[-1])


def _resource(path: str, own: list[str], resources: Mapping[str, str]) -> str:
    """Return the resource that has the nearest path, or one of its own for a first word that the spec does not have."""
    first = _words(own)[0]
    begin = path[: path.index(own[0]) + len(own[0])]
    near = Counter(resource for known, resource in resources.items() if f"{known}/".startswith(f"{begin}/"))
    return first if first in near or not near else near.most_common(1)[0][0]


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
