"""Proposes names for a new operation from its method and path: resource, operationId, schemas, client method.

Proposals follow the naming of the spec. A person reviews them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from generator.findings import GeneratorError

_CUSTOMER = "managed_users"
_VERBS = {"GET": "get", "PUT": "update", "PATCH": "update", "POST": "create", "DELETE": "delete"}
_PLACEHOLDER = re.compile(r"(?<=/)(?:\{[^/]+\}|:[^/]+)")
_VERSION = re.compile(r"v\d+")
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
        client: Its resource and method in the client, such as `roles.list`.
        verb: What it does: `list`, `get`, `create`, `update`, `delete`, or an action of the API.
        noun: What it concerns, in the singular.
        collection: The last word of the path that is not an action, which is usually a plural.
    """

    method: str
    path: str
    resource: str
    item: str
    operation: str
    client: str
    verb: str
    noun: str
    collection: str

    @property
    def client_resource(self) -> str:
        """Resource of the operation in the client."""
        return self.client.rpartition(".")[0]

    @property
    def client_method(self) -> str:
        """Method of the operation in the client."""
        return self.client.rpartition(".")[2]

    @property
    def object(self) -> str:
        """Name of the schema of the object that the operation returns."""
        return camel(self.noun)

    @property
    def request(self) -> str | None:
        """Name of the schema of the request body, or None if the method has no body."""
        return camel(self.operation) if self.method in ("POST", "PUT", "PATCH") else None

    @property
    def parameters(self) -> list[str]:
        """Names of the path parameters in order."""
        return re.findall(r"\{(\w+)\}", self.path)


def propose(method: str, path: str, resources: Mapping[str, str], operations: Collection[str]) -> Names:
    """Propose names for an operation.

    Args:
        method: HTTP method.
        path: Path as written in the spec.
        resources: Resource of each path of the spec.
        operations: All operationIds of the spec.

    Raises:
        GeneratorError: The path has no words to derive names from.
    """
    own = _own_segments(path)
    words = _words(own)
    if not words or not all(words):
        raise GeneratorError(f"{method} {path}: cannot derive names from this path; add the operation by hand")
    verb, noun, collection = _parts(method, own)
    subject = collection if verb == "list" else noun
    operation = f"{verb}_{subject}"
    for other in (f"{method.lower()}_{subject}", "_".join([method.lower(), *words])):
        operation = other if operation in operations else operation
    resource = _resource(path, own, resources)
    item = "_".join(words) if not own[-1].startswith("{") else f"one_{singular(words[-1])}"
    return Names(method, path, resource, item, operation, f"{resource}.{verb}", verb, noun, collection)


def without_conflict(names: Names, taken: Collection[str]) -> Names:
    """Return names whose client method is not taken; falls back to the operationId as the method."""
    if names.client not in taken:
        return names
    return replace(names, client=f"{names.client_resource}.{names.operation}")


def normalize_path(path: str) -> str:
    """Return a path without names of placeholders and trailing slash."""
    return _PLACEHOLDER.sub("{}", "/" + path.strip("/"))


def spec_path(path: str, known: Collection[str]) -> str:
    """Return a path as the spec writes it. Placeholders are named as in existing paths of the spec."""
    segments = [segment for segment in path.split("/") if segment]
    done: list[str] = []
    for position, segment in enumerate(segments):
        if segment.startswith((":", "{")):
            before = normalize_path("/".join(["", *segments[: position + 1]]))
            segment = "{" + (_known_name(before, position, known) or _name(segment, done)) + "}"
        done.append(segment)
    return "/" + "/".join(done)


def singular(word: str) -> str:
    """Return the singular of an English noun; words that are not a regular plural are returned unchanged."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word


def camel(name: str) -> str:
    """Return a name in snake_case as CamelCase."""
    return "".join(part.capitalize() for part in name.split("_"))


def _known_name(before: str, position: int, known: Collection[str]) -> str | None:
    for path in known:
        parts = path.strip("/").split("/")
        if len(parts) > position and normalize_path("/" + "/".join(parts[: position + 1])) == before:
            return parts[position].strip("{}")
    return None


def _name(segment: str, done: list[str]) -> str:
    name = _NON_WORD.sub("_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", segment.strip(":{}")).lower()).strip("_")
    name = f"id_{name}" if name[:1].isdigit() else name or "id"
    if done and (name == "id" or f"{{{name}}}" in done):
        name = f"{singular(done[-1].strip('{}'))}_id"
    return name


def _own_segments(path: str) -> list[str]:
    """Return the segments after the version and the customer id, or all segments if there are none."""
    segments = path.strip("/").split("/")
    if _VERSION.fullmatch(segments[0]) and len(segments) > 1:
        segments = segments[1:]
    return segments[2:] if segments[0] == _CUSTOMER and len(segments) > 2 else segments


def _words(segments: list[str]) -> list[str]:
    return [_NON_WORD.sub("_", s.lower()).strip("_") for s in segments if not s.startswith("{")]


def _parts(method: str, own: list[str]) -> tuple[str, str, str]:
    """Return verb, noun in the singular, and collection."""
    words = _words(own)
    verb, last = _VERBS.get(method, method.lower()), words[-1]
    is_plural = singular(last) != last
    if method == "GET" and not own[-1].startswith("{"):
        return ("list", singular(last), last) if is_plural else ("get", last, last)
    if len(words) > 1 and not is_plural and not own[-1].startswith("{"):
        return last, singular(words[-2]), words[-2]
    return verb, singular(last), last


def _resource(path: str, own: list[str], resources: Mapping[str, str]) -> str:
    """Return the resource with the most similar path, or the first word if the spec has no similar path."""
    first = _words(own)[0]
    begin = path[: path.index(own[0]) + len(own[0])]
    near = Counter(resource for known, resource in resources.items() if f"{known}/".startswith(f"{begin}/"))
    return first if first in near or not near else near.most_common(1)[0][0]
