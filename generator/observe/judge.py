"""Judges exchanges: walks each body along its schema, and records what fits, what does not, and what is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.bundle import Bundle
from generator.lint.operations import parameters_of
from generator.observe.har import NO_BODY, NO_JSON, Exchange
from generator.observe.records import Observed, OperationRecord
from generator.observe.routes import Routes
from generator.observe.shapes import Shapes, kind, read, shown

_DEEPEST = 60
_JSON = "application/json"


def judge(bundle: Bundle, exchanges: Iterable[Exchange]) -> Observed:
    """Return what exchanges say about a bundle."""
    exchanges = list(exchanges)
    routes, observed = Routes(bundle), Observed()
    values = {value for exchange in exchanges for value in exchange.values()}
    walker = _Walker(bundle, values)
    for exchange in exchanges:
        found = routes.find(exchange.method, exchange.path)
        if found is None:
            observed.unmatched[routes.shape(exchange.method, exchange.path)] += 1
            continue
        operation, item, parameters = found
        name = operation["operationId"]
        record = observed.operations.setdefault(name, OperationRecord(name))
        if exchange.status < 300:
            # A request that was refused is allowed to be wrong.
            walker.parameters(record, parameters_of(bundle, operation, item), parameters, exchange.query)
            walker.request(record, operation, exchange.request)
        walker.answer(record, operation, exchange)
    for record in observed.operations.values():
        record.unseen -= record.fields.keys()
    return observed


class _Walker:
    def __init__(self, bundle: Bundle, values: set[str]) -> None:
        self._bundle, self._values, self._shapes = bundle, values, Shapes()

    def parameters(
        self, record: OperationRecord, known: list[dict[str, Any]], path: dict[str, str], query: list[tuple[str, str]]
    ) -> None:
        """Record the parameters of a request."""
        queries = {p["name"]: p for p in known if p["in"] == "query"}
        for parameter in known:
            if parameter["in"] == "path":
                name = parameter["name"]
                self._value(record, parameter["schema"], read(path.get(name, ""), parameter["schema"]), f"path {name}")
        for name, text in query:
            stem, bracket, _ = name.partition("[")
            if stem not in queries:
                record.field(f"query {shown(stem, self._values)}").unknown["string"] += 1
            elif bracket:
                record.field(f"query {stem}[]").confirmed += 1
            else:
                schema = self._bundle.resolve(queries[stem]["schema"])
                self._value(record, schema, read(text, schema), f"query {stem}")
        for name, parameter in queries.items():
            if parameter.get("required") and not any(given.partition("[")[0] == name for given, _ in query):
                record.field(f"query {name}").contradicted["required, none seen"] += 1

    def request(self, record: OperationRecord, operation: dict[str, Any], body: Any) -> None:
        """Record the body of a request."""
        known = self._bundle.resolve(operation.get("requestBody", {}))
        if body is NO_BODY:
            if known.get("required"):
                record.field("request").contradicted["required, none seen"] += 1
        elif not known:
            record.field("request").unknown[_kind(body)] += 1
        else:
            self._body(record, known.get("content", {}), body, "request")

    def answer(self, record: OperationRecord, operation: dict[str, Any], exchange: Exchange) -> None:
        """Record status and body of an answer."""
        record.statuses[exchange.status] += 1
        answers = {str(status): answer for status, answer in operation["responses"].items()}
        known = self._bundle.resolve(answers.get(str(exchange.status), {}))
        place = f"answer {exchange.status}"
        if not known:
            record.field(place).unknown["status"] += 1
        elif exchange.answer is not NO_BODY:
            self._body(record, known.get("content", {}), exchange.answer, place)
        elif known.get("content"):
            record.field(place).contradicted["body, none seen"] += 1
        else:
            record.field(place).confirmed += 1

    def _body(self, record: OperationRecord, content: dict[str, Any], body: Any, place: str) -> None:
        if _JSON not in content:
            # What the spec knows as another type has no fields to judge.
            if content and body is NO_JSON:
                record.field(place).confirmed += 1
            else:
                record.field(place).unknown[_kind(body)] += 1
        elif body is NO_JSON:
            record.field(place).contradicted["JSON, something else seen"] += 1
        else:
            schema = content[_JSON]["schema"]
            record.unseen.update(self._fields(schema, place, ()))
            self._walk(record, schema, body, place, "", 0)

    def _walk(self, record: OperationRecord, given: Any, value: Any, place: str, home: str, depth: int) -> None:
        schema = self._bundle.resolve(given)
        own = str(given.get("$ref", "")).rpartition("/")[2] or home.partition(".")[0]
        if not self._value(record, schema, value, place, home) or value is None or depth > _DEEPEST:
            return
        for part in schema.get("allOf", []):
            self._walk(record, part, value, place, home, depth + 1)
        for kind_ in ("anyOf", "oneOf"):
            self._choice(record, schema.get(kind_, []), kind_, value, place, home, depth)
        if isinstance(value, dict):
            self._object(record, schema, value, place, own, depth)
        elif isinstance(value, list) and "items" in schema:
            for item in value:
                self._walk(record, schema["items"], item, f"{place}[]", "", depth + 1)

    def _choice(
        self, record: OperationRecord, parts: list[Any], word: str, value: Any, place: str, home: str, depth: int
    ) -> None:
        fitting = [part for part in parts if self._fits(self._bundle.resolve(part), value)]
        if fitting:
            self._walk(record, fitting[0], value, place, home, depth + 1)
        elif parts:
            record.field(place, home).contradicted[f"{word}, {kind(value)} seen"] += 1

    def _fits(self, schema: dict[str, Any], value: Any) -> bool:
        lacks = set(schema.get("required", [])) - value.keys() if isinstance(value, dict) else ()
        return not lacks and self._shapes.misfit(schema, value) is None

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
                self._walk(record, properties[name], inner, _join(place, name), f"{own}.{name}", depth + 1)
            elif isinstance(more, dict):
                self._walk(record, more, inner, _join(place, "{}"), "", depth + 1)
            elif more and not properties:
                record.field(_join(place, "{}")).confirmed += 1
            else:
                unknown = _join(place, shown(name, self._values))
                record.field(unknown).unknown[kind(inner)] += 1

    def _value(self, record: OperationRecord, schema: Any, value: Any, place: str, home: str = "") -> bool:
        misfit = self._shapes.misfit(self._bundle.resolve(schema), value)
        if misfit is None:
            record.field(place, home).confirmed += 1
            record.field(place, home).nulls += value is None
            return True
        record.field(place, home).contradicted[misfit] += 1
        # The parts of a value of the wrong type say nothing more.
        return not misfit.startswith("type")

    def _fields(self, given: Any, place: str, inside: tuple[str, ...]) -> Iterator[str]:
        """Yield the fields that a schema has, once round where it names itself."""
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


def _kind(body: Any) -> str:
    return "no JSON" if body is NO_JSON else kind(body)
