"""Tells what traffic says about the spec, and what could be raised in its evidence. Proposes; changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.bundle import Bundle
from generator.observe.records import FieldRecord, Observed, OperationRecord


def report(bundle: Bundle, observed: Observed, *, every_field: bool = False) -> str:
    """Return what was seen in words: each operation, its fields that are not confirmed (or all), proposals."""
    lines: list[str] = []
    for name in sorted(observed.operations):
        lines += _operation(observed.operations[name], every_field)
    for shape, count in sorted(observed.unmatched.items()):
        lines.append(f"no operation: {shape} ({_times(count)})")
    proposed = list(proposals(bundle, observed))
    if proposed:
        lines += ["", "proposals:", *(f"  {line}" for line in proposed)]
    return "\n".join(lines)


def _operation(record: OperationRecord, every_field: bool) -> Iterator[str]:
    statuses = ", ".join(f"{status} {_times(count)}" for status, count in sorted(record.statuses.items()))
    counts = ", ".join(f"{record.count(state)} {state}" for state in ("confirmed", "contradicted", "unknown"))
    yield f"{record.operation}: {statuses}; fields: {counts}, {len(record.unseen)} not seen"
    for name, field in sorted(record.fields.items()):
        if field.state != "confirmed" or every_field:
            yield f"  {field.state}: {name}{_why(field)}"
    if every_field:
        yield from (f"  not seen: {name}" for name in sorted(record.unseen))


def _why(field: FieldRecord) -> str:
    reasons = [f"{reason} {_times(count)}" for reason, count in sorted((field.contradicted + field.unknown).items())]
    fits = [f"fits {_times(field.confirmed)}"] if field.confirmed else []
    return f" ({'; '.join([*reasons, *fits])})"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def proposals(bundle: Bundle, observed: Observed) -> Iterator[str]:
    """Yield what the traffic would allow to change in the evidence, a sentence each."""
    yield from _properties(bundle, observed)
    confidences = {o["operationId"]: o["x-provenance"]["confidence"] for _, o, _ in bundle.operations()}
    for name, record in sorted(observed.operations.items()):
        against = record.count("contradicted") + record.count("unknown")
        succeeded = any(200 <= status < 300 for status in record.statuses)
        if against:
            yield f"{name}: name the traffic among its sources, and note what it contradicts or adds"
        elif succeeded and confidences[name] == "inferred":
            yield f"{name}: confidence can rise from inferred to partly; name the traffic among its sources"
        elif succeeded:
            yield f"{name}: name the traffic among its sources; all that was seen fits"


def _properties(bundle: Bundle, observed: Observed) -> Iterator[str]:
    seen: dict[str, list[tuple[str, FieldRecord]]] = defaultdict(list)
    for record in observed.operations.values():
        for field in record.fields.values():
            if field.home:
                seen[field.home].append((record.operation, field))
    schemas = bundle.document["components"]["schemas"]
    for home, fields in sorted(seen.items()):
        schema, _, name = home.partition(".")
        known = schemas.get(schema, {})
        guess = "x-inferred" in known or "x-inferred" in known.get("properties", {}).get(name, {})
        count = sum(field.confirmed - field.nulls for _, field in fields)
        if guess and count and all(field.state == "confirmed" for _, field in fields):
            operations = ", ".join(sorted({operation for operation, _ in fields}))
            yield f"{home}: its x-inferred can go, seen {_times(count)} ({operations})"
