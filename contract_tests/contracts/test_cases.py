"""Cases are found through the mock's registry of resources."""

from __future__ import annotations

from pathlib import Path

import pytest
from workato_embedded_mock.registry import RESOURCES

from contract_tests.contracts import cases
from contract_tests.contracts.cases import CASES, load_cases
from contract_tests.support.validator import operations


def test_each_resource_of_the_registry_has_a_module_of_cases() -> None:
    """The modules of cases are named as the resources in the mock's registry, and no module is left over."""
    modules = {path.stem for path in Path(str(cases.__file__)).parent.glob("*.py")} - {"__init__"}
    assert modules == {resource.name for resource in RESOURCES}


def test_each_operation_has_one_case() -> None:
    """The cases of all resources are those of the operations in the document."""
    assert CASES.keys() == operations().keys()


def test_a_resource_without_a_module_of_cases_is_an_error() -> None:
    """A resource that is added to the registry without cases fails the import, with the name of the missing module."""
    with pytest.raises(ModuleNotFoundError, match=r"contract_tests\.contracts\.cases\.invoices"):
        load_cases(["roles", "invoices"])


def test_two_cases_of_one_operation_are_an_error() -> None:
    """Two modules with a case of the same operation are reported."""
    with pytest.raises(ValueError, match="roles: another resource has a case of copy_role, list_roles"):
        load_cases(["roles", "roles"])
