"""Writes skeletons for new rows of the index, and a new copy of the index. A person completes the skeletons."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from generator import editions
from generator.bundle import Bundle
from generator.drift.compare import Change
from generator.drift.index import KnownRow, route, without_prefix
from generator.drift.pages import PrintedRow
from generator.scaffold.edits import FileEdits
from generator.scaffold.naming import propose, spec_path, without_conflict
from generator.scaffold.skeleton import ROOT, NewOperation, Skeletons
from generator.scaffold.steps import Written, write
from generator.vendor_index import COLUMNS

_SOURCES = "spec/sources/sources.yaml"


def scaffold(
    bundle: Bundle,
    known: Sequence[KnownRow],
    rows: Sequence[PrintedRow],
    changes: Sequence[Change],
    folder: Path,
    edition: date,
) -> Written:
    """Write skeletons for all new rows, and a new copy of the index with `rows`, into `folder`.

    `folder` has the layout of the repository, and may be the repository. Files are extended, not replaced.

    Raises:
        GeneratorError: `folder` cannot be written, or no names can be derived from a path.
    """
    source = f"index-{edition:%Y-%m}"
    skeletons = Skeletons(bundle, FileEdits(bundle.sources.folder.parent, folder))
    for change in changes:
        if change.kind == "new" and change.now and route(change.now) not in skeletons.routes:
            skeletons.add(_operation(change.now, skeletons, source, edition))
            _add_edition(skeletons.edits, edition)
    if source not in skeletons.edits.data(_SOURCES):
        skeletons.append(_SOURCES, "source.yaml.jinja", {"source": source, "edition": edition})
    text = _index_as_csv(known, rows, changes, skeletons.resources)
    skeletons.edits.set(f"spec/sources/index-{edition}.csv", text)
    return write(skeletons.edits, "the new operations")


def _operation(row: PrintedRow, skeletons: Skeletons, source: str, edition: date) -> NewOperation:
    path = spec_path(without_prefix(row.path), skeletons.resources)
    names = propose(row.method, path, skeletons.resources, skeletons.operations)
    return NewOperation(
        without_conflict(names, skeletons.client_names),
        since=edition.isoformat(),
        sources=[source],
        rows=[str(row)],
        note="Only the row of the index is known; request, response and statuses are inferred.",
    )


def _add_edition(edits: FileEdits, edition: date) -> None:
    """Add the edition to spec/sources/editions.yaml, before the first one that is later."""
    path = f"spec/{editions.FILE}"
    text = edits.get(path)
    dates = [str(each["date"]) for each in edits.data(path).get("editions", ())]
    if edition.isoformat() in dates:
        return
    added = f"- date: '{edition}'\n  exact: true\n  title: The index of {edition:%d %B %Y}\n"
    later = next((each for each in dates if each > edition.isoformat()), None)
    place = len(text) if later is None else text.index(f"- date: '{later}'")
    edits.set(path, text[:place] + added + text[place:])
    if later is None:
        _set_version(edits, edition)


def _set_version(edits: FileEdits, edition: date) -> None:
    """Set the version of the document, which is the date of its newest edition."""
    version = edits.data(ROOT)["info"]["version"]
    edits.set(ROOT, edits.get(ROOT).replace(f"version: {version}", f"version: {edition:%Y.%m.%d}", 1))


def complete_rows(known: Sequence[KnownRow], changes: Sequence[Change]) -> list[PrintedRow]:
    """Return all rows of the index as they are printed there, and the new rows of a partial page."""
    return [k.printed for k in known] + [change.now for change in changes if change.kind == "new" and change.now]


def _index_as_csv(
    known: Sequence[KnownRow], rows: Sequence[PrintedRow], changes: Sequence[Change], paths: dict[str, str]
) -> str:
    """Return the current index as CSV. Keeps known corrections, and assumes that new rows are correct."""
    corrections: dict[tuple[str, str], list[PrintedRow]] = {}
    for claimed in known:
        corrections.setdefault((claimed.printed.method, claimed.printed.path), []).append(claimed.correct)
    for change in changes:
        if change.now and change.before and route(change.now) == route(change.before.printed):
            corrections.setdefault((change.now.method, change.now.path), []).append(change.before.correct)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows:
        left = corrections.get((row.method, row.path))
        correct = left.pop(0) if left else PrintedRow(row.method, "/api" + spec_path(without_prefix(row.path), paths))
        table.writerow([row.section, row.method, row.path, correct.method, correct.path.removeprefix("/api")])
    return text.getvalue()
