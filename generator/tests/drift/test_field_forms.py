"""Tests of fields in the forms in which pages print them, for any operation of the spec."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.drift import compare_fields, read_pages
from generator.tests.drift.field_pages import BUNDLE, FORMS, KNOWN, SECTIONS, Row, Section

# An empty page has no fields.
OPERATIONS = sorted(name for name, section in SECTIONS.items() if any(section.tables.values()))
QUERIES = [name for name in OPERATIONS if SECTIONS[name].tables["query"]]
BODIES = [name for name in OPERATIONS if SECTIONS[name].tables["body"]]


def changes(form: str, sections: Iterable[Section]) -> list[str]:
    """Return the differences between a page of a form and the spec."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page"
        page.write_text(FORMS[form](sections), encoding="utf-8")
        return [str(change) for change in compare_fields(BUNDLE, KNOWN, read_pages([page]).fields)]


def with_rows(name: str, place: str, rows: list[Row]) -> Section:
    """Return the section of an operation with other rows of one table."""
    section = SECTIONS[name]
    return replace(section, tables={**section.tables, place: rows})


@pytest.mark.parametrize("form", FORMS)
def test_a_page_of_all_operations_agrees_with_the_spec(form: str) -> None:
    """A page that prints the fields of every operation as the spec has them has no differences."""
    assert changes(form, [SECTIONS[name] for name in OPERATIONS]) == []


@settings(max_examples=40, deadline=None)
@given(
    form=st.sampled_from(sorted(FORMS)),
    operation=st.sampled_from([*((name, "query") for name in QUERIES), *((name, "body") for name in BODIES)]),
    data=st.data(),
)
def test_a_new_and_a_changed_field_of_any_operation_are_found(
    form: str, operation: tuple[str, str], data: st.DataObject
) -> None:
    """Between other operations, exactly the new field and the changed requirement are differences."""
    name, place = operation
    rows = list(SECTIONS[name].tables[place])
    position = data.draw(st.integers(0, len(rows) - 1))
    changed = replace(rows[position], required=not rows[position].required)
    rows[position] = changed
    rows.insert(data.draw(st.integers(0, len(rows))), Row("zz_new", "boolean", required=False))
    neighbours = data.draw(st.lists(st.sampled_from([each for each in OPERATIONS if each != name]), max_size=2))
    sections = [*(SECTIONS[each] for each in neighbours), with_rows(name, place, rows), SECTIONS[OPERATIONS[0]]]
    if OPERATIONS[0] == name:
        sections.pop()
    now, before = ("required", "optional") if changed.required else ("optional", "required")
    assert sorted(changes(form, sections)) == [
        f"changed field: {name} {place} {changed.name}: {now} on the page, {before} in the spec",
        f"new field: {name} {place} zz_new: no such field in the spec (boolean, optional)",
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_missing_field_is_gone_and_a_changed_type_is_found(form: str) -> None:
    """A documented field that a table lacks is gone, and another type is a change."""
    rows = [
        replace(row, kind="array") if row.name == "running" else row
        for row in SECTIONS["list_recipes"].tables["query"]
        if row.name != "stop_cause"
    ]
    assert sorted(changes(form, [with_rows("list_recipes", "query", rows)])) == [
        "changed field: list_recipes query running: the page says array, the spec boolean",
        "gone field: list_recipes query stop_cause: not in the table of the page",
    ]


PATHS = """# Things

## Get a recipe

GET /api/managed_users/:id/recipes/:recipe_id

### URL parameters

| Name | Type | Description |
| --- | --- | --- |
{rows}
"""


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("| id | string required | |\n| recipe_id | integer required | |", []),
        ("| managed_user_id | integer required | |\n| id | string required | |", []),
        ("| user | string | |\n| recipe | string | |", []),
        ("| id | string | |\n| recipe_id | string | |\n| colour | string | |", ["query colour"]),
        ("| user | string | |\n| recipe | string | |\n| colour | string | |", ["query colour"]),
    ],
)
def test_parameters_of_the_path_may_have_other_names(rows: str, found: list[str], tmp_path: Path) -> None:
    """A table of the URL may name placeholders otherwise, and call ids numbers or texts; more names are new."""
    (tmp_path / "page.md").write_text(PATHS.format(rows=rows), encoding="utf-8")
    fields = read_pages([tmp_path / "page.md"]).fields
    assert [f"{each.place} {each.name}" for each in compare_fields(BUNDLE, KNOWN, fields)] == found


def test_query_parameters_may_be_called_parameters_of_the_url(tmp_path: Path) -> None:
    """A table of the URL that lists query parameters is compared with the query."""
    rows = "\n".join(f"| {row.name} | {row.kind} | |" for row in SECTIONS["list_recipes"].tables["query"][1:])
    text = PATHS.replace("/:recipe_id", "").format(rows=f"| id | string | |\n| colour | string | |\n{rows}")
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    found = compare_fields(BUNDLE, KNOWN, read_pages([tmp_path / "page.md"]).fields)
    first = SECTIONS["list_recipes"].tables["query"][0].name
    assert [(each.kind, each.place, each.name) for each in found] == [
        ("new field", "query", "colour"),
        ("gone field", "query", first),
    ]


def test_a_resource_called_properties_is_not_a_part() -> None:
    """Headings such as "Upsert properties" begin an operation, although "Properties" can name a part of one."""
    names = ["list_properties", "upsert_properties"]
    assert set(names) <= set(SECTIONS)
    sections = [replace(SECTIONS[name], title=name.replace("_", " ").title()) for name in names]
    for form in FORMS:
        assert changes(form, sections) == [], form


def test_merged_cells_are_read(tmp_path: Path) -> None:
    """A cell that spans rows counts in each of them."""
    rows = SECTIONS["list_recipes"].tables["query"]
    span = f'<td rowspan="{len(rows)}">optional</td>'
    text = (
        "<h2>List</h2><p>GET /api/managed_users/:id/recipes<h3>Query parameters</h3>"
        "<table><tr><th>Name<th>Required<th>Type</tr>"
        + "".join(
            f"<tr><td>{row.name}</td>{span if number == 0 else ''}<td>{row.kind}</td></tr>"
            for number, row in enumerate(rows)
        )
    )
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    fields = read_pages([tmp_path / "page.html"]).fields
    assert [field.required for field in fields] == [False] * len(rows)
    assert compare_fields(BUNDLE, KNOWN, fields) == []


ROWS_PAGE = """# Add a row

Use GET /api/roles first.

### Names

| Name | Type |
| --- | --- |
| ignored | string |

## Add

Endpoint: `POST /api/managed_users/:managed_user_id/lookup_tables/:lookup_table_id/rows`

### Payload

| **Name** | **Type** | |
| --- | --- | --- |
| data | hash | |
| data.col1 | string | |
{rows}
"""


def test_keys_of_a_map_are_not_fields(tmp_path: Path) -> None:
    """Names within an object whose properties the spec does not define are not new; names next to it are."""
    (tmp_path / "page.md").write_text(ROWS_PAGE.format(rows="| upsert | boolean | |"), encoding="utf-8")
    found = compare_fields(BUNDLE, KNOWN, read_pages([tmp_path / "page.md"]).fields)
    assert [str(each) for each in found] == [
        "new field: add_lookup_table_row body upsert: no such field in the spec (boolean)"
    ]


def test_the_place_of_a_field_without_a_heading_is_that_of_the_operation(tmp_path: Path) -> None:
    """A new field of an operation without a body is a query parameter, if the heading does not say where it is."""
    text = PATHS.replace("/:recipe_id", "").replace("URL parameters", "Parameters").format(rows="| colour | string | |")
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    found = compare_fields(BUNDLE, KNOWN, read_pages([tmp_path / "page.md"]).fields)
    assert [(each.kind, each.place, each.name) for each in found] == [("new field", "query", "colour")]


@pytest.mark.parametrize("header", ["<th>Name<th>Type", "<td><b>Name</b><td><b>Type</b>"])
@pytest.mark.parametrize("cell", ["page<br>per_page", "page / per_page", "<p>page</p><p>per_page</p>"])
def test_several_names_in_a_cell_are_read(header: str, cell: str, tmp_path: Path) -> None:
    """Names in lines of their own are several fields, also in a table whose headings are bold cells."""
    text = f"<pre>GET /api/managed_users/:id/recipes</pre><table><tr>{header}<tr><td>{cell}<td>integer</table>"
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    fields = read_pages([tmp_path / "page.html"]).fields
    assert [(str(field), set(field.types)) for field in fields] == [("page", {"integer"}), ("per_page", {"integer"})]
