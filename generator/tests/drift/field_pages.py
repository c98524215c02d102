"""Builds pages of resources from the spec, in the forms of several editions. None is a page of the vendor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from generator.bundle import bundle
from generator.drift import known_rows
from generator.drift.known_fields import KnownOperation
from generator.tests.conftest import ROOT

BUNDLE = bundle(ROOT / "spec")
KNOWN = known_rows(BUNDLE)
_TITLES = {"path": "URL parameters", "query": "Query parameters", "body": "Payload", "response": "Response"}


@dataclass(frozen=True)
class Row:
    """A row of a table of fields."""

    name: str
    kind: str
    required: bool


@dataclass(frozen=True)
class Section:
    """The description of an operation: its title, its request, and the rows of its tables by place."""

    title: str
    request: str
    tables: dict[str, list[Row]]


def _section(pointer: Any, operation: Any, item: Any) -> Section:
    known = KnownOperation(BUNDLE, operation, item)
    path = str(pointer[1]).replace("{", ":").replace("}", "")
    tables = {
        place: [
            Row(".".join(name[-1:] if place == "body" else name), field.schema.get("type", "string"), field.required)
            for name, field in known.fields[place].items()
            if known.must_list(place, name)
        ]
        for place in _TITLES
    }
    return Section(operation["summary"], f"{str(pointer[2]).upper()} /api{path}", tables)


SECTIONS = {each[1]["operationId"]: _section(*each) for each in BUNDLE.operations()}


def _tables(section: Section) -> Iterator[tuple[str, list[Row]]]:
    return ((_TITLES[place], rows) for place, rows in section.tables.items() if rows)


def _need(row: Row) -> str:
    return "required" if row.required else "optional"


def markdown(sections: Iterable[Section]) -> str:
    """Return a page with nested headings, and code around names and requests."""
    lines = ["# A resource"]
    for section in sections:
        lines += ["", f"## {section.title}", "", "Does it.", "", "```shell", section.request, "```", ""]
        for title, rows in _tables(section):
            lines += [f"### {title}", "", "| Name | Type | Description |", "| --- | --- | --- |"]
            lines += [f"| `{row.name}` | **{row.kind}** <br>_{_need(row)}_ | A *thing*. |" for row in rows]
            lines.append("")
    return "\n".join(lines)


def flat(sections: Iterable[Section]) -> str:
    """Return a page as converters write it: all headings of one level, rows without a bar at the beginning."""
    lines = ["# A resource"]
    for section in sections:
        lines += [f"# {section.title}", "Does it.", section.request]
        for title, rows in _tables(section):
            lines += [f"# {title}", "Name | Type | Description |", "---|---|---|"]
            lines += [f"{row.name} | {row.kind} {_need(row)} |\nA thing. |" for row in rows]
        lines += ["# Sample request", f"curl -X GET https://www.example.com/api/{section.title}", "# Response", "{}"]
    return "\n".join(lines)


def column(sections: Iterable[Section]) -> str:
    """Return a page with a column that says whether a field is required."""
    lines = ["# A resource"]
    for section in sections:
        lines += ["", f"## {section.request}", ""]
        for title, rows in _tables(section):
            lines += [f"### {title}", "", "| Parameter name | Data type | Required? | Notes |", "|---|---|---|---|"]
            lines += [
                f"| {row.name} | {row.kind.title()} | {'Yes' if row.required else ''} | Required by A. |"
                for row in rows
            ]
            lines.append("")
    return "\n".join(lines)


def early(sections: Iterable[Section]) -> str:
    """Return a page with two columns: the requirement below the name, the type as a validation."""
    parts = ["<!DOCTYPE html><html><body><h1>A resource</h1>"]
    for section in sections:
        parts.append(f"<h2>{section.title}</h2><pre>{section.request}</pre>")
        for title, rows in _tables(section):
            parts.append(f"<h3>{title}</h3><table><tr><th>Parameter name</th><th>Description</th></tr>")
            parts += [
                f"<tr><td>{row.name}<br>{_need(row)}</td><td>A thing.<p>Validations:<ul><li>Must be a {row.kind}</ul>"
                for row in rows
            ]
            parts.append("</table>")
    return "".join(parts)


def html(sections: Iterable[Section]) -> str:
    """Return a page as saved by a browser: links and zero-width spaces in headings, blocks and tables in cells."""
    parts = ["<!DOCTYPE html><html><body><h1>A resource</h1>"]
    for section in sections:
        parts.append(
            f'<h2>{section.title} <a href="#x">\u200b</a></h2><div><pre><code>{section.request}\n</code></pre>'
        )
        for title, rows in _tables(section):
            parts.append(f"<h3>\u200b{title}</h3><table><thead><tr><th>Name<th>Type<th>Description</thead>")
            parts.append('<tr><td colspan="3">All of them:</td></tr>')
            parts += [
                f"<tr><td><code>{row.name}</code></td><td><p>{row.kind}</p><p><em>{_need(row)}</em></p></td>"
                "<td>One of <table><tr><td>a</td><td>b</td></tr></table></td></tr>"
                for row in rows
            ]
            parts.append("</table>")
        parts.append("</div>")
    return "".join(parts)


def tabs(sections: Iterable[Section]) -> str:
    """Return a page as copied from a browser: no marks of headings, cells between tabs, lines within cells."""
    lines = ["A resource\u200b"]
    for section in sections:
        lines += ["", f"{section.title}\u200b", "Does it.", "", section.request, ""]
        for title, rows in _tables(section):
            lines += [f"{title}\u200b", "Name\tType\tDescription"]
            for row in rows:
                lines += [f"{row.name}\t{row.kind}", f"{_need(row)}\tA thing.", "", "More about the thing."]
        lines += [
            "Sample request",
            "shell",
            f"curl  -X GET https://www.example.com/api/{section.title}",
            "Response",
            "",
        ]
        lines += ["{", '  "id":  7', "}"]
    return "\n".join(lines)


def gaps(sections: Iterable[Section]) -> str:
    """Return a page as copied text with runs of non-breaking spaces between cells."""
    lines = ["A resource"]
    for section in sections:
        lines += ["", section.title, "", section.request]
        for title, rows in _tables(section):
            lines += ["", title, "", "Field\u00a0\u00a0Type\u00a0\u00a0Meaning"]
            lines += [f"{row.name}\u00a0\u00a0{row.kind} ({_need(row)})\u00a0\u00a0A | B" for row in rows]
    return "\n".join(lines)


def blanks(sections: Iterable[Section]) -> str:
    """Return a page as text in which single blanks separate the cells."""
    lines = ["# A resource"]
    for section in sections:
        lines += ["", f"# {section.title}", "", section.request]
        for title, rows in _tables(section):
            lines += ["", f"# {title}", "", "Name Type Description"]
            for row in rows:
                lines += [f"{row.name} {row.kind}", _need(row), "A thing, for instance array of things."]
    return "\n".join(lines)


FORMS: dict[str, Callable[[Iterable[Section]], str]] = {
    form.__name__: form for form in (markdown, flat, column, early, html, tabs, gaps, blanks)
}
