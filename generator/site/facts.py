"""The pages of the site that are made from the document, such as limits, errors, changes and evidence."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.as_of import bundle_as_of
from generator.bundle import Bundle, load_sources
from generator.diff import GroupedChange, Level, diff
from generator.dist.names import TYPESCRIPT, TYPESCRIPT_PURPOSE, purposes
from generator.editions import Edition, load_editions
from generator.findings import GeneratorError
from generator.provenance import CONFIDENCES, provenance_of
from generator.site.errors import error_catalogue

_TEMPLATES = Path(__file__).parent.parent / "templates" / "site"
_CONFIDENCE_NAMES = {"documented": "documented", "partly": "documented in part", "inferred": "inferred"}


def fact_pages(bundle: Bundle, root: Path, *, typescript: bool = False) -> dict[str, str]:
    """Return the Markdown of each page by its path on the site.

    Args:
        bundle: The document.
        root: The repository.
        typescript: Whether the site has the TypeScript package.

    Raises:
        GeneratorError: The results of the contract tests cannot be read.
    """
    return dict(_pages(bundle, root, typescript))


def operation_path(operation: dict[str, Any]) -> str:
    """Return the path of the page of an operation, relative to that of the site's root."""
    resource = str(operation["x-client"]["resource"]).replace(".", "/")
    return f"reference/{resource}/{operation['operationId']}.md"


def _pages(bundle: Bundle, root: Path, typescript: bool) -> Iterator[tuple[str, str]]:
    results = _test_results(root, bundle)
    known = provenance_of(bundle)
    operations = {operation["operationId"]: (pointer, operation) for pointer, operation, _ in bundle.operations()}
    environment = _environment()
    environment.globals |= {
        "info": bundle.document["info"],
        "confidence_names": _CONFIDENCE_NAMES,
        "confidences": CONFIDENCES,
        "counts": known.counts(),
        "link": lambda name, base=".": f"[`{name}`]({base}/{operation_path(operations[name][1])})",
    }
    editions = load_editions(bundle.sources.folder)
    dated = [(edition, bundle_as_of(bundle, edition.date)) for edition in editions]

    def page(name: str, **values: Any) -> tuple[str, str]:
        return name, environment.get_template(f"{name}.jinja").render(**values)

    yield page("index.md", editions=[(edition, provenance_of(each).counts()["operations"]) for edition, each in dated])
    yield page(
        "authentication.md",
        schemes=bundle.document["components"]["securitySchemes"],
        servers=bundle.document["servers"],
    )
    yield page("paging.md", groups=_grouped(operations.values(), "x-pagination"))
    yield page("limits.md", groups=_grouped(operations.values(), "x-rate-limit"))
    yield page("errors.md", errors=error_catalogue(bundle))
    yield page("api-changes.md", editions=_api_changes(dated))
    yield page(
        "provenance.md", operations=operations.values(), known=known, sources=load_sources(bundle.sources.folder)
    )
    yield page("evidence.md", results=results, errors=_errors)
    package = [((TYPESCRIPT,), TYPESCRIPT_PURPOSE)] if typescript else []
    yield page("files.md", files=[*purposes(editions[0].date), *package])
    yield "changelog.md", _changes(root)


def _environment() -> Environment:
    environment = Environment(  # noqa: S701 - it writes Markdown, not HTML
        loader=FileSystemLoader(_TEMPLATES), trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.filters["cell"] = lambda text: " ".join(str(text).split()).replace("|", "\\|")
    environment.filters["words"] = lambda value: value if isinstance(value, str) else ", ".join(value)
    return environment


def _grouped(operations: Any, key: str) -> list[tuple[dict[str, Any], list[str]]]:
    """Return each value of a key of operations with the ids of the operations that have it, most operations first."""
    found: dict[str, list[str]] = defaultdict(list)
    for _, operation in operations:
        if key in operation:
            found[json.dumps(operation[key])].append(operation["operationId"])
    return sorted(((json.loads(value), names) for value, names in found.items()), key=lambda each: -len(each[1]))


def _api_changes(
    dated: Sequence[tuple[Edition, Bundle]],
) -> list[tuple[Edition, list[tuple[str, list[GroupedChange]]]]]:
    """Return the changes of the API with each edition after the first, newest first, grouped by their level."""
    found = []
    for (_, before), (edition, now) in pairwise(dated):
        changes = [change for change in diff(before.document, now.document) if change.level is not Level.DOCS]
        groups = [(level.title, [change for change in changes if change.level is level]) for level in reversed(Level)]
        found.append((edition, [(title, own) for title, own in groups if own]))
    return found[::-1]


def _test_results(root: Path, bundle: Bundle) -> Any:
    """Return the results of the contract tests, or None if there are none of this document.

    Raises:
        GeneratorError: The results cannot be read.
    """
    path = root / "build" / "evidence.json"
    if not path.exists():
        return None
    try:
        results = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise GeneratorError(f"cannot read build/evidence.json: {error}; `make evidence` writes it again") from error
    is_current = results["spec_sha256"] == bundle.sha256
    return results if is_current else None


def _errors(axes: dict[str, Any], source: str) -> str:
    """Return the errors of an operation that came from the rules of the mock, or only from an injected fault."""
    value = {"mock": "met", "fault": "injected"}[source]
    return ", ".join(label for label, seen in axes["refusals"].items() if seen == value)


def _changes(root: Path) -> str:
    """Return the changelog, followed by unreleased changes.

    Raises:
        GeneratorError: The changelog is missing.
    """
    try:
        released = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    except OSError as error:
        raise GeneratorError(f"cannot read CHANGELOG.md: {error.strerror}") from error
    fragments = sorted((root / "changes").glob("*.*.md"))
    items = [f"- *{path.suffixes[0][1:]}*: {path.read_text(encoding='utf-8').strip()}" for path in fragments]
    text = "\n".join(["## Not released", "", *items]) if items else ""
    # The links of the changelog lead to folders of the repository.
    plain = re.sub(r"\[([^\]]*)\]\((?![a-z]+:)[^)]*\)", r"\1", f"{released}\n\n{text}\n")
    return "\n".join(line for line in plain.splitlines() if not line.startswith("<!--")) + "\n"
