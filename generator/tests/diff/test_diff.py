"""Tests of the comparison of editions: each change is reported once, with its location and level."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bundle import bundle
from generator.diff import GroupedChange, Level, diff, next_version
from generator.diff.keywords import Schema
from generator.tests.conftest import ROOT

DOCUMENT = bundle(ROOT / "spec").document
IDS = [o["operationId"] for item in DOCUMENT["paths"].values() for o in item.values() if "operationId" in o]
Edit = Callable[[Schema], object]


def operation(document: Schema, name: str = "create_lookup_table_row") -> Any:
    """Return an operation of a document."""
    items = document["paths"].values()
    return next(o for item in items for o in item.values() if isinstance(o, dict) and o.get("operationId") == name)


SENT: dict[str, Any] = {
    "name": {"type": "string", "minLength": 1, "maxLength": 9},
    "kind": {"type": "string", "enum": ["a", "b"]},
    "count": {"type": "integer", "minimum": 1, "nullable": True},
    "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
    "rest": {"type": "object", "additionalProperties": {"type": "string"}},
}


def small(where: str = "response") -> Schema:
    """Return a small document whose schema `Thing` is sent or returned, and has one of each keyword."""
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    responses = {
        "200": {"description": "Done.", **(body if where == "response" else {})},
        "404": {"description": "None."},
    }
    made = {
        "operationId": "make_thing",
        "x-client": {"resource": "things", "method": "make"},
        "parameters": [
            {"name": "page", "in": "query", "schema": {"type": "integer", "default": 1}},
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
        ],
        **({"requestBody": body} if where == "request" else {}),
        "responses": responses,
        "security": [{"token": []}, {"key": [], "mail": []}],
    }
    thing = {"type": "object", "required": ["name"], "properties": copy.deepcopy(SENT)}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://things.example.com"}],
        "paths": {"/things/{id}": {"post": made}},
        "components": {
            "schemas": {"Thing": thing},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}, "key": {}, "mail": {}},
        },
    }


def changed(edit: Edit, where: str = "response") -> list[GroupedChange]:
    """Return the changes found after an edit of the small document."""
    old, new = small(where), small(where)
    edit(new)
    return diff(old, new)


def thing(document: Schema) -> Any:
    """Return the schema `Thing`."""
    return document["components"]["schemas"]["Thing"]


def post(document: Schema) -> Any:
    """Return the only operation of a document."""
    return document["paths"]["/things/{id}"]["post"]


def prop(name: str, **values: Any) -> Edit:
    """Return an edit of a property of `Thing`; None removes a keyword."""

    def edit(document: Schema) -> None:
        target = thing(document)["properties"][name]
        target.update(values)
        for key in [key for key, value in values.items() if value is None]:
            del target[key]

    return edit


# Edits after which `Thing` accepts more values; reversed, it accepts fewer.
WIDER: list[tuple[Edit, str]] = [
    (prop("name", minLength=None), "minLength was 1, is now unset"),
    (prop("name", minLength=0), "minLength was 1, is now 0"),
    (prop("name", maxLength=10), "maxLength was 9, is now 10"),
    (prop("kind", enum=["a", "b", "c"]), "enum gains c"),
    (prop("kind", enum=None), "enum is now open"),
    (prop("name", nullable=True), "nullable is now True"),
    (prop("count", type="number"), "type was integer, is now number"),
    (prop("count", minimum=0), "minimum was 1, is now 0"),
    (prop("tags", maxItems=None), "maxItems was 3, is now unset"),
    (prop("tags", items={}), "type was string, is now unset"),
    (prop("rest", additionalProperties=True), "additional properties are now unrestricted"),
    (lambda d: thing(d).pop("required"), "is no longer required"),
]


@pytest.mark.parametrize("back", [False, True], ids=["wider", "narrower"])
@pytest.mark.parametrize("where", ["request", "response"])
@pytest.mark.parametrize(("edit", "words"), WIDER, ids=[words for _, words in WIDER])
def test_accepting_more_values_breaks_only_responses(edit: Edit, words: str, where: str, back: bool) -> None:
    """Accepting more values is additive in requests and breaking in responses; accepting fewer is the opposite."""
    old, new = small(where), small(where)
    edit(old if back else new)
    found = diff(old, new)
    assert len(found) == 1
    assert found[0].level is (Level.ADDITIVE if (where == "request") != back else Level.BREAKING)
    assert found[0].location.startswith("Thing.")
    assert back or words in found[0].what


@pytest.mark.parametrize(("earlier", "level"), [(["Thing"], Level.DOCS), (["Item"], Level.BREAKING)])
@pytest.mark.parametrize("where", ["request", "response"])
def test_a_renamed_schema_breaks_unless_it_lists_its_earlier_name(where: str, earlier: list[str], level: Level) -> None:
    """A schema with another name is a breaking change, unless `x-earlier-names` has the name that it had."""
    old = small(where)
    new = json.loads(json.dumps(old).replace('schemas/Thing"', 'schemas/Object"'))
    new["components"]["schemas"]["Object"] = {**new["components"]["schemas"].pop("Thing"), "x-earlier-names": earlier}
    found = [change for change in diff(old, new) if "schema was" in change.what]
    assert [(change.level, change.what.startswith("schema was Thing, is now Object")) for change in found] == [
        (level, True)
    ]


EITHER: list[tuple[Edit, Level, str]] = [
    (prop("kind", enum=["a", "c"]), Level.BREAKING, "Thing.kind: enum loses b and gains c"),
    (prop("count", type="string"), Level.BREAKING, "Thing.count: type was integer, is now string"),
    (lambda d: thing(d)["properties"].pop("kind"), Level.BREAKING, "Thing.kind: property removed"),
    (lambda d: thing(d)["properties"].update(new={}), Level.ADDITIVE, "Thing.new: property added"),
    (prop("name", description="A name."), Level.DOCS, "Thing.name: description changed"),
    (prop("name", **{"x-inferred": "a guess"}), Level.DOCS, "Thing.name: x-inferred changed"),
    (prop("kind", enum=["b", "a"]), Level.DOCS, "Thing.kind: enum changed"),
    (lambda d: post(d).update(summary="Make."), Level.DOCS, "make_thing summary: changed"),
    (lambda d: post(d).update({"x-provenance": {}}), Level.DOCS, "make_thing x-provenance: changed"),
    (lambda d: post(d)["x-client"].update(method="create"), Level.BREAKING, "make_thing x-client: changed"),
    (lambda d: post(d).update({"x-envelope": "result"}), Level.BREAKING, "make_thing x-envelope: changed"),
    (lambda d: post(d).update(operationId="other"), Level.BREAKING, "make_thing operationId: changed"),
    (lambda d: d["paths"].clear(), Level.BREAKING, "make_thing: operation removed"),
    (lambda d: d["paths"].update({"/new": {"get": {"operationId": "n"}}}), Level.ADDITIVE, "n: operation added"),
    (
        lambda d: d["paths"].update({"/items/{id}": d["paths"].pop("/things/{id}")}),
        Level.BREAKING,
        "make_thing: was POST /things/{id}, is now POST /items/{id}",
    ),
    (lambda d: post(d)["parameters"].pop(), Level.BREAKING, "make_thing path parameter id: removed"),
    (
        lambda d: post(d)["parameters"].append({"name": "q", "in": "query", "schema": {}}),
        Level.ADDITIVE,
        "make_thing query parameter q: added",
    ),
    (
        lambda d: post(d)["parameters"].append({"name": "q", "in": "query", "required": True, "schema": {}}),
        Level.BREAKING,
        "make_thing query parameter q: added, required",
    ),
    (
        lambda d: post(d)["parameters"][0].update(required=True),
        Level.BREAKING,
        "make_thing query parameter page: is now required",
    ),
    (
        lambda d: post(d)["parameters"][0]["schema"].update(maximum=5),
        Level.BREAKING,
        "make_thing query parameter page: maximum is now 5 in requests",
    ),
    (
        lambda d: post(d).update({"x-twin-methods": ["put"]}),
        Level.ADDITIVE,
        "make_thing: PUT is now accepted too",
    ),
    (lambda d: post(d)["responses"].pop("404"), Level.ADDITIVE, "make_thing response 404: removed"),
    (lambda d: post(d)["responses"].update({"429": {"description": ""}}), Level.ADDITIVE, "response 429: added"),
    (lambda d: post(d)["security"].pop(), Level.BREAKING, "make_thing security: key with mail is no longer accepted"),
    (
        lambda d: d.update(security=[{"key": [], "mail": []}]),
        Level.ADDITIVE,
        "security: key with mail is now accepted",
    ),
    (lambda d: post(d)["security"].append({}), Level.ADDITIVE, "make_thing security: no security is now accepted"),
    (
        lambda d: d["components"]["securitySchemes"]["token"].update(scheme="basic"),
        Level.BREAKING,
        "security scheme token: changed",
    ),
    (lambda d: d["servers"].clear(), Level.BREAKING, "server https://things.example.com: removed"),
    (lambda d: d["info"].update(version="2"), Level.DOCS, "info: changed"),
]


@pytest.mark.parametrize("where", ["request", "response"])
@pytest.mark.parametrize(("edit", "level", "words"), EITHER, ids=[words for _, _, words in EITHER])
def test_each_kind_of_change_has_its_level(edit: Edit, level: Level, words: str, where: str) -> None:
    """Each kind of change is reported once, with its level and location."""
    found = changed(edit, where)
    assert [change.level for change in found] == [level]
    assert words in str(found[0])


def test_a_changed_default_is_breaking() -> None:
    """A changed default of a parameter is breaking, because the same request returns something else."""
    found = changed(lambda d: post(d)["parameters"][0]["schema"].update(default=0))
    assert [change.level for change in found] == [Level.BREAKING]


def test_a_required_body_is_breaking() -> None:
    """A body that becomes required is breaking; a new optional body is not."""
    body = {"content": {"application/json": {"schema": {"type": "object"}}}}
    assert changed(lambda d: post(d).update(requestBody=body))[0].level is Level.ADDITIVE
    assert changed(lambda d: post(d).update(requestBody={**body, "required": True}))[0].level is Level.BREAKING
    assert changed(lambda d: post(d)["requestBody"].update(required=True), "request")[0].level is Level.BREAKING


def test_a_new_required_property_is_breaking_in_requests() -> None:
    """A new required property is breaking in requests and additive in responses."""

    def edit(document: Schema) -> None:
        thing(document)["properties"]["new"] = {"type": "string"}
        thing(document)["required"].append("new")

    assert [change.level for change in changed(edit, "request")] == [Level.BREAKING]
    assert [change.level for change in changed(edit, "response")] == [Level.ADDITIVE]


def test_equal_documents_have_no_changes() -> None:
    """Comparing the spec with itself finds no changes."""
    assert diff(DOCUMENT, copy.deepcopy(DOCUMENT)) == []


@given(st.sampled_from(IDS))
def test_removing_an_operation_is_breaking_and_adding_one_is_not(name: str) -> None:
    """Removing any operation gives exactly one breaking change, and adding it one additive change."""
    new = copy.deepcopy(DOCUMENT)
    for item in new["paths"].values():
        for method in [m for m, o in item.items() if isinstance(o, dict) and o.get("operationId") == name]:
            del item[method]
    assert [(c.level, c.location) for c in diff(DOCUMENT, new)] == [(Level.BREAKING, name)]
    assert [(c.level, c.location) for c in diff(new, DOCUMENT)] == [(Level.ADDITIVE, name)]


def test_a_change_of_a_shared_schema_is_reported_once() -> None:
    """A change of a schema that many operations return is reported once, with the operations."""
    new = copy.deepcopy(DOCUMENT)
    del new["components"]["schemas"]["ManagedUser"]["properties"]["name"]
    removed = [c for c in diff(DOCUMENT, new) if c.location == "ManagedUser.name"]
    assert len(removed) == 1
    assert {"get_managed_user", "list_managed_users"} <= set(removed[0].operations)


@pytest.mark.parametrize(
    ("version", "level", "expected"),
    [
        ("1.2.3", Level.BREAKING, "2.0.0"),
        ("1.2.3", Level.ADDITIVE, "1.3.0"),
        ("1.2.3", Level.DOCS, "1.2.4"),
        ("0.1.0", Level.BREAKING, "0.2.0"),
        ("0.1.4", Level.ADDITIVE, "0.2.0"),
        ("0.1.4", Level.DOCS, "0.1.5"),
        ("0.1.4", None, "0.1.4"),
    ],
)
def test_the_next_version_follows_the_worst_change(version: str, level: Level | None, expected: str) -> None:
    """Versions are semantic; in 0.x a breaking change raises the minor version."""
    changes = [] if level is None else [GroupedChange(Level.DOCS, "a", "b", ()), GroupedChange(level, "a", "b", ())]
    assert next_version(version, changes) == expected
