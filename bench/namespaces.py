"""Measures what is done to a whole namespace, in this process and in memory."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.instruments.snapshots import load_snapshot, restore_snapshot, save_snapshot
from workato_embedded_mock.openapi.document import load_document
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.seeds.files import read_seed
from workato_embedded_mock.seeds.loading import load_seed
from workato_embedded_mock.store.database import open_database


def measure_namespaces(times: int) -> dict[str, float]:
    """Measure creating, resetting, saving and restoring a namespace with the default seed, in memory."""
    database = open_database("sqlite://")
    namespaces = Namespaces(database, load_seed(read_seed("default"), SchemaCompiler(load_document().content)))

    def save(number: int) -> None:
        with namespaces.transaction(f"bench-{number}", write=True) as session:
            save_snapshot(session, "bench", "2023-11-20T12:00:00Z")

    def restore(number: int) -> None:
        with namespaces.transaction(f"bench-{number}", write=True) as session:
            restore_snapshot(session, "bench", load_snapshot(session, "bench"))

    try:
        figures = {
            "make": _median_cpu(times, lambda number: _create(namespaces, f"bench-{number}")),
            "reset": _median_cpu(times, lambda number: namespaces.reset(f"bench-{number}")),
            "snapshot": _median_cpu(times, save),
            "restore": _median_cpu(times, restore),
        }
        state = namespaces.state("bench-0")
    finally:
        database.close()
    return {**figures, "rows": sum(map(len, state["tables"].values()))}


def _create(namespaces: Namespaces, name: str) -> None:
    with namespaces.transaction(name, write=False):
        pass


def _median_cpu(times: int, action: Callable[[int], object]) -> float:
    spent = []
    for number in range(times):
        before = time.process_time()
        action(number)
        spent.append(time.process_time() - before)
    return round(statistics.median(spent) * 1e3, 3)
