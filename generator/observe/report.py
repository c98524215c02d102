"""Formats the result of comparing traffic with the spec, and proposes changes of its evidence. Changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.bundle import Bundle
from generator.observe.records import FieldRecord, Observed, OperationRecord


def report(bundle: Bundle, observed: Observed, *, every_field: bool = False) -> str:
    """Return a report: each operation, its fields that are not confirmed (or all fields), and proposals."""
    lines: list[str] = []
    for name in sorted(observed.operations):
        lines += _operation(observed.operations[name], every_field)
    for shape, count in sorted(observed.unmatched.items()):
        lines.append(f"no operation: {shape} ({_times(count)})")
    lines += observed.skipped
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
    matches = [f"matches {_times(field.confirmed)}"] if field.confirmed else []
    return f" ({'; '.join([*reasons, *matches])})"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def proposals(bundle: Bundle, observed: Observed) -> Iterator[str]:
    """Yield proposed changes of the evidence, one sentence each."""
    yield from _properties(bundle, observed)
    confidences = {o["operationId"]: o["x-provenance"]["confidence"] for _, o, _ in bundle.operations()}
    for name, record in sorted(observed.operations.items()):
        conflicts = record.count("contradicted") + record.count("unknown")
        succeeded = any(_confirms_response(record, status) for status in record.statuses if 200 <= status < 300)
        if conflicts:
            yield f"{name}: add the traffic to its sources, and note what it contradicts or adds"
        elif succeeded and confidences[name] == "inferred":
            yield f"{name}: raise the confidence from inferred to partly; add the traffic to its sources"
        elif succeeded:
            yield f"{name}: add the traffic to its sources; everything seen matches"


def _confirms_response(record: OperationRecord, status: int) -> bool:
    """Return whether a response was recorded with its body, if it has one."""
    fields = record.fields.items()
    return any(name.startswith(f"response {status}") and field.confirmed for name, field in fields)


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
        is_inferred = "x-inferred" in known or "x-inferred" in known.get("properties", {}).get(name, {})
        count = sum(field.confirmed - field.nulls for _, field in fields)
        if is_inferred and count and all(field.state == "confirmed" for _, field in fields):
            operations = ", ".join(sorted({operation for operation, _ in fields}))
            yield f"{home}: remove its x-inferred, seen {_times(count)} ({operations})"
