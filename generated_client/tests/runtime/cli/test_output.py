"""Answers are shown as they are asked for, and secrets only where they are."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from workato_embedded._runtime.cli.output import MASK, NO_ENTRIES, Shown, View, show, unknown_columns
from workato_embedded._runtime.cli.results import Result

PEOPLE = [
    {"id": 1, "name": "Kim", "auth_token": "abc", "tags": ["x"]},
    {"id": 2, "name": "Lou Ö", "auth_token": None, "tags": [], "note": None},
]


def shown(content: Any, *columns: str, form: Any = "table", show_secrets: bool = False) -> str:
    """Show an answer without an envelope."""
    return show(Result(content, content), View(form, columns, show_secrets)).text


def test_json_is_what_was_answered() -> None:
    """Envelope, nulls and secrets are there, whatever else is asked for."""
    body = {"result": PEOPLE}
    assert json.loads(show(Result(body, PEOPLE), View("json", ("id",))).text) == body


def test_json_stays_json_in_any_encoding() -> None:
    """Letters that the output lacks are escaped as JSON does it; where it has them they stay as they are."""
    result = Result("é東\ud800😀", None)
    assert show(result, View("json", can_write=lambda _: False)).text == '"\\u00e9\\u6771\\ud800\\ud83d\\ude00"'
    assert show(result, View("json")).text == '"é東\ud800😀"'


def test_a_list_is_a_table_with_a_row_for_each_entry() -> None:
    """Columns are properties in the order of the answer; null is an empty cell."""
    assert shown(PEOPLE).splitlines() == [
        "id  name   auth_token  tags   note",
        '1   Kim    ••••        ["x"]',
        "2   Lou Ö              []",
    ]


def test_an_object_is_a_table_with_a_row_for_each_property() -> None:
    """One object reads downwards."""
    assert shown({"id": 1, "running": True}).splitlines() == ["property  value", "id        1", "running   true"]


def test_a_table_has_what_fits_or_what_was_chosen() -> None:
    """What is left out is counted, for people at a terminal, unless columns are named; those are always shown."""
    wide = [{**{f"p{number}": number for number in range(10)}, "code": "x" * 61}]
    result = Result(wide, wide)
    assert shown(wide).split()[:10] == [f"p{number}" for number in range(10)]
    assert show(result, View("table")).note == ""
    assert show(result, View("table", width=40)).note == (
        "1 more property: choose with --columns, or see all with -o json."
    )
    assert show(result, View("table", width=30)).note.startswith("3 more properties: ")
    assert show(result, View("table", width=200)).note == ""
    chosen = show(result, View("table", ("code", "p9"), width=30))
    assert "".join(chosen.text.split()).count("x") == 61
    assert chosen.note == ""


def test_an_empty_answer_is_told_in_a_table_alone() -> None:
    """People read that there is nothing; a script reads nothing."""
    for empty in (Result([], []), Result({}, {}, is_map=True)):
        assert show(empty, View("table")) == Shown("", NO_ENTRIES)
        assert show(empty, View("table", ("id",))) == Shown("", NO_ENTRIES)
    assert show(Result({}, {}), View("table")) == Shown("")
    assert show(Result([], []), View("csv")) == Shown("")
    assert show(Result([], []), View("json")) == Shown("[]")
    assert show(Result(None, None), View("table")) == Shown("")


def test_a_map_is_csv_downwards() -> None:
    """Names of properties are data, not headers; what was chosen of them is a row all the same."""
    prices = {"erp.url": "x", "erp.key": None}
    result = Result(prices, prices, is_map=True)
    assert show(result, View("csv", show_secrets=True)).text == "property,value\nerp.url,x\nerp.key,"
    assert show(result, View("csv", ("erp.url",))).text == "erp.url\nx"


def test_csv_has_all_properties() -> None:
    """Each property of any entry has its column; what is no scalar is JSON."""
    rows = list(csv.DictReader(io.StringIO(shown(PEOPLE, form="csv"))))
    assert rows[0] == {"id": "1", "name": "Kim", "auth_token": MASK, "tags": '["x"]', "note": ""}
    assert shown({"id": 1, "name": "Kim"}, form="csv") == "id,name\n1,Kim"
    assert shown(PEOPLE, "name", form="csv") == "name\nKim\nLou Ö"


def test_other_answers_have_a_table_too() -> None:
    """A list of lists has numbered columns, a list of scalars one."""
    assert shown([["a", 1], ["b", 2]], form="csv") == "1,2\na,1\nb,2"
    assert shown(["a", "b"], form="csv") == "value\na\nb"


def test_an_unknown_column_is_told() -> None:
    """The answer says what there is; JSON has no columns, and an empty list says nothing about them."""
    result = Result(PEOPLE, PEOPLE)
    told = unknown_columns(result, View("csv", ("id", "nmae")))
    assert told == "unknown column 'nmae': the properties are id, name, auth_token, tags, note."
    assert unknown_columns(result, View("csv", ("id",))) == ""
    assert unknown_columns(result, View("json", ("nmae",))) == ""
    assert unknown_columns(Result([], []), View("csv", ("nmae",))) == ""
    assert unknown_columns(Result(None, None), View("csv", ("nmae",))) == ""


def test_secrets_are_masked_unless_they_are_asked_for() -> None:
    """Tables and CSV are for people, and what people look at is seen by others."""
    assert "abc" not in shown(PEOPLE)
    assert "abc" in shown(PEOPLE, show_secrets=True)


def test_an_answer_cannot_drive_the_terminal() -> None:
    """Control characters are shown as such, and rich's markup is text."""
    text = shown([{"name": "\x1b[2J[bold]x[/bold]\x9b\u202e"}])
    assert text.splitlines()[1] == r"\x1b[2J[bold]x[/bold]\x9b\x202e"


def test_csv_has_what_came() -> None:
    """A program reads control characters as the data that they are."""
    assert shown([{"name": "\x1b[31mred"}], form="csv") == "name\n\x1b[31mred"
