"""Makes the evidence of a run: for each operation what is shown on each axis. The axes are never summed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from contract_tests.contracts.responses import documented_answers
from contract_tests.support.validator import ROOT, operations
from contract_tests.tools.evidence.notes import CLIENT, FUZZED, PAGING, REFUSALS, ROUND_TRIP, VALIDATED

UNOBSERVED = "unobserved"
"""What stands wherever nothing was seen."""

DOCUMENT_PATH = ROOT / "spec/dist/openapi.json"

AXES = {
    "known": "How the facts of the operation are known: the confidence and the sources that the spec gives.",
    "client": "Which of our clients has called it with success.",
    "other_client": "Which client that is not ours has called it with success, its types checked.",
    "validated": "What an independent validator found to be as documented.",
    "round_trip": "The tests that write by it what another operation reads, or read what another one wrote.",
    "refusals": "Each documented refusal: met as it comes, or only by a fault that was injected.",
    "paging": "How its pages were walked from the first to the last.",
    "fuzzed": "Whether it was tried with calls that nobody thought of, and answered some of them with success.",
    "observed": "Whether a recording of the real API confirms it. No run of ours can show this.",
}

STATELESS = {"share_recipe": "no operation shows what is shared"}
"""Operations that have no state to be seen, and why."""


def spec_sha256() -> str:
    """Return the hash of the document."""
    return hashlib.sha256(DOCUMENT_PATH.read_bytes()).hexdigest()


def tests_sha256(tests: Iterable[str]) -> str:
    """Return a hash of the ids of tests, whatever their order."""
    return hashlib.sha256("\n".join(sorted(tests)).encode()).hexdigest()


def evidence_of(
    gathered: Mapping[str, Any], others: Mapping[str, Iterable[str]], run: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the evidence as it is written down.

    Args:
        gathered: What the tests noted.
        others: By the name of a client that is not ours, the operations that it called.
        run: What names the run.
    """
    return {
        "spec_sha256": spec_sha256(),
        "tests": {"count": len(gathered["tests"]), "sha256": tests_sha256(gathered["tests"])},
        "run": dict(run),
        "axes": AXES,
        "operations": {name: _shown(name, one, gathered["notes"], others) for name, one in operations().items()},
        "mutations": gathered["mutations"],
    }


def _shown(
    operation_id: str, operation: dict[str, Any], notes: list[list[str]], others: Mapping[str, Iterable[str]]
) -> dict[str, Any]:
    def values(axis: str) -> list[str]:
        return sorted(value for name, noted, value, _ in notes if (name, noted) == (operation_id, axis))

    ways = {value: way for name, axis, value, way in notes if (name, axis) == (operation_id, REFUSALS)}
    refusals = [one.label for one in documented_answers() if one.operation_id == operation_id and not one.is_success]
    provenance = operation["x-provenance"]
    paged = "x-pagination" in operation
    return {
        "known": {"confidence": provenance["confidence"], "sources": provenance["sources"]},
        "client": values(CLIENT) or UNOBSERVED,
        "other_client": sorted(name for name, driven in others.items() if operation_id in driven) or UNOBSERVED,
        "validated": values(VALIDATED) or UNOBSERVED,
        "round_trip": values(ROUND_TRIP) or _without_state(operation_id),
        "refusals": {label: ways.get(label, UNOBSERVED) for label in refusals},
        "paging": (values(PAGING) or UNOBSERVED) if paged else "not paged",
        "fuzzed": values(FUZZED) == ["yes"] or UNOBSERVED,
        "observed": UNOBSERVED,
    }


def _without_state(operation_id: str) -> str:
    return f"no state: {STATELESS[operation_id]}" if operation_id in STATELESS else UNOBSERVED


def unfilled(evidence: Mapping[str, Any]) -> list[str]:
    """Return what nothing was seen of, `observed` aside, as operation and axis."""
    found = []
    for operation_id, axes in evidence["operations"].items():
        for axis, value in axes.items():
            holes = (
                [f"{axis} {label}" for label, way in value.items() if way == UNOBSERVED] if axis == "refusals" else []
            )
            holes += [axis] if value == UNOBSERVED and axis != "observed" else []
            found += [f"{operation_id}: {hole}" for hole in holes]
    return found


def written(evidence: Mapping[str, Any]) -> str:
    """Return the text of the file."""
    return json.dumps(evidence, indent=2, ensure_ascii=False) + "\n"
