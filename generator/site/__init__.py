"""Builds the published site: reference, bundle, provenance, evidence, errors and changelog.

Every page works as a local file and loads nothing from other hosts.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from generator.as_of import bundle_as_of
from generator.bundle import Bundle, load_sources
from generator.diff import GroupedChange, Level, diff
from generator.editions import Edition, load_editions
from generator.findings import GeneratorError
from generator.provenance import CONFIDENCES, provenance_of
from generator.site.annotate import annotated
from generator.site.errors import error_catalogue

_TEMPLATES = Path(__file__).parent.parent / "templates" / "site"
_LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg"
_CONFIDENCE_NAMES = {"documented": "documented", "partly": "documented in part", "inferred": "inferred"}

# The title of a level and the changes of that level.
_Group = tuple[str, list[GroupedChange]]


def build_site(bundle: Bundle, root: Path, folder: Path) -> list[str]:
    """Replace `folder` with the site, and return the names of its files.

    Raises:
        GeneratorError: Redoc is not installed, or `folder` contains files that are not a site.
    """
    renderer = root / "node" / "node_modules" / "redoc" / "bundles" / "redoc.standalone.js"
    if not renderer.is_file():
        raise GeneratorError("Redoc is not installed; `make docs` installs it (needs Node and npm)")
    if folder.exists() and any(folder.iterdir()) and not (folder / "reference.html").exists():
        raise GeneratorError(f"{folder} contains files that are not a site; choose another folder")
    pages = dict(_pages(bundle, root))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    # Redoc loads a logo from its vendor's host; the site must not load anything from other hosts.
    script = renderer.read_text(encoding="utf-8").replace(_LOGO, "data:,")
    (folder / "redoc.standalone.js").write_text(script, encoding="utf-8")
    return sorted(path.name for path in folder.iterdir())


def _pages(bundle: Bundle, root: Path) -> Iterable[tuple[str, str]]:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["markdown"] = _markdown
    environment.globals["errors"] = _errors
    environment.globals |= {
        "info": bundle.document["info"],
        "confidence_names": _CONFIDENCE_NAMES,
        "confidences": CONFIDENCES,
    }
    known = provenance_of(bundle)
    editions = load_editions(bundle.sources.folder)
    dated = [(edition, bundle_as_of(bundle, edition.date)) for edition in editions]

    def page(name: str, template: str | None = None, **values: Any) -> tuple[str, str]:
        text = environment.get_template(f"{template or name}.jinja").render(page=name, **values)
        return name, text

    yield page(
        "index.html",
        servers=bundle.document["servers"],
        counts=known.counts(),
        editions=[(edition, provenance_of(each).counts()["operations"]) for edition, each in dated],
    )
    first, oldest = dated[0]
    references = [("reference.html", "everything that is known", bundle)]
    references.append((f"reference-{first.date}.html", f"the edition of {first.date}", oldest))
    for name, _, each in references:
        yield page(name, "reference.html", document=_reference(each), editions=references)
    yield page("api-changes.html", editions=_api_changes(dated))
    yield page("not-covered.html", "text.html", title="Not covered", text=_text(root / "docs/not-covered.md"))
    yield page(
        "provenance.html",
        operations=[(pointer, operation) for pointer, operation, _ in bundle.operations()],
        known=known,
        counts=known.counts(),
        sources=load_sources(bundle.sources.folder),
    )
    yield page("evidence.html", results=_test_results(root, bundle))
    yield page("errors.html", errors=error_catalogue(bundle))
    yield page("changelog.html", "text.html", title="Changes", text=_changes(root))
    yield "openapi.yaml", bundle.to_yaml()
    yield "openapi.json", bundle.to_json()
    yield f"openapi-{first.date}.yaml", oldest.to_yaml()
    yield f"openapi-{first.date}.json", oldest.to_json()
    yield "fixtures.json", bundle.fixtures_to_json()
    yield "seed.schema.json", _text(root / "docs/seed.schema.json")


def _reference(bundle: Bundle) -> Markup:
    """Return the document of the reference as JSON for a script element."""
    text = json.dumps(annotated(bundle, provenance_of(bundle)), ensure_ascii=False)
    # `</` would end the script element.
    return Markup(text.replace("</", "<\\/"))  # noqa: S704 - JSON, escaped here


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


def _text(path: Path) -> str:
    """Return a text that is published.

    Raises:
        GeneratorError: The text is missing.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise GeneratorError(f"cannot read {path}: {error.strerror}") from error


def _changes(root: Path) -> str:
    """Return the changelog, preceded by unreleased changes."""
    released = _text(root / "CHANGELOG.md")
    fragments = sorted((root / "changes").glob("*.*.md"))
    items = [f"- *{path.suffixes[0][1:]}*: {path.read_text(encoding='utf-8').strip()}" for path in fragments]
    unreleased = "\n".join(["## Not released", "", *items]) if items else ""
    return f"{released}\n\n{unreleased}"


def _markdown(text: str) -> Markup:
    # Raw HTML is escaped. Comments, which towncrier needs, are removed.
    lines = [line for line in text.splitlines() if not line.startswith("<!--")]
    return Markup(MarkdownIt("commonmark", {"html": False}).render("\n".join(lines)))  # noqa: S704 - HTML is switched off
