"""Add rows to the tables of a namespace through the control plane, for objects that no operation creates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contract_tests.support.recorder import Recorder


def add_copy(recorder: Recorder, table: str, **changes: Any) -> None:
    """Add a copy of a table's first row, with some values changed."""
    _change_rows(recorder, table, lambda rows: rows.append({**rows[0], **changes}))


def add_copies(recorder: Recorder, table: str, count: int) -> None:
    """Add copies of a table's first row, with other ids, or other names where there is no id."""

    def add(rows: list[dict[str, Any]]) -> None:
        key = "id" if "id" in rows[0] else "name"
        rows += [{**rows[0], key: _other(rows[0][key], number)} for number in range(1, count + 1)]

    _change_rows(recorder, table, add)


def _change_rows(recorder: Recorder, table: str, change: Callable[[list[dict[str, Any]]], object]) -> None:
    with recorder.control_plane() as control:
        state = control.get("/state").json()
        change(state["tables"][table])
        control.put("/state", json=state).raise_for_status()


def _other(value: Any, number: int) -> Any:
    return value + 1000 * number if isinstance(value, int) else f"{value}{number}"
