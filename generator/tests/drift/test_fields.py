"""Tests of tables of fields: how pages print them, and how they differ from the spec."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.bundle import bundle
from generator.cli import main
from generator.drift import FieldChange, compare_fields, known_rows, read_pages
from generator.drift.field_words import name_parts
from generator.drift.fields import PrintedField, fields_of
from generator.drift.table_rows import Table
from generator.lint.operations import parameters_of
from generator.tests.conftest import ROOT

BUNDLE = bundle(ROOT / "spec")
KNOWN = known_rows(BUNDLE)

PAGE = """# Recipes

## List recipes

Lists the recipes of a customer.

```shell
GET /api/managed_users/:managed_user_id/recipes
```

### URL parameters

| Name | Type | Description |
| --- | --- | --- |
| managed_user_id | **string** *required* | The customer. |

### Query parameters

| Name | Type | Description |
| --- | --- | --- |
{query}

#### Sample request

```shell
curl -X GET https://www.workato.com/api/managed_users/7/jobs
```

### Response

| Name | Type | Description |
| --- | --- | --- |
| running | **boolean** | Whether the recipe runs. |
{response}
"""

# Every query parameter of list_recipes, as a page prints it.
QUERY = [
    ("adapter_names_any", "string"),
    ("adapter_names_all", "string"),
    ("folder_id", "string"),
    ("order", "string"),
    ("page", "integer"),
    ("per_page", "integer"),
    ("running", "boolean"),
    ("since_id", "integer"),
    ("stop_cause", "string"),
    ("stopped_after", "date-time"),
]


def page(query: list[tuple[str, str]], response: str = "") -> str:
    """Return a page about recipes with these query parameters."""
    rows = "\n".join(f"| {name} | **{kind}** *optional* | It filters. |" for name, kind in query)
    return PAGE.format(query=rows, response=response)


def changes(folder: Path, text: str, name: str = "page.md") -> list[str]:
    """Return the differences between a page and the spec."""
    (folder / name).write_text(text, encoding="utf-8")
    return [str(each) for each in compare_fields(BUNDLE, KNOWN, read_pages([folder / name]).fields)]


def known_query() -> list[tuple[str, str]]:
    """Return the rows of QUERY that the spec has."""
    operations = {operation["operationId"]: (operation, item) for _, operation, item in BUNDLE.operations()}
    names = {each["name"] for each in parameters_of(BUNDLE, *operations["list_recipes"])}
    return [row for row in QUERY if row[0] in names]


def test_a_page_that_agrees_has_no_differences(tmp_path: Path) -> None:
    """A page with the parameters, types and requirements of the spec has no differences."""
    assert changes(tmp_path, page(known_query())) == []


def test_a_new_parameter_is_drift(tmp_path: Path) -> None:
    """A parameter that only the page has is reported with its type, and the command exits with 1."""
    (tmp_path / "page.md").write_text(page([*known_query(), ("colour", "string")]), encoding="utf-8")
    result = CliRunner().invoke(main, ["drift", "--partial", str(tmp_path / "page.md")])
    expected = "new field: list_recipes query colour: no such field in the spec (string, optional)"
    assert (result.exit_code, expected in result.output) == (1, True)


def test_a_missing_parameter_is_gone(tmp_path: Path) -> None:
    """A documented parameter that the table of its place lacks is reported as gone."""
    rows = [row for row in known_query() if row[0] != "stop_cause"]
    assert changes(tmp_path, page(rows)) == ["gone field: list_recipes query stop_cause: not in the table of the page"]


def test_a_changed_type_is_drift(tmp_path: Path) -> None:
    """Another type is reported with both types."""
    rows = [(name, "array" if name == "running" else kind) for name, kind in known_query()]
    assert changes(tmp_path, page(rows)) == [
        "changed field: list_recipes query running: the page says array, the spec boolean"
    ]


def test_a_changed_requirement_is_drift(tmp_path: Path) -> None:
    """A parameter that is required on the page and optional in the spec is reported."""
    text = page(known_query()).replace("| running | **boolean** *optional*", "| running | **boolean** *required*")
    assert changes(tmp_path, text) == [
        "changed field: list_recipes query running: required on the page, optional in the spec"
    ]


def test_a_new_field_of_a_response_is_drift(tmp_path: Path) -> None:
    """A field of the response that the spec lacks is reported; a field inside the envelope is found."""
    assert changes(tmp_path, page(known_query(), "| colour | string | Its colour. |")) == [
        "new field: list_recipes response colour: no such field in the spec (string)"
    ]


def html(text: str) -> str:
    """Return a Markdown page as HTML: zero-width spaces and links in headings, and cells without end tags."""
    parts = ["<!DOCTYPE html><html><body>"]
    for line in text.splitlines():
        if line.startswith("#"):
            level = len(line) - len(line.lstrip("#"))
            parts.append(f'<h{level}><a href="#x">#</a> {line.lstrip("# ")}\u200b</h{level}>')
        elif line.startswith("| ---"):
            continue
        elif line.startswith("|"):
            cells = [cell.strip().replace("*", "") for cell in line.strip("|").split("|")]
            head = cells[0] == "Name"
            opened = "<table><thead>" if head else ""
            parts.append(opened + "<tr>" + "".join(f"<th>{c}</th>" if head else f"<td>{c}" for c in cells))
        elif line.startswith("```"):
            parts.append("<pre>" if line != "```" else "</pre>")
        elif line:
            parts.append(line if line.startswith(("GET", "curl")) else f"<p>{line}</p>")
        elif parts[-1].startswith("<tr>"):
            parts.append("</table>")
    return "\n".join(parts)


def copied(text: str) -> str:
    """Return a Markdown page as text copied from a browser: cells between tabs, no marks of headings and code."""
    lines = []
    for line in text.splitlines():
        if line.startswith(("| ---", "```")):
            continue
        if line.startswith("|"):
            lines.append("\t".join(cell.strip().replace("*", "") for cell in line.strip("|").split("|")))
        else:
            lines.append(line)
    return "\n".join(lines)


@pytest.mark.parametrize(("form", "name"), [(html, "page.html"), (copied, "page.txt")])
def test_every_form_of_a_page_is_read(form: object, name: str, tmp_path: Path) -> None:
    """Saved HTML and copied text have the same differences as Markdown."""
    text = page([*known_query()[1:], ("colour", "string")], "| shade | string | Its shade. |")
    expected = changes(tmp_path, text)
    assert len(expected) == 3
    assert callable(form)
    assert changes(tmp_path, form(text), name) == expected


CELLS = [
    (["name", "string, required", ""], "string", True),
    (["name", "**string** _optional_", ""], "string", False),
    (["name (required)", "Text", ""], "string", True),
    (["name*", "String", ""], "string", True),
    (["name", "String", "Required. The name."], "string", True),
    (["name", "Array of integers", "Optional. Ids."], "array", False),
    (["name", "integer[]", ""], "array", None),
    (["name", "JSON object", ""], "object", None),
    (["name", "Boolean", "Not required."], "boolean", False),
    (["name", "number", "A required number of things."], "number", None),
    (["name", "String", "Required if there is no id."], "string", None),
    (["name", "string (required unless id is given)", ""], "string", None),
    (["name", "string optional", "Required when it is on. A name."], "string", None),
    (["name", "string", "Conditionally required."], "string", None),
    (["name", "string required", "Required. Optional for old customers."], "string", True),
    (["name", "", ""], "", None),
]


@pytest.mark.parametrize(("cells", "kind", "required"), CELLS)
def test_types_and_requirements_are_read(cells: list[str], kind: str, required: bool | None) -> None:
    """Type and requirement are read from the cells of type, name and description."""
    table = Table("Payload", ["Name", "Type", "Description"], [cells], request="POST /api/roles")
    types = frozenset({kind} if kind else ())
    assert fields_of([table]) == [PrintedField("POST /api/roles", "body", ("name",), types, required, "Payload")]


@pytest.mark.parametrize(("heading", "required"), [("Optional parameters", False), ("Required fields", True)])
def test_the_heading_may_say_the_requirement(heading: str, required: bool) -> None:
    """A table of optional parameters does not repeat the word in each row; a word in the row decides first."""
    rows = [["page", "integer"], ["order", "string required"]]
    table = Table(heading, ["Name", "Type"], rows, request="GET /api/roles")
    assert [field.required for field in fields_of([table])] == [required, True]


@pytest.mark.parametrize(
    ("column", "cell", "required"),
    [
        ("Required", "Yes", True),
        ("Required?", "no", False),
        ("Required", "", False),
        ("Required", "if the name is missing", None),
        ("Optional", "yes", False),
        ("Optional", "No", True),
        ("Mandatory", "\u2713", True),
    ],
)
def test_a_column_for_the_requirement_is_read(column: str, cell: str, required: bool | None) -> None:
    """Tables may have a column that says whether a field is required."""
    table = Table("Query parameters", ["Parameter", column], [["page", cell]], request="GET /api/roles")
    assert [field.required for field in fields_of([table])] == [required]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("recipe[name]", [("recipe", "name")]),
        ("items[].id", [("items", "id")]),
        ("`auth_settings.type`", [("auth_settings", "type")]),
        ("page, per_page", [("page",), ("per_page",)]),
        ("page and per_page", [("page",), ("per_page",)]),
        ("includes[]", [("includes",)]),
        ("All of the above", []),
        ("", []),
    ],
)
def test_names_of_fields_are_read(cell: str, names: list[tuple[str, ...]]) -> None:
    """Names may be nested, in lists, or several in one cell; other text is ignored."""
    table = Table("Payload", ["Field", "Type"], [[cell, "string"]], request="POST /api/roles")
    assert [field.name for field in fields_of([table])] == names


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("URL parameters", "path"),
        ("Path parameters", "path"),
        ("Query parameters", "query"),
        ("Payload", "body"),
        ("Request body", "body"),
        ("Response", "response"),
        ("Parameters", ""),
        ("List recipes", ""),
    ],
)
def test_the_heading_says_where_fields_are(heading: str, place: str) -> None:
    """The heading of a table says whether its fields are in the path, query, body or response."""
    table = Table(heading, ["Name", "Type"], [["id", "string"]], request="GET /api/roles")
    assert [field.place for field in fields_of([table])] == [place]


@pytest.mark.parametrize("heading", ["Headers", "Request headers", "Response headers"])
def test_headers_are_not_fields(heading: str) -> None:
    """Headers are the same for all operations, so tables of headers are ignored, and so are rows of headers."""
    table = Table(heading, ["Name", "Type"], [["Authorization", "string"]], request="GET /api/roles")
    mixed = Table("Parameters", ["Name", "In", "Type"], [["Accept", "header", "string"]], request="GET /api/roles")
    assert fields_of([table, mixed]) == []


def test_a_column_may_say_where_a_field_is() -> None:
    """The column `In` decides before the heading."""
    rows = [["id", "path", "string"], ["page", "query", "integer"]]
    table = Table("Parameters", ["Name", "In", "Type"], rows, request="GET /api/roles")
    assert [field.place for field in fields_of([table])] == ["path", "query"]


def test_a_table_of_a_nested_object_belongs_to_the_part_above_it(tmp_path: Path) -> None:
    """A table below another heading within a part lists fields of the same place."""
    nested = "\n##### Recipe object\n\n| Field | Type |\n| --- | --- |\n| id | integer |\n| shade | string |\n"
    assert changes(tmp_path, page(known_query()) + nested) == [
        "new field: list_recipes response shade: no such field in the spec (string)"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Roles\n\n| Name | Type |\n| --- | --- |\n| colour | string |\n",
        "# Roles\n\nGET /api/roles\n\n| Name | Meaning |\n| --- | --- |\n| colour | A colour. |\n",
        "# Roles\n\nGET /api/roles\n\n# Others\n\n| Name | Type |\n| --- | --- |\n| colour | string |\n",
    ],
)
def test_a_table_without_a_request_or_type_is_ignored(text: str, tmp_path: Path) -> None:
    """Tables without a request above them, or without types, are not tables of fields."""
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["drift", "--partial", str(tmp_path / "page.md")])
    assert (result.exit_code, "no table of fields below a request" in result.output) == (2, True)


def test_fields_of_an_unknown_request_are_ignored(tmp_path: Path) -> None:
    """Fields of an operation that is not in the spec are not compared; the row of the operation is."""
    text = "# Badges\n\nGET /api/badges\n\n## Query parameters\n\n| Name | Type |\n| --- | --- |\n| colour | string |\n"
    assert changes(tmp_path, text) == []


OPERATIONS = {
    operation["operationId"]: (f"{str(pointer[2]).upper()} /api{pointer[1]}", parameters_of(BUNDLE, operation, item))
    for pointer, operation, item in BUNDLE.operations()
}
QUERIES = {name: each for name, each in OPERATIONS.items() if any(p["in"] == "query" for p in each[1])}


@given(
    operation=st.sampled_from(sorted(QUERIES)),
    extra=st.sets(st.sampled_from(["zz_a", "zz_b", "zz_c"])),
    gone=st.integers(min_value=0, max_value=3),
)
def test_differences_of_any_query_are_found(operation: str, extra: set[str], gone: int) -> None:
    """Of any operation, exactly the added and the removed query parameters are differences."""
    request, parameters = QUERIES[operation]
    queries = [p for p in parameters if p["in"] == "query"]
    kept, removed = queries[gone:], queries[:gone]
    fields = [
        PrintedField(request, "query", name_parts(name), frozenset(), None, "Query parameters")
        for name in itertools.chain((p["name"] for p in kept), sorted(extra))
    ]
    found = {(each.kind, each.name) for each in compare_fields(BUNDLE, KNOWN, fields)}
    documented = [p for p in removed if not {"x-inferred", "x-since"} & {*p, *BUNDLE.resolve(p["schema"])}]
    expected_gone = {("gone field", ".".join(name_parts(p["name"]))) for p in documented} if fields else set()
    assert found == {("new field", name) for name in extra} | expected_gone


def test_the_text_of_a_change_names_operation_place_and_field() -> None:
    """A difference is one line."""
    change = FieldChange("new field", "list_roles", "query", "colour", "no such field in the spec (string)")
    assert str(change) == "new field: list_roles query colour: no such field in the spec (string)"
