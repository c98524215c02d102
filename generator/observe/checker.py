"""Checks recorded entries against the spec: which fields match, which do not, and which are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.bundle import Bundle
from generator.lint.operations import parameters_of
from generator.observe.har import NO_BODY, NOT_JSON, NOT_RECORDED, HarEntry
from generator.observe.records import Observed, OperationRecord
from generator.observe.routes import Routes
from generator.observe.schema_checks import SchemaChecks, json_type, parse_text, printable_name

# Maximum depth of nested values that are checked.
_MAX_DEPTH = 60
_JSON = "application/json"


def check(bundle: Bundle, entries: Iterable[HarEntry]) -> Observed:
    """Return the result of comparing entries with a bundle."""
    entries = list(entries)
    routes, observed = Routes(bundle), Observed()
    checker = _Checker(bundle, {value for entry in entries for value in entry.values()})
    for entry in entries:
        found = routes.find(entry.method, entry.path)
        if found is None:
            observed.unmatched[routes.printable(entry.method, entry.path)] += 1
            continue
        operation, item, parameters = found
        name = operation["operationId"]
        record = observed.operations.setdefault(name, OperationRecord(name))
        if entry.status < 300:
            # A rejected request may be invalid, so it proves nothing about the spec.
            checker.check_parameters(record, parameters_of(bundle, operation, item), parameters, entry.query)
            checker.check_request(record, operation, entry.request)
        checker.check_path(record, entry.path)
        checker.check_response(record, operation, entry)
    for record in observed.operations.values():
        record.unseen -= record.fields.keys()
    return observed


class _Checker:
    """Records how values compare with their schemas. Never records the values themselves."""

    def __init__(self, bundle: Bundle, values: set[str]) -> None:
        self._bundle, self._values, self._checks = bundle, values, SchemaChecks()

    def check_path(self, record: OperationRecord, path: str) -> None:
        """Check that a path has no empty segment. The API drops empty segments, and the spec has none."""
        if "" in path[1:].split("/"):
            record.field("path").contradicted["no empty segment, one seen"] += 1

    def check_parameters(
        self, record: OperationRecord, known: list[dict[str, Any]], path: dict[str, str], query: list[tuple[str, str]]
    ) -> None:
        """Check the parameters of a request."""
        queries = {p["name"]: p for p in known if p["in"] == "query"}
        for parameter in known:
            if parameter["in"] == "path":
                name = parameter["name"]
                self._check_itself(
                    record, parameter["schema"], parse_text(path.get(name, ""), parameter["schema"]), f"path {name}"
                )
        for name, text in query:
            # A name such as `page[number]` may be that of a parameter itself.
            stem, bracket, _ = (name, "", "") if name in queries else name.partition("[")
            if stem not in queries:
                record.field(f"query {printable_name(stem, self._values)}").unknown["string"] += 1
            elif bracket:
                field = record.field(f"query {stem}[]")
                # Only the fields of an object are sent in brackets.
                if queries[stem].get("style") == "deepObject":
                    field.confirmed += 1
                else:
                    field.unknown["string"] += 1
            else:
                schema = self._bundle.resolve(queries[stem]["schema"])
                self._check_itself(record, schema, parse_text(text, schema), f"query {stem}")
        for name, parameter in queries.items():
            if parameter.get("required") and not any(name in (given, given.partition("[")[0]) for given, _ in query):
                record.field(f"query {name}").contradicted["required, none seen"] += 1

    def check_request(self, record: OperationRecord, operation: dict[str, Any], body: Any) -> None:
        """Check the body of a request."""
        known = self._bundle.resolve(operation.get("requestBody", {}))
        if body is NO_BODY:
            if known.get("required"):
                record.field("request").contradicted["required, none seen"] += 1
        elif body is NOT_RECORDED:
            self._not_seen(record, known, "request")
        elif not known:
            record.field("request").unknown[_type_of_body(body)] += 1
        else:
            self._body(record, known.get("content", {}), body, "request")

    def check_response(self, record: OperationRecord, operation: dict[str, Any], entry: HarEntry) -> None:
        """Check the status and body of a response."""
        record.statuses[entry.status] += 1
        responses = {str(status): response for status, response in operation["responses"].items()}
        known = self._bundle.resolve(responses.get(str(entry.status), {}))
        place = f"response {entry.status}"
        if not known:
            record.field(place).unknown["status"] += 1
        elif entry.response is NOT_RECORDED and known.get("content"):
            self._not_seen(record, known, place)
        elif entry.response is not NO_BODY and entry.response is not NOT_RECORDED:
            self._body(record, known.get("content", {}), entry.response, place)
        elif known.get("content"):
            record.field(place).contradicted["body, none seen"] += 1
        else:
            record.field(place).confirmed += 1

    def _not_seen(self, record: OperationRecord, known: dict[str, Any], place: str) -> None:
        """Add a body that was not recorded to the fields that were not seen."""
        content = known.get("content", {})
        if content:
            record.unseen.add(place)
        if _JSON in content:
            record.unseen.update(self._fields(content[_JSON]["schema"], place, ()))

    def _body(self, record: OperationRecord, content: dict[str, Any], body: Any, place: str) -> None:
        if _JSON not in content:
            # Other media types have no fields to check.
            if content and body is NOT_JSON:
                record.field(place).confirmed += 1
            else:
                record.field(place).unknown[_type_of_body(body)] += 1
        elif body is NOT_JSON:
            record.field(place).contradicted["JSON, something else seen"] += 1
        else:
            schema = content[_JSON]["schema"]
            record.unseen.update(self._fields(schema, place, ()))
            self._check(record, schema, body, place, "", 0)

    def _check(self, record: OperationRecord, given: Any, value: Any, place: str, home: str, depth: int) -> None:
        schema = self._bundle.resolve(given)
        own = str(given.get("$ref", "")).rpartition("/")[2] or home.partition(".")[0]
        if not self._check_itself(record, schema, value, place, home) or value is None or depth > _MAX_DEPTH:
            return
        for part in schema.get("allOf", []):
            self._check(record, part, value, place, home, depth + 1)
        for keyword in ("anyOf", "oneOf"):
            self._choice(record, schema.get(keyword, []), keyword, value, place, home, depth)
        if isinstance(value, dict):
            self._object(record, schema, value, place, own, depth)
        elif isinstance(value, list) and "items" in schema:
            for item in value:
                self._check(record, schema["items"], item, f"{place}[]", "", depth + 1)

    def _choice(
        self, record: OperationRecord, parts: list[Any], keyword: str, value: Any, place: str, home: str, depth: int
    ) -> None:
        matching = [part for part in parts if self._matches(self._bundle.resolve(part), value)]
        if matching:
            self._check(record, matching[0], value, place, home, depth + 1)
        elif parts:
            record.field(place, home).contradicted[f"{keyword}, {json_type(value)} seen"] += 1

    def _matches(self, schema: dict[str, Any], value: Any) -> bool:
        missing = set(schema.get("required", [])) - value.keys() if isinstance(value, dict) else ()
        return not missing and self._checks.mismatch(schema, value) is None

    def _object(
        self, record: OperationRecord, schema: dict[str, Any], value: dict[str, Any], place: str, own: str, depth: int
    ) -> None:
        properties, more = schema.get("properties", {}), schema.get("additionalProperties")
        if schema.get("allOf") or schema.get("anyOf") or schema.get("oneOf"):
            more = more if properties else True
        for name in schema.get("required", []):
            if name not in value:
                record.field(_join(place, name), f"{own}.{name}").contradicted["required, none seen"] += 1
        for name, inner in value.items():
            if name in properties:
                self._check(record, properties[name], inner, _join(place, name), f"{own}.{name}", depth + 1)
            elif isinstance(more, dict):
                self._check(record, more, inner, _join(place, "{}"), "", depth + 1)
            elif more and not properties:
                record.field(_join(place, "{}")).confirmed += 1
            else:
                unknown = _join(place, printable_name(name, self._values))
                record.field(unknown).unknown[json_type(inner)] += 1

    def _check_itself(self, record: OperationRecord, schema: Any, value: Any, place: str, home: str = "") -> bool:
        mismatch = self._checks.mismatch(self._bundle.resolve(schema), value)
        if mismatch is None:
            record.field(place, home).confirmed += 1
            record.field(place, home).nulls += value is None
            return True
        record.field(place, home).contradicted[mismatch] += 1
        # With the wrong type, checking the parts of the value is pointless.
        return not mismatch.startswith("type")

    def _fields(self, given: Any, place: str, inside: tuple[str, ...]) -> Iterator[str]:
        """Yield the fields of a schema. Follows a recursive reference once."""
        reference = str(given.get("$ref", ""))
        if reference and reference in inside:
            return
        inside = (*inside, reference) if reference else inside
        schema = self._bundle.resolve(given)
        for name, inner in schema.get("properties", {}).items():
            yield _join(place, name)
            yield from self._fields(inner, _join(place, name), inside)
        if "items" in schema:
            yield from self._fields(schema["items"], f"{place}[]", inside)


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if "." in place or place.endswith("]") else f"{place} {name}"


def _type_of_body(body: Any) -> str:
    return "not JSON" if body is NOT_JSON else json_type(body)
