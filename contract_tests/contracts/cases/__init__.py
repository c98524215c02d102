"""One case per operation: a call that succeeds with the default seed, and requests that are rejected.

The modules are named as the resources in the mock's registry, which is the only list of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from workato_embedded_mock.registry import RESOURCES

from contract_tests.contracts.case import Case


def load_cases(resources: Iterable[str]) -> dict[str, Case]:
    """Return the cases of resources by operationId.

    Raises:
        ModuleNotFoundError: A resource has no module here.
        ValueError: Two modules have a case of the same operation.
    """
    found: dict[str, Case] = {}
    for resource in resources:
        cases: dict[str, Case] = import_module(f"{__name__}.{resource}").CASES
        if repeated := found.keys() & cases.keys():
            raise ValueError(f"{resource}: another resource has a case of {', '.join(sorted(repeated))}")
        found |= cases
    return found


CASES = load_cases(resource.name for resource in RESOURCES)

__all__ = ["CASES", "Case"]
