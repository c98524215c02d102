"""Compares the operations of two editions: parameters, bodies, responses, security."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from generator.bundle import METHODS, TWINS
from generator.diff.changes import Change, Level
from generator.diff.keywords import Schema
from generator.diff.schemas import Schemas, Side, resolve

# Keys that the client is generated from: another value changes its methods or results.
_CLIENT = ("operationId", "x-client", "x-envelope", "x-pagination")
_COMPARED = {TWINS, "method", "path", "parameters", "requestBody", "responses", "security"}
_PARAMETER = {"name", "in", "schema", "required"}


def operations(document: Schema) -> dict[str, Schema]:
    """Return the operations of a document by id, with `method`, `path` and the parameters of the path item added."""
    found = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                operation = item[method]
                parameters = {
                    (p["in"], p["name"]): p
                    for part in (item, operation)
                    for p in (resolve(document, given) for given in part.get("parameters", []))
                }
                name = operation.get("operationId", f"{method.upper()} {path}")
                found[name] = {**operation, "parameters": parameters, "method": method.upper(), "path": path}
    return found


def compare_operations(old: Schema, new: Schema) -> Iterator[Change]:
    """Yield the changes of all operations. An operation with a new id is matched by method and path."""
    before, now = operations(old), operations(new)
    ids = {(o["method"], o["path"]): name for name, o in now.items()}
    for name, operation in before.items():
        new_name = name if name in now else ids.get((operation["method"], operation["path"]), "")
        if not new_name or (new_name != name and new_name in before):
            yield Change(Level.BREAKING, name, "operation removed", name)
            continue
        yield from _OperationPair(old, new, operation, now.pop(new_name), name).changes()
    for name in now:
        yield Change(Level.ADDITIVE, name, "operation added", name)


class _OperationPair:
    """Compares one operation in both editions."""

    def __init__(self, old: Schema, new: Schema, before: Schema, now: Schema, name: str) -> None:
        self._old, self._new, self._before, self._now, self._name = old, new, before, now, name
        self._schemas = Schemas(old, new, name)

    def changes(self) -> Iterator[Change]:
        """Yield all changes of the operation."""
        was, is_now = (f"{operation['method']} {operation['path']}" for operation in (self._before, self._now))
        if was != is_now:
            yield self._change(Level.BREAKING, "", f"was {was}, is now {is_now}")
        for key in sorted((self._before.keys() | self._now.keys()) - _COMPARED):
            if self._before.get(key) != self._now.get(key):
                yield self._change(Level.BREAKING if key in _CLIENT else Level.DOCS, key, "changed")
        yield from self._twins()
        yield from self._parameters()
        yield from self._body()
        yield from self._responses()
        yield from self._security()

    def _twins(self) -> Iterator[Change]:
        before, now = (set(operation.get(TWINS, ())) for operation in (self._before, self._now))
        for method in sorted(before ^ now):
            removed = method in before
            what = f"{method.upper()} is {'no longer' if removed else 'now'} accepted too"
            yield self._change(Level.BREAKING if removed else Level.ADDITIVE, "", what)

    def _parameters(self) -> Iterator[Change]:
        before, now = self._before["parameters"], self._now["parameters"]
        for key in sorted(before.keys() | now.keys()):
            location = f"{key[0]} parameter {key[1]}"
            if key not in now:
                yield self._change(Level.BREAKING, location, "removed")
            elif key not in before:
                required = now[key].get("required", False)
                yield self._change(
                    Level.BREAKING if required else Level.ADDITIVE, location, "added" + ", required" * required
                )
            else:
                yield from self._parameter(before[key], now[key], location)

    def _parameter(self, before: Schema, now: Schema, location: str) -> Iterator[Change]:
        yield from self._required(before, now, location)
        yield from self._schemas.compare(
            before.get("schema", {}), now.get("schema", {}), Side.REQUEST, f"{self._name} {location}"
        )
        for key in sorted((before.keys() | now.keys()) - _PARAMETER):
            if before.get(key) != now.get(key):
                level = Level.BREAKING if key in ("style", "explode", "allowReserved", "content") else Level.DOCS
                yield self._change(level, location, f"{key} changed")

    def _required(self, before: Schema, now: Schema, location: str) -> Iterator[Change]:
        if bool(before.get("required")) != bool(now.get("required")):
            required = bool(now.get("required"))
            what = "is now required" if required else "is no longer required"
            yield self._change(Level.BREAKING if required else Level.ADDITIVE, location, what)

    def _body(self) -> Iterator[Change]:
        before, now = (
            resolve(d, o.get("requestBody", {})) for d, o in ((self._old, self._before), (self._new, self._now))
        )
        if not now and before:
            yield self._change(Level.BREAKING, "request body", "removed")
        elif now and not before:
            required = bool(now.get("required"))
            yield self._change(Level.BREAKING if required else Level.ADDITIVE, "request body", "added")
        elif now and before:
            yield from self._required(before, now, "request body")
            yield from self._content(before, now, Side.REQUEST, "request body")

    def _responses(self) -> Iterator[Change]:
        before, now = self._before.get("responses", {}), self._now.get("responses", {})
        for status in sorted(before.keys() | now.keys(), key=str):
            location, success = f"response {status}", str(status).startswith("2")
            if status not in now or status not in before:
                yield self._change(
                    Level.BREAKING if success else Level.ADDITIVE, location, "added" if status in now else "removed"
                )
            else:
                old, new = resolve(self._old, before[status]), resolve(self._new, now[status])
                yield from self._content(old, new, Side.RESPONSE, location)
                yield from self._headers(old.get("headers", {}), new.get("headers", {}), location)

    def _headers(self, before: Schema, now: Schema, location: str) -> Iterator[Change]:
        for name in sorted(before.keys() ^ now.keys()):
            removed = name in before
            what = "removed" if removed else "added"
            yield self._change(Level.BREAKING if removed else Level.ADDITIVE, f"{location} header {name}", what)

    def _content(self, before: Schema, now: Schema, side: Side, location: str) -> Iterator[Change]:
        old, new = before.get("content", {}), now.get("content", {})
        for kind in sorted(old.keys() | new.keys()):
            if kind not in old or kind not in new:
                removed = kind in old
                level = Level.BREAKING if removed else Level.ADDITIVE
                yield self._change(level, location, f"{kind} {'removed' if removed else 'added'}")
                continue
            where = f"{self._name} {location}"
            yield from self._schemas.compare(old[kind].get("schema", {}), new[kind].get("schema", {}), side, where)
            if any(old[kind].get(key) != new[kind].get(key) for key in ("example", "examples")):
                yield self._change(Level.DOCS, location, "example changed")
        if before.get("description") != now.get("description"):
            yield self._change(Level.DOCS, location, "description changed")

    def _security(self) -> Iterator[Change]:
        # A change of what all operations inherit is one change of the document.
        if "security" in self._before or "security" in self._now:
            before = self._before.get("security", self._old.get("security", []))
            now = self._now.get("security", self._new.get("security", []))
            for level, what in _security_changes(before, now):
                yield self._change(level, "security", what)

    def _change(self, level: Level, location: str, what: str) -> Change:
        return Change(level, f"{self._name} {location}".strip(), what, self._name)


def _security_changes(before: Any, now: Any) -> Iterator[tuple[Level, str]]:
    old, new = ({json.dumps(alternative, sort_keys=True) for alternative in each} for each in (before, now))
    for alternative in sorted(old ^ new):
        names = " with ".join(sorted(json.loads(alternative))) or "no security"
        removed = alternative in old
        what = f"{names} is {'no longer' if removed else 'now'} accepted"
        yield Level.BREAKING if removed else Level.ADDITIVE, what


def compare_roots(old: Schema, new: Schema) -> Iterator[Change]:
    """Yield the changes outside of operations: servers, security schemes, texts."""
    before, now = ({server["url"] for server in d.get("servers", [])} for d in (old, new))
    for url in sorted(before ^ now):
        removed = url in before
        what = "removed" if removed else "added"
        yield Change(Level.BREAKING if removed else Level.ADDITIVE, f"server {url}", what)
    for level, what in _security_changes(old.get("security", []), new.get("security", [])):
        yield Change(level, "security", what)
    yield from _security_schemes(old, new)
    for key in sorted((old.keys() | new.keys()) - {"paths", "components", "security"}):
        if old.get(key) != new.get(key) and not (key == "servers" and before != now):
            yield Change(Level.DOCS, key, "changed")


def _security_schemes(old: Schema, new: Schema) -> Iterator[Change]:
    before, now = (d.get("components", {}).get("securitySchemes", {}) for d in (old, new))
    for name in sorted(before.keys() | now.keys()):
        bare = [_without_texts(schemes.get(name, {})) for schemes in (before, now)]
        if bare[0] != bare[1]:
            level = Level.ADDITIVE if name not in before else Level.BREAKING
            what = "added" if name not in before else "removed" if name not in now else "changed"
            yield Change(level, f"security scheme {name}", what)
        elif before[name] != now[name]:
            yield Change(Level.DOCS, f"security scheme {name}", "description changed")


def _without_texts(scheme: Schema) -> dict[str, Any]:
    """Return the keys of a security scheme that programs depend on."""
    return {key: value for key, value in scheme.items() if key != "description" and not key.startswith("x-")}
