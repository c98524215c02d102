"""Reports how reliable each operation and property of the document is: documented, partly documented, or inferred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from prance.util.iterators import reference_iterator

from generator.bundle import Bundle

CONFIDENCES = ("documented", "partly", "inferred")


@dataclass(frozen=True)
class Provenance:
    """Confidence of each operation and property.

    A property is inferred if it or its schema has `x-inferred`. Otherwise it has the highest confidence of the
    operations that use it in a body.

    Attributes:
        operations: Confidence by operationId.
        properties: Confidence by schema and property.
    """

    operations: dict[str, str]
    properties: dict[tuple[str, str], str]

    def counts(self) -> dict[str, Counter[str]]:
        """Return the number of operations and of properties per confidence."""
        return {"operations": Counter(self.operations.values()), "properties": Counter(self.properties.values())}

    def summary(self) -> str:
        """Return the counts as text, one line for operations and one for properties."""
        return "\n".join(
            f"{count.total()} {kind}: " + ", ".join(f"{count[confidence]} {confidence}" for confidence in CONFIDENCES)
            for kind, count in self.counts().items()
        )


def provenance_of(bundle: Bundle) -> Provenance:
    """Return the confidence of every operation and property of a bundle."""
    operations = {o["operationId"]: o["x-provenance"]["confidence"] for _, o, _ in bundle.operations()}
    best: dict[str, str] = {}
    for _, operation, _ in bundle.operations():
        for name in reached(bundle, operation):
            known = (best.get(name, CONFIDENCES[-1]), operations[operation["operationId"]])
            best[name] = min(known, key=CONFIDENCES.index)
    schemas = bundle.document["components"]["schemas"]
    properties = {
        (name, key): "inferred" if "x-inferred" in schema or "x-inferred" in prop else best[name]
        for name, schema in schemas.items()
        for key, prop in schema.get("properties", {}).items()
    }
    return Provenance(operations, properties)


def reached(bundle: Bundle, part: Any) -> set[str]:
    """Return the names of the schemas that a part of the document refers to, directly or indirectly."""
    seen: set[tuple[str, str]] = set()
    todo = [part]
    while todo:
        for section, name in set(_references(todo.pop())) - seen:
            seen.add((section, name))
            todo.append(bundle.document["components"][section][name])
    return {name for section, name in seen if section == "schemas"}


def _references(part: Any) -> Iterator[tuple[str, str]]:
    for _, reference, _ in reference_iterator(part):
        _, _, section, name = reference.split("/")
        yield section, name
