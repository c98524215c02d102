"""Builds sample pages from the copy of the index in spec/sources, so that tests need no page of the vendor."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from generator.drift import PrintedRow
from generator.tests.conftest import ROOT
from generator.vendor_index import read_index

ROWS = [PrintedRow(row["method"], row["path_in_index"], row["section"]) for row in read_index(ROOT / "spec")]


def _wrapped(path: str) -> str:
    """Return a path with a space before the last segment, as in the index for long paths."""
    head, _, tail = path.rpartition("/")
    return f"{head}/ {tail}"


def plain(rows: Iterable[PrintedRow], updated: str = "11/20/2023") -> str:
    """Return a page as text copied from a browser: headings, tables, wrapped paths, and an unrelated table."""
    lines = ["# An index", "| Name | Description | Sample |", "|---|---|---|", "200 | Success | {} |"]
    for section, members in groupby(rows, key=lambda row: row.section):
        lines += [f"# {section}", "| Type | Resource | Description |", "|---|---|---|"]
        lines += [f"| {row.method} | {_wrapped(row.path)} | Does one thing, or another. |" for row in members]
    return "\n".join([*lines, f"Last updated: {updated}, 7:33:33 PM"])


def markdown(rows: Iterable[PrintedRow]) -> str:
    """Return a page as hand-written Markdown, with links and code in the cells."""
    lines = ["An index."]
    for section, members in groupby(rows, key=lambda row: row.section):
        lines += ["", f"## {section}", "", "| Method | Path | What |", "| :-- | --- | --- |"]
        lines += [f"| **{row.method}** | [`{row.path}`](#x) | A *thing*, a \\| sign. |" for row in members]
    return "\n".join(lines)


def html(rows: Iterable[PrintedRow]) -> str:
    """Return a page as saved by a browser: anchors in headings, line breaks in paths, omitted end tags."""
    parts = ["<!DOCTYPE html><html><head><style>td {}</style></head><body><h1>An index</h1>"]
    for section, members in groupby(rows, key=lambda row: row.section):
        parts.append(
            f'<h2><a href="#x">#</a> {section}</h2><table><thead><tr><th>Type<th>Resource<th>Description</thead>'
        )
        for row in members:
            path = row.path.replace("/", "/<wbr>\u200b").replace("_id", "_<br>id")
            parts.append(f'<tr>\n<td>{row.method}</td><td><a href="#y">{path}</a>\n<td>A &amp; B')
        parts.append("</table>")
    return "".join(parts)


FORMATS = {"txt": plain, "md": markdown, "html": html}
