"""Names of a package are imported when somebody asks for them, and once."""

from __future__ import annotations

from typing import Any

import pytest
from workato_embedded._runtime import errors
from workato_embedded._runtime.lazy import lazily

PLACES = {"NotFoundError": ".errors", "Missing": ".errors:NotFoundError", "errors": ".errors"}


@pytest.fixture
def namespace() -> dict[str, Any]:
    """The names of a package that has imported nothing."""
    return {"__name__": "workato_embedded._runtime"}


def test_a_name_is_found_in_its_place(namespace: dict[str, Any]) -> None:
    """A name, the same under another name, and a module itself; the package keeps what was imported."""
    get = lazily(namespace, PLACES)
    found = (get("NotFoundError"), get("Missing"), get("errors"))
    assert found == (errors.NotFoundError, errors.NotFoundError, errors)
    assert {name: namespace[name] for name in PLACES} == dict(zip(PLACES, found, strict=True))


def test_a_name_without_a_place_is_an_attribute_error(namespace: dict[str, Any]) -> None:
    """The error says which package lacks which name, as Python's own does."""
    with pytest.raises(AttributeError, match=r"module 'workato_embedded\._runtime' has no attribute 'Other'") as caught:
        lazily(namespace, PLACES)("Other")
    assert caught.value.name == "Other"
