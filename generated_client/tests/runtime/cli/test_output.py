"""Tests of output formats and of masked secrets."""

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
    """Show a response without an envelope."""
    return show(Result(content, content), View(form, columns, show_secrets)).text


def test_json_output_has_everything() -> None:
    """JSON output has nulls and secrets, whatever the other options are; the envelope is there if it is asked for."""
    body = {"result": PEOPLE}
    assert json.loads(show(Result(body, PEOPLE), View("json", ("id",))).text) == PEOPLE
    assert json.loads(show(Result(body, PEOPLE), View("json", ("id",), envelope=True)).text) == body
    assert show(Result(None, {}), View("json")).text == "null"


def test_json_output_is_valid_in_any_encoding() -> None:
    """Characters that the encoding lacks become JSON escapes; others are unchanged."""
    text = "é東\ud800😀"
    result = Result(text, text)
    assert show(result, View("json", can_write=lambda _: False)).text == '"\\u00e9\\u6771\\ud800\\ud83d\\ude00"'
    assert show(result, View("json")).text == '"é東\ud800😀"'


def test_a_list_is_a_table_with_one_row_per_entry() -> None:
    """A list is a table whose columns have the order of the response; null is an empty cell."""
    assert shown(PEOPLE).splitlines() == [
        "id  name   auth_token  tags   note",
        '1   Kim    ••••        ["x"]',
        "2   Lou Ö              []",
    ]


def test_an_object_is_a_table_with_one_row_per_property() -> None:
    """A single object is shown with one row per property."""
    assert shown({"id": 1, "running": True}).splitlines() == ["property  value", "id        1", "running   true"]


def test_a_table_has_the_columns_that_fit_or_are_chosen() -> None:
    """A table on a terminal reports the number of omitted columns; chosen columns are always shown."""
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


def test_only_a_table_reports_that_it_is_empty() -> None:
    """A table on a terminal says that there are no entries; other output is empty."""
    for empty in (Result([], []), Result({}, {}, is_map=True)):
        assert show(empty, View("table")) == Shown("", NO_ENTRIES)
        assert show(empty, View("table", ("id",))) == Shown("", NO_ENTRIES)
    assert show(Result({}, {}), View("table")) == Shown("")
    assert show(Result([], []), View("csv")) == Shown("")
    assert show(Result([], []), View("json")) == Shown("[]")
    assert show(Result(None, None), View("table")) == Shown("")


def test_a_map_is_csv_with_one_row_per_key() -> None:
    """The keys of a map are data; chosen keys make one row."""
    prices = {"erp.url": "x", "erp.key": None}
    result = Result(prices, prices, is_map=True)
    assert show(result, View("csv", show_secrets=True)).text == "property,value\nerp.url,x\nerp.key,"
    assert show(result, View("csv", ("erp.url",))).text == "erp.url\nx"


def test_csv_has_all_properties() -> None:
    """Each property of any entry has a column, and values that are not scalar are JSON."""
    rows = list(csv.DictReader(io.StringIO(shown(PEOPLE, form="csv"))))
    assert rows[0] == {"id": "1", "name": "Kim", "auth_token": MASK, "tags": '["x"]', "note": ""}
    assert shown({"id": 1, "name": "Kim"}, form="csv") == "id,name\n1,Kim"
    assert shown(PEOPLE, "name", form="csv") == "name\nKim\nLou Ö"


def test_lists_of_lists_and_of_scalars_are_tables() -> None:
    """A list of lists has numbered columns, and a list of scalars has one."""
    assert shown([["a", 1], ["b", 2]], form="csv") == "1,2\na,1\nb,2"
    assert shown(["a", "b"], form="csv") == "value\na\nb"


def test_an_unknown_column_is_reported() -> None:
    """The message lists the properties; JSON has no columns, and an empty list is not an error."""
    result = Result(PEOPLE, PEOPLE)
    message = unknown_columns(result, View("csv", ("id", "nmae")))
    assert message == "unknown column 'nmae': the properties are id, name, auth_token, tags, note."
    assert unknown_columns(result, View("csv", ("id",))) == ""
    assert unknown_columns(result, View("json", ("nmae",))) == ""
    assert unknown_columns(Result([], []), View("csv", ("nmae",))) == ""
    assert unknown_columns(Result(None, None), View("csv", ("nmae",))) == ""


def test_secrets_are_masked_in_tables_and_csv_by_default() -> None:
    """Tables and CSV mask secrets, unless `--show-secrets` is given."""
    assert "abc" not in shown(PEOPLE)
    assert "abc" in shown(PEOPLE, show_secrets=True)


def test_a_table_escapes_control_characters() -> None:
    """Control characters are escaped, and rich's markup is shown as text."""
    text = shown([{"name": "\x1b[2J[bold]x[/bold]\x9b\u202e"}])
    assert text.splitlines()[1] == r"\x1b[2J[bold]x[/bold]\x9b\x202e"


def test_csv_keeps_control_characters() -> None:
    """CSV keeps control characters, because programs read them as data."""
    assert shown([{"name": "\x1b[31mred"}], form="csv") == "name\n\x1b[31mred"
