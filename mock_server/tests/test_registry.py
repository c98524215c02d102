"""The registry lists every resource, and the mock starts only with modules that the registry lists."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from workato_embedded_mock import StartError, registry
from workato_embedded_mock.openapi.document import Document, operations_of
from workato_embedded_mock.registry import RESOURCES, Resource
from workato_embedded_mock.rules import catalogue
from workato_embedded_mock.rules.catalogue import all_rules, rule_of

ROOT = Path(__file__).parents[2]
PACKAGE = Path(registry.__file__).parent


def modules(folder: Path, *without: str) -> set[str]:
    """Return the names of the modules in a folder."""
    return {path.stem for path in folder.glob("*.py")} - {"__init__", *without}


def test_the_registry_lists_the_resources_of_the_spec() -> None:
    """The registry has one resource for each file in spec/paths."""
    assert sorted(resource.name for resource in RESOURCES) == sorted(
        path.stem for path in (ROOT / "spec/paths").glob("*.yaml")
    )


def test_the_registry_lists_all_tables_and_seed_loaders() -> None:
    """The registry lists every module of tables and of seed loaders, except those that no resource owns."""
    tables = {resource.name for resource in RESOURCES if resource.tables}
    assert tables == modules(PACKAGE / "store/tables", "base", "embedding", "instruments", "list_indexes")
    assert {resource.name for resource in RESOURCES if resource.seeds} == modules(PACKAGE / "seeds/loaders")


def test_the_registry_can_be_read_without_the_mock() -> None:
    """A tool can run registry.py by itself, without connexion and SQLAlchemy."""
    read = runpy.run_path(str(PACKAGE / "registry.py"))["RESOURCES"]
    assert [tuple(resource) for resource in read] == [tuple(resource) for resource in RESOURCES]


def listed(monkeypatch: pytest.MonkeyPatch, *changes: Any) -> None:
    """Let the catalogue read another list of resources."""
    monkeypatch.setattr(catalogue, "RESOURCES", changes)


def test_a_rule_in_a_module_that_is_not_listed_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule in a module that the registry does not list is an error that names the module and its rules."""
    listed(monkeypatch, *(resource for resource in RESOURCES if resource.name != "roles"))
    with pytest.raises(StartError, match=r"workspace\.roles has the rule list_roles, copy_role; add .* to registry.py"):
        all_rules()


def test_a_listed_module_without_a_rule_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A listed module that has only helper functions is an error."""
    listed(monkeypatch, *RESOURCES, Resource("billing", ("managed_users.billing",)))
    with pytest.raises(StartError, match=r"registry.py lists the module .*managed_users\.billing, which has no rule"):
        all_rules()


def test_a_listed_module_with_the_stub_of_a_rule_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A listed module may have only the stub of a rule, whose name begins with an underscore."""
    monkeypatch.setattr("workato_embedded_mock.resources.managed_users.billing._list_roles", None, raising=False)
    listed(monkeypatch, *RESOURCES, Resource("billing", ("managed_users.billing",)))
    assert all_rules()


def test_a_listed_module_that_does_not_exist_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A listed module that does not exist is an error that names it."""
    listed(monkeypatch, *RESOURCES, Resource("weather", ("weather.reports",)))
    with pytest.raises(StartError, match=r"lists the module .*weather\.reports, which does not exist"):
        all_rules()


def test_each_rule_is_in_a_module_of_its_resource(document: Document) -> None:
    """The rule of each operation is found in the modules that the registry lists for the resource of the operation."""
    found = {
        declared["operationId"]: rule_of(declared["operationId"], declared["tags"][0])
        for _path, _method, declared in operations_of(document.content)
    }
    assert found == all_rules()


def test_an_operation_of_another_resource_has_no_rule() -> None:
    """A rule is not found in the modules of another resource, nor in those of a resource that is not listed."""
    assert rule_of("get_member", "managed_users") is all_rules()["get_member"]
    assert rule_of("get_member", "tags") is None
    assert rule_of("get_member", "invented") is None
