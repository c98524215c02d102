"""Writes skeletons for new rows of the index: path item, schemas, provenance, and a stub in the mock.

The skeletons pass the lint, build, and are marked as inferred. A person completes them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.bundle import METHODS, Bundle
from generator.drift.compare import Change
from generator.drift.edits import FileEdits
from generator.drift.index import KnownRow, route
from generator.drift.naming import Names, propose, spec_path
from generator.drift.pages import Page, PrintedRow
from generator.findings import GeneratorError
from generator.vendor_index import COLUMNS

_TEMPLATES = Path(__file__).parent.parent / "templates" / "scaffold"
_MOCK = "mock_server/workato_embedded_mock/resources"
_ROOT = "spec/openapi.yaml"


def scaffold(
    bundle: Bundle, known: Sequence[KnownRow], page: Page, changes: Sequence[Change], folder: Path, edition: date
) -> list[str]:
    """Write skeletons for all new rows, and a new copy of the index, into `folder`. Return the paths written.

    `folder` has the layout of the repository, and may be the repository. Files are extended, not replaced.

    Raises:
        GeneratorError: `folder` cannot be written, or no names can be derived from a path.
    """
    root = bundle.sources.folder.parent
    work = _Scaffold(bundle, FileEdits(root, folder), f"index-{edition:%Y-%m}")
    for change in changes:
        if change.kind == "new" and change.now and route(change.now) not in work.routes:
            work.add(change.now)
    work.describe_source(edition)
    work.edits.set(f"spec/sources/index-{edition}.csv", _index_as_csv(known, page, changes, work.resources))
    try:
        return work.edits.write()
    except OSError as error:
        raise GeneratorError(f"cannot write {folder}: {error.strerror}.") from error


class _Scaffold:
    def __init__(self, bundle: Bundle, edits: FileEdits, source: str) -> None:
        self.edits, self._bundle, self._source = edits, bundle, source
        paths = edits.data(_ROOT)["paths"]
        self.resources = {path: Path(item["$ref"].partition("#")[0]).stem for path, item in paths.items()}
        self.routes = {route(PrintedRow(str(p[2]).upper(), str(p[1]))) for p, _, _ in bundle.operations()}
        self._operations = {str(o.get("operationId")) for _, o, _ in bundle.operations()}
        self._methods = {(o["x-client"]["resource"], o["x-client"]["method"]) for _, o, _ in bundle.operations()}
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=False,  # noqa: S701 - YAML and Python are written, not HTML
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=StrictUndefined,
        )

    def add(self, row: PrintedRow) -> None:
        """Add the skeleton of one operation."""
        names = propose(row, self.resources, self._operations)
        method = names.client_method
        if (names.resource, method) in self._methods:
            method = names.operation
        values = {"names": names, "client_method": method, "row": row, "source": self._source}
        self._add_tag(names)
        self._add_operation(names, values)
        self.edits.append(f"spec/schemas/{names.resource}.yaml", self._fill("schemas.yaml.jinja", values))
        rules = f"{_MOCK}/{names.resource}.py"
        if not self.edits.get(rules):
            self.edits.append(rules, self._fill("rules.py.jinja", values))
        self.edits.append(rules, self._fill("rule.py.jinja", values))
        self.routes.add(route(row))
        self._operations.add(names.operation)
        self._methods.add((names.resource, method))

    def describe_source(self, edition: date) -> None:
        """Add the edition of the index to the list of sources, unless it is listed."""
        path = "spec/sources/sources.yaml"
        if self._source not in self.edits.data(path):
            self.edits.append(path, self._fill("source.yaml.jinja", {"source": self._source, "edition": edition}))

    def _add_tag(self, names: Names) -> None:
        if names.resource not in {tag["name"] for tag in self.edits.data(_ROOT)["tags"]}:
            self.edits.add_to_block(_ROOT, "tags", self._fill("tag.yaml.jinja", {"names": names}))

    def _add_operation(self, names: Names, values: dict[str, Any]) -> None:
        operation = self._fill("operation.yaml.jinja", values)
        reference = self.edits.data(_ROOT)["paths"].get(names.path, {}).get("$ref")
        if reference:
            file, _, item = reference.partition("#/")
            self.edits.add_to_block(f"spec/{file}", item, operation)
            return
        file = f"paths/{names.resource}.yaml"
        taken = self.edits.data(f"spec/{file}")
        item = names.item if names.item not in taken else f"{names.item}_{len(taken)}"
        head = self._fill("path_item.yaml.jinja", {"item": item, "parameters": self._parameters(names)})
        self.edits.append(f"spec/{file}", head + operation)
        self.edits.add_to_block(_ROOT, "paths", f"  {names.path}:\n    $ref: {file}#/{item}\n")
        self.resources[names.path] = names.resource

    def _parameters(self, names: Names) -> list[tuple[str, str | None]]:
        """Return the parameters of a new path, each with the shared definition that similar paths use for it."""
        found: list[tuple[str, str | None]] = []
        for name in names.parameters:
            begin = names.path[: names.path.index(f"{{{name}}}") + len(name) + 2]
            found.append((name, self._shared(begin, name)))
        return found

    def _shared(self, begin: str, name: str) -> str | None:
        for path, item in self._bundle.document["paths"].items():
            if path == begin or path.startswith(f"{begin}/"):
                parts = [item, *(item[method] for method in METHODS if method in item)]
                for parameter in (p for part in parts for p in part.get("parameters", [])):
                    if "$ref" in parameter and self._bundle.resolve(parameter)["name"] == name:
                        return str(parameter["$ref"]).rpartition("/")[2]
        return None

    def _fill(self, template: str, values: dict[str, Any]) -> str:
        return self._environment.get_template(template).render(**values)


def _index_as_csv(known: Sequence[KnownRow], page: Page, changes: Sequence[Change], paths: dict[str, str]) -> str:
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
    for row in page.rows:
        left = corrections.get((row.method, row.path))
        correct = left.pop(0) if left else PrintedRow(row.method, "/api" + spec_path(row.path, paths))
        table.writerow([row.section, row.method, row.path, correct.method, correct.path.removeprefix("/api")])
    return text.getvalue()
