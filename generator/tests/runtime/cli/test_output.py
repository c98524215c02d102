"""Answers are shown as they are asked for, and secrets only where they are."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from generator.runtime.cli.masks import MASK, is_secret, masked
from generator.runtime.cli.output import View, left_out, render, unknown_columns
from generator.runtime.cli.results import Result

PEOPLE = [
    {"id": 1, "name": "Kim", "auth_token": "abc", "tags": ["x"]},
    {"id": 2, "name": "Lou Ö", "auth_token": None, "tags": [], "note": None},
]


def shown(content: Any, *columns: str, form: Any = "table", show_secrets: bool = False) -> str:
    """Show an answer without an envelope."""
    return render(Result(content, content), View(form, columns, show_secrets))


def test_json_is_what_was_answered() -> None:
    """Envelope, nulls and secrets are there, whatever else is asked for."""
    body = {"result": PEOPLE}
    assert json.loads(render(Result(body, PEOPLE), View("json", ("id",)))) == body


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
    """Long values and a ninth property are left out, and counted, unless columns are named."""
    wide = [{**{f"p{number}": number for number in range(10)}, "code": "x" * 61}]
    assert shown(wide).splitlines()[0].split() == [f"p{number}" for number in range(8)]
    assert left_out(Result(wide, wide), View("table")) == 3
    assert shown(wide, "code", "p9").splitlines()[0].split() == ["code", "p9"]
    assert left_out(Result(wide, wide), View("table", ("code",))) == 0


def test_csv_has_all_properties() -> None:
    """Each property of any entry has its column; what is no scalar is JSON."""
    rows = list(csv.DictReader(io.StringIO(shown(PEOPLE, form="csv"))))
    assert rows[0] == {"id": "1", "name": "Kim", "auth_token": MASK, "tags": '["x"]', "note": ""}
    assert shown({"id": 1, "name": "Kim"}, form="csv") == "id,name\n1,Kim"
    assert shown(PEOPLE, "name", form="csv") == "name\nKim\nLou Ö"


def test_other_answers_have_a_table_too() -> None:
    """A list of lists has numbered columns, a list of scalars one; an empty answer is empty."""
    assert shown([["a", 1], ["b", 2]], form="csv") == "1,2\na,1\nb,2"
    assert shown(["a", "b"], form="csv") == "value\na\nb"
    assert shown([]) == ""
    assert shown(None) == ""


def test_an_unknown_column_is_told() -> None:
    """The answer says what there is; JSON has no columns, and an empty list says nothing about them."""
    result = Result(PEOPLE, PEOPLE)
    told = unknown_columns(result, View("csv", ("id", "nmae")))
    assert told == "the answer has no property 'nmae'; it has id, name, auth_token, tags, note."
    assert unknown_columns(result, View("csv", ("id",))) == ""
    assert unknown_columns(result, View("json", ("nmae",))) == ""
    assert unknown_columns(Result([], []), View("csv", ("nmae",))) == ""
    assert unknown_columns(Result(None, None), View("csv", ("nmae",))) == ""


def test_secrets_are_masked_unless_they_are_asked_for() -> None:
    """Under names that say so, at any depth, and in addresses; a null or a fact about a secret is none."""
    told = {
        "input": [{"api_key": "k", "jwt_secret": "s", "jwt_method": "hmac", "token_id": 7}],
        "url": "https://a.example/x?token=abc&v=1",
    }
    assert masked(told) == {
        "input": [{"api_key": MASK, "jwt_secret": MASK, "jwt_method": "hmac", "token_id": 7}],
        "url": f"https://a.example/x?token={MASK}&v=1",
    }
    assert "abc" in shown(PEOPLE, show_secrets=True)
    assert not is_secret("name")


def test_an_answer_cannot_drive_the_terminal() -> None:
    """Control characters are shown as such, and rich's markup is text."""
    text = shown([{"name": "\x1b[2J[bold]x[/bold]\x9b\u202e"}])
    assert text.splitlines()[1] == r"\x1b[2J[bold]x[/bold]\x9b\x202e"
