"""Tests of the Postman collection; `contract_tests/dist/test_files.py` runs it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from generator.bundle import Bundle
from generator.dist.postman import postman_collection
from generator.dist.postman.order import in_order
from generator.dist.postman.steps import Step, steps
from generator.findings import GeneratorError


@pytest.fixture(scope="module")
def ordered(made: Bundle) -> list[Step]:
    """Return the steps of the collection in their order."""
    return in_order(steps(made))


@pytest.fixture(scope="module")
def collection(made: Bundle) -> dict[str, Any]:
    """Return the collection."""
    return postman_collection(made)


@pytest.fixture(scope="module")
def requests(collection: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the requests of the collection in their order."""
    return [item for folder in collection["item"] for item in folder["item"]]


def test_each_operation_is_in_the_collection(made: Bundle, ordered: list[Step]) -> None:
    """The collection calls each operation once, and creates a project besides."""
    names = [step.name for step in ordered]
    wanted = [operation["operationId"] for _, operation, _ in made.operations()]
    assert sorted(names) == sorted([*wanted, "create_folder"])


def test_an_id_is_stored_before_it_is_used(ordered: list[Step]) -> None:
    """Each variable that a response sets is set before another request uses it."""
    stored = {variable for step in ordered for variable in step.stores}
    assert len(stored) > 25
    for number, step in enumerate(ordered):
        earlier = {variable for other in ordered[:number] for variable in other.stores}
        used = {use.variable for use in step.uses} - step.stores.keys()
        assert used & stored <= earlier, step.name


def test_what_the_collection_creates_is_deleted_at_the_end(ordered: list[Step]) -> None:
    """After the first request that deletes an object come only such requests, each for an object that one created."""
    first = next(number for number, step in enumerate(ordered) if step.deletes)
    stored = {variable for step in ordered for variable in step.stores}
    assert all(step.deletes in stored for step in ordered[first:])
    created = {step.name for step in ordered[first:]}
    assert {"delete_managed_user", "delete_project", "delete_folder"} <= created


def test_each_variable_has_an_initial_value(collection: dict[str, Any], requests: list[dict[str, Any]]) -> None:
    """Each variable in a request is a variable of the collection, so that each request also works by itself."""
    used = set(re.findall(r"\{\{(\w+)\}\}", json.dumps(requests)))
    initial = {each["key"]: each["value"] for each in collection["variable"]}
    assert used <= initial.keys()
    assert initial["base_url"] == "http://127.0.0.1:8765/api"
    assert all(initial.values())


def test_requests_have_names_of_their_own(requests: list[dict[str, Any]]) -> None:
    """A request that waits repeats itself by its name, so no two requests have the same."""
    names = [each["name"] for each in requests]
    assert len(names) == len(set(names))


def test_bodies_are_json_when_the_variables_have_values(
    collection: dict[str, Any], requests: list[dict[str, Any]]
) -> None:
    """Each body is JSON after its variables are replaced, and a variable for a number has no quotes."""
    initial = {each["key"]: each["value"] for each in collection["variable"]}
    bodies = [each["request"]["body"]["raw"] for each in requests if "raw" in each["request"].get("body", {})]
    assert len(bodies) > 50
    for body in bodies:
        json.loads(re.sub(r"\{\{(\w+)\}\}", lambda match: initial[match[1]], body))
    assert any('"folder_id": {{folder_id}}' in body for body in bodies)


def test_optional_parameters_are_there_but_not_sent(requests: list[dict[str, Any]]) -> None:
    """A request has each optional parameter of its query, disabled, in the form in which a client sends it."""
    queries = {each["name"]: each["request"]["url"]["query"] for each in requests}

    def values(name: str) -> list[tuple[str, str]]:
        return [(each["key"], each["value"]) for each in queries[name] if each.get("disabled")]

    assert ("oem_shared", "true") in values("List custom connectors")
    assert ("by[code]", "SG") in values("List rows of a lookup table")
    assert [("cert_bundle_ids", "61"), ("cert_bundle_ids", "62")] == values("List API clients (v2)")[1:3]
    assert values("Look up a row") == []


def test_requests_that_wait_for_each_other_are_reported(ordered: list[Step], monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests that each come after the other are an error that names them."""
    waiting = {"create_tag": ("update_tag",)}
    monkeypatch.setattr("generator.dist.postman.order.AFTER", waiting)
    with pytest.raises(GeneratorError, match="wait for each other: .*create_tag"):
        in_order(ordered)
