"""Tests of lazy imports."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from workato_embedded._runtime import errors
from workato_embedded._runtime.lazy import LazyModule, lazily, resource_property

if TYPE_CHECKING:
    from workato_embedded.resources.tags import Tags

MODULES = {"NotFoundError": ".errors", "Missing": ".errors:NotFoundError", "errors": ".errors"}


@pytest.fixture
def namespace() -> dict[str, Any]:
    """The names of a package that has imported nothing."""
    return {"__name__": "workato_embedded._runtime"}


def test_a_lazy_name_is_imported_once(namespace: dict[str, Any]) -> None:
    """Lazy names, renamed names and modules are imported once, and then kept by the package."""
    get = lazily(namespace, MODULES)
    found = (get("NotFoundError"), get("Missing"), get("errors"))
    assert found == (errors.NotFoundError, errors.NotFoundError, errors)
    assert {name: namespace[name] for name in MODULES} == dict(zip(MODULES, found, strict=True))


def test_an_unknown_lazy_name_is_an_attribute_error(namespace: dict[str, Any]) -> None:
    """The error about an unknown name has the package and the attribute, like Python's own."""
    with pytest.raises(AttributeError, match=r"module 'workato_embedded\._runtime' has no attribute 'Other'") as caught:
        lazily(namespace, MODULES)("Other")
    assert caught.value.name == "Other"


def test_a_lazy_module_has_the_names_of_the_module() -> None:
    """A lazy module imports its module when a name is used, and raises AttributeError for other names."""
    module = LazyModule("workato_embedded._runtime.errors")
    assert module.NotFoundError is errors.NotFoundError
    with pytest.raises(AttributeError, match="Other"):
        _ = module.Other


class Engine:
    """A resource."""


class Vehicle:
    """A client with a resource of the same module, and one whose module is below `resources`."""

    @resource_property
    def engine(self) -> Engine:
        """The engine."""
        return Engine()

    @resource_property
    def tags(self) -> Tags:
        """The tags."""
        raise NotImplementedError


def test_a_resource_is_created_once() -> None:
    """A client creates a resource on first use and keeps it."""
    vehicle = Vehicle()
    assert isinstance(vehicle.engine, Engine)
    assert vehicle.engine is vehicle.engine


def test_a_resource_of_the_class_is_the_class_of_the_resource(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the class of a client, a resource is the class of the resource, found in its module or below `resources`."""
    monkeypatch.setattr(vars(Vehicle)["tags"].func, "__module__", "workato_embedded._client")
    assert Vehicle.engine is Engine
    assert Vehicle.tags is import_module("workato_embedded.resources.tags").Tags
