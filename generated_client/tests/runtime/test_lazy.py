"""Tests of lazy imports."""

from __future__ import annotations

from typing import Any

import pytest
from workato_embedded._runtime import errors
from workato_embedded._runtime.lazy import lazily

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
