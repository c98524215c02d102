"""Tests of the document as of a date: what exists, what it was, and what has no use any more."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from openapi_spec_validator import OpenAPIV30SpecValidator

from generator.as_of import as_of, references
from generator.bundle import METHODS, bundle
from generator.editions import load_editions
from generator.tests.conftest import ROOT

EDITIONS = [edition.date for edition in load_editions(ROOT / "spec")]
DATES = st.dates().map(str)
NOW = bundle(ROOT / "spec").document


def document(**schemas: Any) -> dict[str, Any]:
    """Return a document with one operation, whose response is the first schema."""
    name = next(iter(schemas))
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    operation = {
        "tags": ["things"],
        "x-client": {"resource": "things.parts"},
        "security": [{"bearer": []}, {"key": []}],
        "responses": {"200": {"description": "Fine.", "content": content}},
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "2026.07.01"},
        "tags": [{"name": "things"}, {"name": "others"}],
        "x-resources": {"things": "Things.", "things.parts": "Parts.", "others": "Others."},
        "paths": {"/things": {"get": operation}},
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {"type": "http"}, "key": {"type": "apiKey", "x-until": "2025-10-14"}},
        },
    }


@pytest.mark.parametrize("date", EDITIONS)
def test_the_document_of_each_edition_is_complete(date: str) -> None:
    """In each edition, the document is valid, its references resolve, and no definition is unused."""
    made = as_of(NOW, date)
    assert not list(OpenAPIV30SpecValidator(made).iter_errors())
    assert made["info"]["version"] == date.replace("-", ".")
    defined = {
        f"#/components/{section}/{name}"
        for section, names in made["components"].items()
        if section != "securitySchemes"
        for name in names
    }
    assert set(references(made)) == defined


@pytest.mark.parametrize("date", EDITIONS)
def test_nothing_of_an_edition_is_younger_than_the_edition(date: str) -> None:
    """In each edition, every `x-since` is at most its date, and every `x-until` is after it."""

    def dates(value: Any, key: str) -> list[str]:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        own = [value[key]] if isinstance(value, dict) and isinstance(value.get(key), str) else []
        return own + [each for part in inner for each in dates(part, key)]

    made = as_of(NOW, date)
    assert all(since <= date for since in dates(made, "x-since"))
    assert all(until > date for until in dates(made, "x-until"))


def test_the_document_without_a_date_does_not_change() -> None:
    """The document as of a date is a copy."""
    before = copy.deepcopy(NOW)
    as_of(NOW, EDITIONS[0])
    assert before == NOW


def test_the_edition_of_the_index_has_its_operations() -> None:
    """The first edition has the 82 operations of November 2023: 77 for the rows of the index, and 5 that it lacks."""
    made = as_of(NOW, "2023-11-20")
    operations = [item[method] for item in made["paths"].values() for method in METHODS if method in item]
    assert len(operations) == 82
    assert len([each for each in operations if each["x-index-rows"]]) == 77
    assert not [each for each in operations if "x-rate-limit" in each]


@given(since=DATES, until=DATES, date=DATES)
def test_a_property_exists_from_one_date_until_the_other(since: str, until: str, date: str) -> None:
    """A property exists from `x-since` on and before `x-until`; elsewhere it is not required and in no example."""
    properties = {"id": {"type": "integer"}, "name": {"type": "string", "x-since": since, "x-until": until}}
    example = {"id": 1, "name": "One"}
    thing = {"type": "object", "required": ["id", "name"], "properties": properties, "example": example}
    made = as_of(document(Thing=thing), date)["components"]["schemas"]["Thing"]
    if since <= date < until:
        assert made == thing
    else:
        assert made == {
            "type": "object",
            "required": ["id"],
            "properties": {"id": {"type": "integer"}},
            "example": {"id": 1},
        }


@given(dates=st.lists(DATES, min_size=1, max_size=5, unique=True).map(sorted), date=DATES)
def test_the_older_value_that_held_is_restored(dates: list[str], date: str) -> None:
    """The value of a key is the one of `x-earlier` that ended next; after the last of them it is the newest."""
    earlier = [{"until": until, "default": number} for number, until in enumerate(dates)]
    schema = {"type": "integer", "default": 100, "x-earlier": earlier}
    made = as_of(document(Count=schema), date)["components"]["schemas"]["Count"]
    assert made == {"type": "integer", "default": next((n for n, until in enumerate(dates) if date < until), 100)}


@pytest.mark.parametrize(("date", "has_limit"), [("2024-01-01", False), ("2025-06-01", True)])
def test_a_key_may_have_been_absent(date: str, has_limit: bool) -> None:
    """Null in `x-earlier` stands for a key that was absent."""
    schema = {"type": "string", "maxLength": 9, "x-earlier": [{"until": "2025-06-01", "maxLength": None}]}
    made = as_of(document(Name=schema), date)["components"]["schemas"]["Name"]
    assert ("maxLength" in made) is has_limit


@pytest.mark.parametrize("place", ["property", "items", "combined"])
def test_examples_have_only_what_exists(place: str) -> None:
    """Examples of a body lose the properties that do not exist, in lists and combined schemas too."""
    later = {
        "type": "object",
        "properties": {"a": {"type": "integer"}, "b": {"type": "integer", "x-since": "2025-06-01"}},
    }
    places: dict[str, tuple[dict[str, Any], Any, Any]] = {
        "property": (
            {"type": "object", "properties": {"c": {"$ref": "#/components/schemas/Later"}}},
            {"c": {"a": 1, "b": 2}},
            {"c": {"a": 1}},
        ),
        "items": ({"type": "array", "items": later}, [{"a": 1, "b": 2}], [{"a": 1}]),
        "combined": ({"allOf": [{"$ref": "#/components/schemas/Later"}]}, {"a": 1, "b": 2}, {"a": 1}),
    }
    schema, before, after = places[place]
    whole = document(Thing=schema, Later=later)
    media = whole["paths"]["/things"]["get"]["responses"]["200"]["content"]["application/json"]
    media["example"] = before
    media["examples"] = {
        "one": {"value": before},
        "two": {"summary": "Elsewhere", "externalValue": "https://example.com"},
    }
    operation = as_of(whole, "2024-01-01")["paths"]["/things"]["get"]
    made = operation["responses"]["200"]["content"]["application/json"]
    assert (made["example"], made["examples"]["one"]["value"]) == (after, after)
    assert made["examples"]["two"] == media["examples"]["two"]


def test_what_has_no_use_is_removed() -> None:
    """Properties whose definition does not exist, unused definitions and tags, and ended authentication are removed."""
    thing = {"type": "object", "properties": {"part": {"$ref": "#/components/schemas/Part"}}}
    whole = document(Thing=thing, Part={"type": "object", "x-since": "2025-06-01"}, Odd={"type": "object"})
    early, late = as_of(whole, "2024-01-01"), as_of(whole, "2026-01-01")
    assert early["components"]["schemas"] == {"Thing": {"type": "object", "properties": {}}}
    assert late["components"]["schemas"].keys() == {"Thing", "Part"}
    assert early["paths"]["/things"]["get"]["security"] == [{"bearer": []}, {"key": []}]
    assert late["paths"]["/things"]["get"]["security"] == [{"bearer": []}]
    assert (late["tags"], late["x-resources"]) == (
        [{"name": "things"}],
        {"things": "Things.", "things.parts": "Parts."},
    )


def test_a_status_may_be_dated() -> None:
    """A status that is a reference is dated by `x-earlier` of its responses, and any other by its own dates."""
    whole = document(Thing={"type": "object"})
    responses = whole["paths"]["/things"]["get"]["responses"]
    responses["400"] = {"description": "Bad request.", "x-since": "2025-06-01"}
    responses["422"] = {"$ref": "#/components/responses/Unprocessable"}
    responses["x-earlier"] = [{"until": "2026-01-01", "422": None}]
    whole["components"]["responses"] = {"Unprocessable": {"description": "Invalid."}}
    statuses = {date: as_of(whole, date)["paths"]["/things"]["get"]["responses"].keys() for date in EDITIONS}
    assert statuses["2024-01-01"] == {"200"}
    assert statuses["2025-06-01"] == {"200", "400"}
    assert statuses["2026-01-01"] == {"200", "400", "422"}


def test_an_operation_that_ended_is_gone_with_its_path() -> None:
    """A path whose operations do not exist is removed."""
    whole = document(Thing={"type": "object"})
    whole["paths"]["/things"]["get"]["x-until"] = "2026-07-01"
    assert as_of(whole, "2026-01-01")["paths"].keys() == {"/things"}
    assert as_of(whole, "2026-07-01")["paths"] == {}


@pytest.mark.parametrize("name", ["default", "enum", "example", "examples", "x-since"])
def test_a_property_may_have_the_name_of_a_keyword(name: str) -> None:
    """The names of properties are not keywords."""
    thing = {"type": "object", "properties": {name: {"type": "string", "x-since": "2025-06-01"}}}
    assert as_of(document(Thing=thing), "2024-01-01")["components"]["schemas"]["Thing"]["properties"] == {}


@pytest.mark.parametrize("date", EDITIONS)
def test_the_examples_of_each_edition_fit_their_schemas(date: str) -> None:
    """In each edition, no example of a schema has a property that the schema lacks."""
    made = as_of(NOW, date)
    for name, schema in made["components"]["schemas"].items():
        if "example" in schema and not list(references(schema)):
            closed = {**schema, "additionalProperties": False} if "properties" in schema else schema
            assert not list(Draft4Validator(closed).iter_errors(schema["example"])), name
