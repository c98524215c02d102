"""For each operation a call that succeeds in the seed's world, and what to send to be refused, by resource."""

from __future__ import annotations

from importlib import import_module

from workato_embedded_mock.registry import RESOURCES

from contract_tests.contracts.cases.base import Case

CASES: dict[str, Case] = {
    operation_id: case
    for resource in RESOURCES
    for operation_id, case in import_module(f"{__name__}.{resource.name}").CASES.items()
}

__all__ = ["CASES", "Case"]
