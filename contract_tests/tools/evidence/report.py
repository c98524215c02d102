"""Write evidence as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from contract_tests.tools.evidence.axes import UNOBSERVED

_HEADER = """\
# Evidence

Written by `make evidence` from a run of the contract tests.

Each operation is rated on several independent axes, which are never summed. *unobserved* means that no test shows it.
No run talks to the real API. Only *observed* compares the mock with it, by the forms of recorded responses.
"""
_COLUMNS = (
    "operation",
    "known",
    "our clients",
    "other client",
    "validated",
    "round trip",
    "errors met",
    "errors only injected",
    "paging",
    "fuzzed",
    "observed",
)


def report(evidence: Mapping[str, Any]) -> str:
    """Return the page."""
    run = evidence["run"]
    changed = ", with uncommitted changes" if run["uncommitted_changes"] else ""
    parts = [
        _HEADER,
        f"- Run: `{run['id'][:16]}` (a hash of the sources), on commit `{run['commit'][:12]}`{changed}",
        f"- Document: `{evidence['spec_sha256'][:16]}`",
        f"- Tests that show something: {evidence['tests']['count']}",
        "\n## The axes\n",
        *(f"- **{axis.replace('_', ' ')}**: {text}" for axis, text in evidence["axes"].items()),
        f"\n## The {len(evidence['operations'])} operations\n",
        *_table(_COLUMNS, (_row(name, axes) for name, axes in evidence["operations"].items())),
        "\n## Mutations\n",
        "Deliberate defects, and the check of the suite that reported each of them.\n",
        *_table(
            ("part", "change", "check", "report"),
            ((row["kind"], row["change"], f"`{row['check']}`", row["report"]) for row in evidence["mutations"]),
        ),
    ]
    return "\n".join(parts) + "\n"


def _row(operation_id: str, axes: Mapping[str, Any]) -> tuple[str, ...]:
    trips = axes["round_trip"]
    return (
        f"`{operation_id}`",
        axes["known"]["confidence"],
        _listed(axes["client"]),
        _listed(axes["other_client"]),
        _listed(axes["validated"]),
        f"{len(trips)} test{'s' * (len(trips) > 1)}" if isinstance(trips, list) else trips,
        _listed([label for label, source in axes["refusals"].items() if source == "met"]),
        _listed([label for label, source in axes["refusals"].items() if source == "injected"]),
        _listed(axes["paging"]),
        "yes" if axes["fuzzed"] is True else UNOBSERVED,
        _listed(axes["observed"]),
    )


def _listed(value: list[str] | str) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _table(columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> list[str]:
    names = list(columns)
    lines = ["| " + " | ".join(names) + " |", "| " + " | ".join("---" for _ in names) + " |"]
    return lines + ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
