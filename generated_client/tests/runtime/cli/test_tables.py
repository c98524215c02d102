"""Tests of table layout."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len
from workato_embedded._runtime.cli.tables import draw, fitting

RECIPES = (
    ["id", "url", "name", "created_at", "stopped_at", "running"],
    [
        ["9001", "", "Sync orders to Jira", "2023-11-14T10:30:00.251-08:00", "", "true"],
        ["9002", "", "Returns", "2023-11-14T10:30:00.251-08:00", "", "false"],
    ],
)


def plain(table: str) -> list[str]:
    """Return the lines of a table without terminal codes."""
    return re.sub("\x1b\\[[0-9;]*m", "", table).splitlines()


def names(width: int | None) -> list[str]:
    """Return the columns of the recipes that fit."""
    return [RECIPES[0][number] for number in fitting(*RECIPES, width)]


def test_as_many_columns_are_shown_as_fit() -> None:
    """A table has first what people look for, in their order, then narrow columns, in the order of the API."""
    assert names(30) == ["id", "name"]
    assert names(34) == ["id", "name", "running"]
    assert names(65) == ["id", "name", "running", "created_at"]


def test_a_long_name_does_not_displace_what_is_said_about_it() -> None:
    """A name that is longer than a line is wrapped, so that the state of the entry has a column."""
    columns, rows = ["size", "name", "state", "id"], [["1", "long name " * 20, "running", "7"]]
    taken = fitting(columns, rows, 60)
    assert [columns[number] for number in taken] == ["id", "name", "state", "size"]
    lines = plain(draw([columns[number] for number in taken], [[rows[0][number] for number in taken]], 60))
    assert max(cell_len(line) for line in lines) <= 60
    assert " ".join(lines[1:]).count("long") == 20


def test_an_empty_column_never_replaces_another() -> None:
    """A property that is null in all rows has a column only if all others fit."""
    assert names(64) == ["id", "name", "running"]
    assert names(70) == ["id", "name", "running", "url", "created_at"]
    assert names(200) == ["id", "name", "running", "url", "created_at", "stopped_at"]


def test_without_a_terminal_all_short_columns_are_shown() -> None:
    """Without a terminal the width is unlimited, but a long value does not widen all lines."""
    columns, rows = ["id", "code"], [["1", "x" * 61]]
    assert fitting(columns, rows, None) == [0]
    assert fitting(columns, [["1", "x" * 60]], None) == [0, 1]


@pytest.mark.parametrize(("columns", "taken"), [(["code"], [0]), ([], [])])
def test_a_table_has_at_least_one_column(columns: list[str], taken: list[int]) -> None:
    """If no column fits, the first one is wrapped; entries without properties have no columns."""
    assert fitting(columns, [["x" * 90 for _ in columns]], 20) == taken


def test_long_values_are_wrapped_and_never_cut() -> None:
    """Long values are wrapped in the widest columns; headers and ids are not wrapped, and no character is lost."""
    code = "abcdefghij" * 8
    lines = plain(draw(["a_long_header", "code", "recipe_id"], [["x", code, "j-AAAAAAAA-AAAAA2"]], 60))
    assert lines[0].split() == ["a_long_header", "code", "recipe_id"]
    assert lines[1].split() == ["x", code[:26], "j-AAAAAAAA-AAAAA2"]
    assert "".join(line.strip() for line in lines[2:]) == code[26:]
    assert max(cell_len(line) for line in lines) <= 60


def test_values_are_wrapped_between_words_first() -> None:
    """A date or a name is not split while a string with spaces can be wrapped."""
    row = ["2023-05-04T03:12:09.101-07:00", "Pacific Time (US & Canada)", "Northwind Tools"]
    lines = plain(draw(["created_at", "time_zone", "name"], [row], 60))
    assert lines[1].split("  ")[0] == row[0]
    assert " ".join(" ".join(lines[1:]).split()) == f"{row[0]} Pacific Time Northwind (US & Canada) Tools"


def test_wide_characters_take_two_cells() -> None:
    """Columns are aligned in any script, and no character is lost when a value is wrapped."""
    lines = plain(draw(["name", "id"], [["東京", "1"], ["Kim", "2"]], 80))
    assert lines == ["name  id", "東京  1", "Kim   2"]
    lines = plain(draw(["name", "id"], [["東京都千代田区丸の内一丁目九番一号", "1"]], 20))
    assert "".join(lines[1:]).replace(" ", "").replace("1", "") == "東京都千代田区丸の内一丁目九番一号"
    assert max(cell_len(line) for line in lines) <= 20


def test_too_many_chosen_columns_exceed_the_terminal() -> None:
    """If not even the headers fit, the lines of a table are longer than the terminal."""
    columns = [f"property_{number}" for number in range(10)]
    lines = plain(draw(columns, [[str(number) for number in range(10)]], 40))
    assert [line.split() for line in lines] == [columns, [str(number) for number in range(10)]]


def test_only_a_terminal_has_a_bold_header() -> None:
    """A table in a file has no terminal codes."""
    assert "\x1b[1m" in draw(["id"], [["1"]], 80)
    assert draw(["id"], [["1"]], None) == "id\n1"
