"""Tests of the maximum size of results, and of secrets in them."""

from __future__ import annotations

from typing import Any

from workato_embedded._runtime.mcp.results import LONGEST_RESULT, as_text, part_of_list, shortened, without
from workato_embedded._runtime.mcp.schemas import json_schema, secret_marks

from .programs import Program

READ = "call_read_operation"


def recipes(count: int, size: int) -> list[dict[str, Any]]:
    """Return recipes with long code."""
    return [{"id": number, "name": f"Recipe {number}", "code": "x" * size} for number in range(count)]


def test_a_long_list_is_read_in_parts() -> None:
    """A list that is too long ends with where it continues, and the parts are the whole list."""
    program = Program()
    program.stub.reply("list_recipes", json={"items": recipes(60, 900)})
    arguments: dict[str, Any] = {"operation_id": "list_recipes", "path": {"managed_user_id": "E42"}}
    ids: list[int] = []
    following: dict[str, Any] = {"start": 0}
    while following.keys() == {"start"}:
        made = program.data(READ, **arguments, **following)
        assert len(as_text(made)) < LONGEST_RESULT + 500
        assert made["entries_of_page"] == 60
        ids += [each["id"] for each in made["result"]]
        following = made.get("next", {})
    assert ids == list(range(60))
    assert following == {"query": {"since_id": 59}}


def test_the_next_page_is_named() -> None:
    """A page that may not be the last one says with which query the next one is read."""
    program = Program()
    program.stub.reply("list_managed_users", json={"result": [{"id": 7, "name": "a"}], "count": 5})
    made = program.data(READ, operation_id="list_managed_users", query={"per_page": 1})
    assert made["next"] == {"query": {"per_page": 1, "page": 2}}
    assert program.data(READ, operation_id="list_managed_users", query={"per_page": 1}, start=5)["result"] == []


def test_a_long_entry_is_shortened() -> None:
    """An entry, or an object, that is too long alone is shortened, and has a note."""
    program = Program()
    long = {"id": 7, "name": "Long", "code": "x" * 90_000}
    program.stub.reply("list_recipes", json={"items": [long, long]})
    program.stub.reply("get_recipe", json=long)
    path = {"managed_user_id": "E42"}
    listed = program.data(READ, operation_id="list_recipes", path=path)
    one = program.data(READ, operation_id="get_recipe", path={**path, "recipe_id": 7})
    for made, shown in ((listed, listed["result"][0]), (one, one["result"])):
        assert made["note"].startswith("long texts and lists are shortened")
        assert shown["code"].endswith("… (90000 characters)")
        assert shown["name"] == "Long"
    assert listed["next"] == {"start": 1}


def test_values_are_shortened_until_they_fit() -> None:
    """Long lists keep their first entries; a value that never fits becomes the beginning of its text."""
    made, cut = shortened({"rows": list(range(10_000))}, 1_000)
    assert cut
    assert made["rows"][-1] == "… 9950 more entries"
    made, cut = shortened({f"key {number}": 1 for number in range(1_000)}, 100)
    assert (made[:9], made[-1], cut) == ('{"key 0":', "…", True)
    assert shortened([1], 10) == ([1], False)
    assert part_of_list([], 0, 10) == ([], False, None)


def test_sent_secrets_are_masked_in_texts() -> None:
    """Secrets that were sent are masked wherever an error repeats them, but not short ones."""
    value = {"errors": ["bad key abcdefgh-1", 7], "id": "short"}
    assert without(value, ["abcdefgh", "abcdefgh-1", "short"]) == {"errors": ["bad key [secret]", 7], "id": "short"}
    assert without(value, []) is value


def test_schemas_are_converted() -> None:
    """A schema of OpenAPI 3.0 that accepts null does so as JSON Schema, whatever else it says."""

    def convert(schema: dict[str, Any]) -> dict[str, Any]:
        return json_schema(schema, lambda each: each)

    assert convert({"type": "string", "nullable": True, "enum": ["a"]}) == {
        "type": ["string", "null"],
        "enum": ["a", None],
    }
    assert convert({"anyOf": [{"type": "string"}], "nullable": True})["anyOf"] == [{"type": "string"}, {"type": "null"}]
    assert convert({"allOf": [{"type": "string"}], "nullable": True}) == {
        "anyOf": [{"allOf": [{"type": "string"}]}, {"type": "null"}]
    }
    assert convert({"nullable": True, "additionalProperties": False}) == {"additionalProperties": False}


def test_marks_of_secrets_are_found_in_schemas() -> None:
    """The paths of secret fields have no list indexes, and include those of alternatives."""
    schema = {
        "properties": {
            "keys": {"items": {"properties": {"value": {"x-secret": True}}}},
            "auth": {"anyOf": [{"properties": {"pin": {"x-secret": False}}}]},
        }
    }
    assert secret_marks(schema) == {"keys.value": True, "auth.pin": False}
