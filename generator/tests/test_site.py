"""Tests of the published site."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from generator.bundle import Bundle, bundle
from generator.editions import load_editions
from generator.findings import GeneratorError
from generator.provenance import provenance_of
from generator.site import build_site
from generator.tests.conftest import ROOT

OLDEST = "reference-2023-11-20.html"


@pytest.fixture(scope="module")
def made() -> Bundle:
    """Return the bundle of the committed spec."""
    return bundle(ROOT / "spec")


@pytest.fixture
def root(copied_root: Path) -> Path:
    """Return a copy of the repository with a one-line replacement for Redoc."""
    renderer = copied_root / "node/node_modules/redoc/bundles/redoc.standalone.js"
    renderer.parent.mkdir(parents=True)
    renderer.write_text('load("https://cdn.redoc.ly/redoc/logo-mini.svg");', encoding="utf-8")
    (copied_root / "CHANGELOG.md").write_text("# Changelog\n\n<!-- towncrier -->\n", encoding="utf-8")
    (copied_root / "docs").mkdir(exist_ok=True)
    (copied_root / "docs/not-covered.md").write_text("# Not covered\n", encoding="utf-8")
    (copied_root / "docs/seed.schema.json").write_text('{"title": "Seed"}', encoding="utf-8")
    (copied_root / "changes").mkdir()
    (copied_root / "changes/speed.fixed.md").write_text("Faster <script>.\n", encoding="utf-8")
    return copied_root


def test_every_page_exists_and_loads_nothing_from_other_hosts(made: Bundle, root: Path) -> None:
    """The site has all pages and the bundle; no page loads anything from other hosts."""
    names = build_site(made, root, root / "site")
    assert {"index.html", "reference.html", "provenance.html", "errors.html", "changelog.html"} <= set(names)
    assert (root / "site/openapi.yaml").read_text(encoding="utf-8") == made.to_yaml()
    assert json.loads((root / "site/seed.schema.json").read_text(encoding="utf-8")) == {"title": "Seed"}
    for page in (root / "site").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert not re.findall(r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["']?(?:https?:)?//""", text)
    assert "cdn." not in (root / "site/redoc.standalone.js").read_text(encoding="utf-8")


def test_the_changes_of_the_api_are_those_between_editions(made: Bundle, root: Path) -> None:
    """The page of changes has each edition after the first, and names what it added and what it ended."""
    build_site(made, root, root / "site")
    text = (root / "site/api-changes.html").read_text(encoding="utf-8")
    for edition in load_editions(ROOT / "spec")[1:]:
        assert f'<h2 id="{edition.date}">' in text
    added = text.partition('id="2025-06-01"')[2].partition("<h2")[0]
    assert "list_environment_roles: operation added" in added
    assert "security: userEmail with userToken is no longer accepted" in text.partition('id="2025-10-14"')[2]


def test_the_reference_can_be_switched_to_the_first_edition(made: Bundle, root: Path) -> None:
    """The reference of the first edition has its operations only, and both references link to each other."""
    build_site(made, root, root / "site")
    pages = {name: (root / "site" / name).read_text(encoding="utf-8") for name in ("reference.html", OLDEST)}
    for text in pages.values():
        assert all(f'href="{name}"' in text for name in pages)
    assert "list_environment_roles" in pages["reference.html"]
    assert "list_environment_roles" not in pages[OLDEST]
    assert (root / "site/openapi-2023-11-20.json").read_text("utf-8") == (
        ROOT / "spec/dist/openapi-2023-11-20.json"
    ).read_text("utf-8")


def test_the_reference_begins_with_what_replaces_a_retired_operation(made: Bundle, root: Path) -> None:
    """A retired operation names its end and its successor first; in an earlier edition, the same end is to come."""
    build_site(made, root, root / "site")
    begins = {}
    for name in ("reference.html", OLDEST):
        text = (root / "site" / name).read_text(encoding="utf-8")
        document = json.JSONDecoder().raw_decode(text.partition("Redoc.init(")[2])[0]
        operation = document["paths"]["/managed_users/{managed_user_id}/api_clients"]["get"]
        begins[name] = operation["description"].splitlines()[0]
    method = "client.api_platform.clients_v2.list"
    assert begins == {
        "reference.html": f"**Retired since 2026-07-01; use `list_api_clients_v2` (`{method}`).**",
        OLDEST: "**Ends on 2026-07-01.**",
    }
    assert "The API takes PUT too." in (root / "site/reference.html").read_text(encoding="utf-8")


def test_the_overview_counts_the_operations_of_each_edition(made: Bundle, root: Path) -> None:
    """The overview has the number of operations of each edition; the first has 82."""
    build_site(made, root, root / "site")
    text = (root / "site/index.html").read_text(encoding="utf-8")
    rows = dict(re.findall(r"<tr><th>([\d-]+)</th>(?:<td>\d+</td>){3}<td>(\d+)</td>", text))
    assert list(rows) == [edition.date for edition in load_editions(ROOT / "spec")]
    assert rows["2023-11-20"] == "82"


def test_the_reference_shows_the_confidence(made: Bundle, root: Path) -> None:
    """Each operation and property shows its confidence in the description; the bundle itself is unchanged."""
    before = made.to_json()
    build_site(made, root, root / "site")
    text = (root / "site/reference.html").read_text(encoding="utf-8")
    document = json.JSONDecoder().raw_decode(text.partition("Redoc.init(")[2])[0]
    known = provenance_of(made)
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                assert "**Provenance: " in operation["description"]
    for (schema, name), confidence in known.properties.items():
        prop = document["components"]["schemas"][schema]["properties"][name]
        assert (
            "$ref" in prop
            or {"documented": "documented**", "partly": "in part**", "inferred": "inferred.**"}[confidence]
            in prop["description"]
        )
    assert made.to_json() == before


def test_provenance_and_errors_name_every_operation(made: Bundle, root: Path) -> None:
    """The provenance page lists every operation; the errors page lists the operations of each error."""
    build_site(made, root, root / "site")
    provenance = (root / "site/provenance.html").read_text(encoding="utf-8")
    errors = (root / "site/errors.html").read_text(encoding="utf-8")
    for _, operation, _ in made.operations():
        assert f'id="{operation["operationId"]}"' in provenance
        assert f'provenance.html#{operation["operationId"]}"' in errors
    assert "can&#39;t modify running recipe" in errors


def test_the_evidence_page_lists_every_operation(made: Bundle, root: Path) -> None:
    """The evidence page lists every operation, or says that there are no results of this document."""
    kept, page = root / "build/evidence.json", root / "site/evidence.html"
    kept.parent.mkdir()
    results = _results(made)
    for content in (None, {**results, "spec_sha256": "0"}):
        if content:
            kept.write_text(json.dumps(content), encoding="utf-8")
        build_site(made, root, root / "site")
        assert "There are no results of this document" in page.read_text(encoding="utf-8")
    kept.write_text(json.dumps(results), encoding="utf-8")
    build_site(made, root, root / "site")
    text = page.read_text(encoding="utf-8")
    for _, operation, _ in made.operations():
        assert f'<tr id="{operation["operationId"]}">' in text
    assert "unobserved" in text
    assert "a customer is read back" in text
    kept.write_text("{", encoding="utf-8")
    with pytest.raises(GeneratorError, match="make evidence"):
        build_site(made, root, root / "site")


def _results(made: Bundle) -> dict[str, Any]:
    """Return results of contract tests in the form that `make evidence` writes."""
    axes = {
        "known": {"confidence": "inferred", "sources": []},
        "client": ["async", "sync"],
        "other_client": "unobserved",
        "validated": ["request"],
        "round_trip": ["tests.py::test_a_customer_is_read_back"],
        "refusals": {"404": "met", "500": "injected"},
        "paging": "not paged",
        "fuzzed": True,
        "observed": "unobserved",
    }
    return {
        "spec_sha256": hashlib.sha256(made.to_json().encode()).hexdigest(),
        "tests": {"count": 2},
        "run": {"id": "1" * 64, "commit": "2" * 40, "uncommitted_changes": False},
        "axes": {"client": "Which of our clients called it."},
        "operations": {operation["operationId"]: axes for _, operation, _ in made.operations()},
        "mutations": [{"kind": "an envelope", "change": "`items`", "check": "triangle", "report": "It differs."}],
    }


def test_unreleased_changes_are_on_the_changes_page(made: Bundle, root: Path) -> None:
    """The page of changes includes the fragments, with HTML escaped."""
    build_site(made, root, root / "site")
    text = (root / "site/changelog.html").read_text(encoding="utf-8")
    assert "Faster &lt;script&gt;." in text
    assert "towncrier" not in text


def test_a_folder_with_other_files_is_rejected(made: Bundle, root: Path) -> None:
    """A folder with other files is rejected and not changed."""
    (root / "site").mkdir()
    (root / "site/notes.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(GeneratorError, match="contains files that are not a site"):
        build_site(made, root, root / "site")
    assert (root / "site/notes.txt").read_text(encoding="utf-8") == "dear"


def test_a_missing_renderer_is_reported(made: Bundle, copied_root: Path) -> None:
    """If Redoc is not installed, the error names the command that installs it."""
    with pytest.raises(GeneratorError, match="`make docs` installs it"):
        build_site(made, copied_root, copied_root / "site")
