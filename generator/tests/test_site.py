"""Tests of the published site."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from generator import site
from generator.bundle import Bundle, bundle
from generator.dist.names import TYPESCRIPT
from generator.editions import load_editions
from generator.findings import GeneratorError
from generator.site import build_site, navigation, site_pages, zensical
from generator.site.documents import relinked
from generator.site.facts import fact_pages, operation_path
from generator.tests.conftest import ROOT


@pytest.fixture(scope="module")
def made() -> Bundle:
    """Return the bundle of the committed spec."""
    return bundle(ROOT / "spec")


@pytest.fixture(scope="module")
def pages(made: Bundle) -> dict[str, str]:
    """Return the Markdown of all pages."""
    return site_pages(made, ROOT)


@pytest.fixture
def root(copied_root: Path) -> Path:
    """Return a copy of the repository with its documents, and a stand-in for the script from npm."""
    shim = copied_root / "node/node_modules/iframe-worker/shim/index.js"
    shim.parent.mkdir(parents=True)
    shim.write_text("void 0;", encoding="utf-8")
    for name in ("CHANGELOG.md", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, copied_root)
    for name in ("docs", "changes"):
        shutil.copytree(ROOT / name, copied_root / name, dirs_exist_ok=True)
    return copied_root


def test_the_site_loads_nothing_from_other_hosts(made: Bundle, root: Path) -> None:
    """No page of the built site has a script, style, picture or frame of another host; all linked files exist.

    The site replaces an earlier one.
    """
    (root / "site").mkdir()
    for name in ("search.js", "old.html"):
        (root / "site" / name).write_text("", encoding="utf-8")
    names = build_site(made, root, root / "site", {TYPESCRIPT: b"an archive"})
    assert {"index.html", "errors.html", "guides/client.html", "changelog.html", "search.js"} <= set(names)
    assert "old.html" not in names
    assert (root / "site/files" / TYPESCRIPT).read_bytes() == b"an archive"
    assert f"files/{TYPESCRIPT}" in (root / "site/files.html").read_text(encoding="utf-8")
    assert (root / "site/files/openapi.yaml").read_text(encoding="utf-8") == made.to_yaml()
    for name in names:
        if name.endswith(".html"):
            text = (root / "site" / name).read_text(encoding="utf-8")
            assert not re.findall(r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["']?(?:https?:)?//""", text), name
            assert not _lost_links(root / "site", name, text), name


def _lost_links(site: Path, name: str, text: str) -> set[str]:
    """Return the relative links of a page whose file or anchor does not exist."""
    targets = set(re.findall(r"""<(?:a|link|script|img)\b[^>]*?\s(?:href|src)="?([^"\s>]+)""", text))
    lost = set()
    for target in targets:
        if re.match(r"[a-z]+:", target) or target in (".", "..") or "${" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (site / name).parent / path if path else site / name
        if not file.exists():
            lost.add(target)
        elif anchor and file.suffix == ".html":
            ids = _anchors(file)
            if anchor not in ids:
                lost.add(target)
    return lost


@cache
def _anchors(file: Path) -> frozenset[str]:
    return frozenset(re.findall(r"""\bid="?([^"\s>]+)""", file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("link", ["other.md", "index.md#nowhere"])
def test_a_link_that_leads_nowhere_is_an_error(link: str, tmp_path: Path) -> None:
    """A page with a link to a page or heading that does not exist is reported."""
    pages = {"index.md": "# Start\n\n[known](security.md#rules)\n", "security.md": f"# Rules\n\n[lost]({link})\n"}
    (tmp_path / zensical.SOURCES).mkdir()
    for name, text in pages.items():
        (tmp_path / zensical.SOURCES / name).write_text(text, encoding="utf-8")
    with pytest.raises(GeneratorError, match=r"security\.md"):
        zensical.build(tmp_path, [{"Start": "index.md"}, {"Rules": "security.md"}])


def test_nothing_is_written_if_the_site_cannot_be_built(
    made: Bundle, root: Path, pages: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """If pages cannot be rendered, there is no site, and an earlier one is unchanged."""
    monkeypatch.setattr(zensical, "build", Mock(side_effect=GeneratorError("a lost link")))
    monkeypatch.setattr(site, "site_pages", Mock(return_value=pages))
    monkeypatch.setattr(site, "dist_files", Mock(return_value={}))
    with pytest.raises(GeneratorError, match="a lost link"):
        build_site(made, root, root / "site")
    assert not (root / "site").exists()
    (root / "site").mkdir()
    (root / "site/search.js").write_text("earlier", encoding="utf-8")
    with pytest.raises(GeneratorError, match="a lost link"):
        build_site(made, root, root / "site")
    assert (root / "site/search.js").read_text(encoding="utf-8") == "earlier"


def test_every_page_is_in_the_navigation(pages: dict[str, str]) -> None:
    """The navigation has each page once; a page without a section is an error."""
    text = json.dumps(navigation.tree(pages))
    for path in pages:
        assert text.count(f'"{path}"') == 1, path
    with pytest.raises(GeneratorError, match=r"in no section of the navigation: stray\.md"):
        navigation.tree({**pages, "stray.md": ""})
    with pytest.raises(GeneratorError, match=r"pages that do not exist: .*limits\.md"):
        navigation.tree({path: text for path, text in pages.items() if path != "limits.md"})


def test_the_operations_of_a_resource_are_below_its_page(made: Bundle, pages: dict[str, str]) -> None:
    """Each operation has a page with its summary as the title, in the folder of its resource, which has an index."""
    for _, operation, _ in made.operations():
        path = operation_path(operation)
        assert pages[path].splitlines()[0] == f"# {operation['summary']}"
        assert f"{path.rpartition('/')[0]}/index.md" in pages


def test_the_changes_of_the_api_are_those_between_editions(pages: dict[str, str]) -> None:
    """The page of changes has each edition after the first, and names what it added and what it ended."""
    text = pages["api-changes.md"]
    for edition in load_editions(ROOT / "spec")[1:]:
        assert f"## {edition.date} " in text
    added = text.partition("## 2025-06-01")[2].partition("\n## ")[0]
    assert "list_environment_roles: operation added" in added
    assert "security: userEmail with userToken is no longer accepted" in text.partition("## 2025-10-14")[2]


def test_the_overview_counts_the_operations_of_each_edition(pages: dict[str, str]) -> None:
    """The overview has the number of operations of each edition; the first has 82."""
    rows = dict(re.findall(r"^\| (\d{4}-\d\d-\d\d) \|(?: \d+ \|){3} (\d+) \|", pages["index.md"], re.MULTILINE))
    assert list(rows) == [edition.date for edition in load_editions(ROOT / "spec")]
    assert rows["2023-11-20"] == "82"


def test_limits_and_paging_list_the_operations_that_have_them(made: Bundle, pages: dict[str, str]) -> None:
    """Each operation with a rate limit is on the page of limits, and each paged one on that of paging."""
    for _, operation, _ in made.operations():
        link = f"[`{operation['operationId']}`](./{operation_path(operation)})"
        assert (link in pages["limits.md"]) == ("x-rate-limit" in operation)
        assert (link in pages["paging.md"]) == ("x-pagination" in operation)


def test_provenance_and_errors_name_every_operation(made: Bundle, pages: dict[str, str]) -> None:
    """The provenance page lists every operation; the errors page lists the operations of each error."""
    for _, operation, _ in made.operations():
        link = f"[`{operation['operationId']}`](./{operation_path(operation)})"
        assert link in pages["provenance.md"]
        assert link in pages["errors.md"]
    assert "can't modify running recipe" in pages["errors.md"]


def test_the_evidence_page_lists_every_operation(made: Bundle, root: Path) -> None:
    """The evidence page lists every operation, or says that there are no results of this document."""
    kept = root / "build/evidence.json"
    kept.parent.mkdir()
    results = _results(made)
    for content in (None, {**results, "spec_sha256": "0"}):
        if content:
            kept.write_text(json.dumps(content), encoding="utf-8")
        assert "There are no results of this document" in fact_pages(made, root)["evidence.md"]
    kept.write_text(json.dumps(results), encoding="utf-8")
    text = fact_pages(made, root)["evidence.md"]
    for _, operation, _ in made.operations():
        assert f"| [`{operation['operationId']}`]" in text
    assert "unobserved" in text
    assert "a customer is read back" in text
    kept.write_text("{", encoding="utf-8")
    with pytest.raises(GeneratorError, match="make evidence"):
        fact_pages(made, root)


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
    """The page of changes includes the fragments."""
    (root / "changes/speed.fixed.md").write_text("Faster.\n", encoding="utf-8")
    text = fact_pages(made, root)["changelog.md"]
    assert "- *fixed*: Faster." in text
    assert "towncrier" not in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b.md)", "[a](b.md)"),
        ("[a](../../spec/README.md#x)", "[a](../project/spec.md#x)"),
        ("[`run.py`](../../examples/run.py)", "`run.py`"),
        ("[a](../images/a.png)", "[a](../images/a.png)"),
        ("[a](../../site/reference/tags/list_tags.html)", "[a](../reference/tags/list_tags.md)"),
        ("[a](https://example.com) [b](#c)", "[a](https://example.com) [b](#c)"),
        ("`[a](../../x.py)`", "`[a](../../x.py)`"),
        ("```md\n[a](../../x.py)\n```", "```md\n[a](../../x.py)\n```"),
        ("```yaml seed.yaml\na: 1\n```", '```yaml title="seed.yaml"\na: 1\n```'),
        ("```python test\nassert 1\n```", "```python\nassert 1\n```"),
    ],
)
def test_links_of_documents_lead_to_pages_of_the_site(text: str, expected: str) -> None:
    """Links to documents lead to their pages, and links to other files of the repository become text."""
    places = {"docs/guides/a.md": "guides/a.md", "docs/guides/b.md": "guides/b.md", "spec/README.md": "project/spec.md"}
    assert relinked(text, "docs/guides/a.md", places, lambda target: target.endswith(".png")) == expected


def test_a_folder_with_other_files_is_rejected(made: Bundle, root: Path) -> None:
    """A folder with other files is rejected and not changed."""
    (root / "site").mkdir()
    (root / "site/notes.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(GeneratorError, match="contains files that are not a site"):
        build_site(made, root, root / "site")
    assert (root / "site/notes.txt").read_text(encoding="utf-8") == "dear"


def test_a_missing_script_is_reported(made: Bundle, root: Path) -> None:
    """Without the script from npm, no site is written, and the error names the command that installs it."""
    shutil.rmtree(root / "node")
    with pytest.raises(GeneratorError, match="make docs"):
        build_site(made, root, root / "site")
    assert not (root / "site").exists()
