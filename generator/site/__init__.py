"""Makes the published site: the reference for people, the bundle, how it is known, its errors, what changed.

Every page works from a local file and asks no other host for anything.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from generator.bundle import Bundle, load_sources
from generator.evidence import CONFIDENCES, evidence
from generator.findings import GeneratorError
from generator.site.annotate import annotated
from generator.site.errors import catalogue

_TEMPLATES = Path(__file__).parent.parent / "templates" / "site"
_LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg"
_WORDS = {"documented": "documented", "partly": "documented in part", "inferred": "inferred"}


def build_site(bundle: Bundle, root: Path, folder: Path) -> list[str]:
    """Write the site into `folder`, whose content goes, and return the names of its files.

    Raises:
        GeneratorError: the renderer of the reference is not installed, or `folder` is not one that may be replaced.
    """
    renderer = root / "node" / "node_modules" / "redoc" / "bundles" / "redoc.standalone.js"
    if not renderer.is_file():
        raise GeneratorError(
            "The renderer of the reference is missing; `make docs` installs it (it needs Node and npm)."
        )
    if folder.exists() and any(folder.iterdir()) and not (folder / "reference.html").exists():
        raise GeneratorError(f"{folder} has files in it that are no site; name another folder.")
    pages = dict(_pages(bundle, root))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    # The renderer shows a logo from its maker's host; the site asks no other host for anything.
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
    environment.globals |= {"info": bundle.document["info"], "words": _WORDS, "confidences": CONFIDENCES}
    known = evidence(bundle)
    # In a script element, `</` would end it.
    reference = json.dumps(annotated(bundle, known), ensure_ascii=False).replace("</", "<\\/")

    def page(name: str, **values: Any) -> tuple[str, str]:
        return name, environment.get_template(f"{name}.jinja").render(page=name, **values)

    yield page("index.html", servers=bundle.document["servers"], counts=known.counts())
    yield page("reference.html", document=Markup(reference))  # noqa: S704 - JSON, made safe above
    yield page(
        "provenance.html",
        operations=[(pointer, operation) for pointer, operation, _ in bundle.operations()],
        known=known,
        counts=known.counts(),
        sources=load_sources(bundle.sources.folder),
    )
    yield page("evidence.html", shown=_shown(root))
    yield page("errors.html", errors=catalogue(bundle))
    yield page("changelog.html", text=_changes(root))
    yield "openapi.yaml", bundle.to_yaml()
    yield "openapi.json", bundle.to_json()
    yield "fixtures.json", bundle.fixtures_to_json()


def _shown(root: Path) -> Any:
    """Return what the contract tests have shown; None where nothing is kept.

    Raises:
        GeneratorError: What is kept cannot be read.
    """
    path = root / "docs" / "evidence.json"
    try:
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    except ValueError as error:
        raise GeneratorError(f"docs/evidence.json: {error}; `make evidence` writes it anew.") from error


def _changes(root: Path) -> str:
    """Return the changelog with what is not released yet in front."""
    released = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    fragments = sorted((root / "changes").glob("*.*.md"))
    items = [f"- *{path.suffixes[0][1:]}*: {path.read_text(encoding='utf-8').strip()}" for path in fragments]
    news = "\n".join(["## Not released", "", *items]) if items else ""
    return f"{released}\n\n{news}"


def _markdown(text: str) -> Markup:
    # Raw HTML in a text stays text; comments, which towncrier needs, are left out.
    lines = [line for line in text.splitlines() if not line.startswith("<!--")]
    return Markup(MarkdownIt("commonmark", {"html": False}).render("\n".join(lines)))  # noqa: S704 - HTML is switched off
