"""The published site shows how everything is known, and asks no other host for anything."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.bundle import Bundle, bundle
from generator.evidence import evidence
from generator.findings import GeneratorError
from generator.site import build_site
from generator.tests.conftest import ROOT


@pytest.fixture(scope="module")
def made() -> Bundle:
    """The bundle of the committed spec."""
    return bundle(ROOT / "spec")


@pytest.fixture
def root(copied_root: Path) -> Path:
    """A copy of the repository with a renderer that is a line long."""
    renderer = copied_root / "node/node_modules/redoc/bundles/redoc.standalone.js"
    renderer.parent.mkdir(parents=True)
    renderer.write_text('load("https://cdn.redoc.ly/redoc/logo-mini.svg");', encoding="utf-8")
    (copied_root / "CHANGELOG.md").write_text("# Changelog\n\n<!-- towncrier -->\n", encoding="utf-8")
    (copied_root / "changes").mkdir()
    (copied_root / "changes/speed.fixed.md").write_text("Faster <script>.\n", encoding="utf-8")
    return copied_root


def test_every_page_is_there_and_stays_at_home(made: Bundle, root: Path) -> None:
    """The site has its pages and the bundle; no page loads anything from another host, nor may it."""
    names = build_site(made, root, root / "site")
    assert {"index.html", "reference.html", "provenance.html", "errors.html", "changelog.html"} <= set(names)
    assert (root / "site/openapi.yaml").read_text(encoding="utf-8") == made.to_yaml()
    for page in (root / "site").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert not re.findall(r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["']?(?:https?:)?//""", text)
    assert "cdn." not in (root / "site/redoc.standalone.js").read_text(encoding="utf-8")


def test_the_reference_shows_the_evidence(made: Bundle, root: Path) -> None:
    """Each operation and each property says in its description how it is known; the bundle itself is left as it is."""
    before = made.to_json()
    build_site(made, root, root / "site")
    text = (root / "site/reference.html").read_text(encoding="utf-8")
    document = json.JSONDecoder().raw_decode(text.partition("Redoc.init(")[2])[0]
    known = evidence(made)
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                assert "**Evidence: " in operation["description"]
    for (schema, name), confidence in known.properties.items():
        prop = document["components"]["schemas"][schema]["properties"][name]
        assert (
            "$ref" in prop
            or {"documented": "documented**", "partly": "in part**", "inferred": "inferred.**"}[confidence]
            in prop["description"]
        )
    assert made.to_json() == before


def test_provenance_and_errors_name_every_operation(made: Bundle, root: Path) -> None:
    """No operation is missing in the table of provenance; each refusal lists the operations that document it."""
    build_site(made, root, root / "site")
    provenance = (root / "site/provenance.html").read_text(encoding="utf-8")
    errors = (root / "site/errors.html").read_text(encoding="utf-8")
    for _, operation, _ in made.operations():
        assert f'id="{operation["operationId"]}"' in provenance
        assert f'provenance.html#{operation["operationId"]}"' in errors
    assert "can&#39;t modify running recipe" in errors


def test_evidence_names_every_operation(made: Bundle, root: Path) -> None:
    """With what no run has seen as such; where no run is kept, the page says so."""
    build_site(made, root, root / "site")
    assert "Nothing is kept of a run" in (root / "site/evidence.html").read_text(encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs/evidence.json").write_bytes((ROOT / "docs/evidence.json").read_bytes())
    build_site(made, root, root / "site")
    page = (root / "site/evidence.html").read_text(encoding="utf-8")
    for _, operation, _ in made.operations():
        assert f'<tr id="{operation["operationId"]}">' in page
    assert "unobserved" in page
    (root / "docs/evidence.json").write_text("{", encoding="utf-8")
    with pytest.raises(GeneratorError, match="make evidence"):
        build_site(made, root, root / "site")


def test_what_is_not_released_is_among_the_changes(made: Bundle, root: Path) -> None:
    """Fragments stand on the page of changes, and no text of theirs becomes markup."""
    build_site(made, root, root / "site")
    text = (root / "site/changelog.html").read_text(encoding="utf-8")
    assert "Faster &lt;script&gt;." in text
    assert "towncrier" not in text


def test_a_folder_that_is_no_site_is_left_alone(made: Bundle, root: Path) -> None:
    """A folder with other files in it is refused, and keeps them."""
    (root / "site").mkdir()
    (root / "site/letters.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(GeneratorError, match="has files in it that are no site"):
        build_site(made, root, root / "site")
    assert (root / "site/letters.txt").read_text(encoding="utf-8") == "dear"


def test_a_missing_renderer_is_told(made: Bundle, copied_root: Path) -> None:
    """Without Node's tools, a sentence says which command installs them."""
    with pytest.raises(GeneratorError, match="`make docs` installs it"):
        build_site(made, copied_root, copied_root / "site")
