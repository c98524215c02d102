"""Proposes names for a new operation from its method and path: resource, operationId, schemas.

Proposals follow the naming of the spec. A person reviews them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from generator.drift.index import normalize_path
from generator.drift.pages import PrintedRow
from generator.findings import GeneratorError

CUSTOMER = "managed_users"
_VERBS = {"GET": "get", "PUT": "update", "PATCH": "update", "POST": "create", "DELETE": "delete"}
_NON_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Names:
    """Names of a new operation.

    Attributes:
        method: HTTP method.
        path: Path as written in the spec.
        resource: Name of its files and its tag.
        item: Name of its path item in the file.
        operation: Its operationId.
        client_method: Its method in the client.
    """

    method: str
    path: str
    resource: str
    item: str
    operation: str
    client_method: str

    @property
    def response(self) -> str:
        """Name of the schema of the success response."""
        return f"{_camel(self.operation)}Response"

    @property
    def body(self) -> str | None:
        """Name of the schema of the request body, or None if the method has no body."""
        return f"{_camel(self.operation)}Request" if self.method in ("POST", "PUT", "PATCH") else None

    @property
    def parameters(self) -> list[str]:
        """Names of the path parameters in order."""
        return re.findall(r"\{(\w+)\}", self.path)


def propose(row: PrintedRow, resources: Mapping[str, str], operations: set[str]) -> Names:
    """Propose names for a row.

    Args:
        row: The row of the index.
        resources: Resource of each path of the spec.
        operations: All operationIds of the spec.

    Raises:
        GeneratorError: The path has no words to derive names from.
    """
    path = spec_path(row.path, resources)
    own = _own_segments(path)
    if not _words(own) or not all(_words(own)):
        raise GeneratorError(f"{row}: cannot derive names from this path; add the operation by hand.")
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
    """Return a printed path as the spec writes it. Placeholders are named as in existing paths of the spec."""
    segments = [segment for segment in printed.split("/") if segment][1:]
    done: list[str] = []
    for position, segment in enumerate(segments):
        if segment.startswith((":", "{")):
            before = normalize_path("/".join(["", *segments[: position + 1]]))
            segment = "{" + (_known_name(before, position, known) or _name(segment, done)) + "}"
        done.append(segment)
    return "/" + "/".join(done)


def _known_name(before: str, position: int, known: Mapping[str, str]) -> str | None:
    for path in known:
        parts = path.strip("/").split("/")
        if len(parts) > position and normalize_path("/" + "/".join(parts[: position + 1])) == before:
            return parts[position].strip("{}")
    return None


def _name(segment: str, done: list[str]) -> str:
    name = segment.strip(":{}")
    if done and (name == "id" or f"{{{name}}}" in done):
        name = f"{_singular(done[-1].strip('{}'))}_id"
    return name


def _own_segments(path: str) -> list[str]:
    """Return the segments after the customer id, or all segments if there are none."""
    segments = path.strip("/").split("/")
    return segments[2:] if segments[0] == CUSTOMER and len(segments) > 2 else segments


def _words(segments: list[str]) -> list[str]:
    return [_NON_WORD.sub("_", s.lower()).strip("_") for s in segments if not s.startswith("{")]


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
    """Return the resource with the most similar path, or the first word if the spec has no similar path."""
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
