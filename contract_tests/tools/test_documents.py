"""Links and paths in the Markdown files lead somewhere."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.outputs import package_version

ROOT: Final = Path(__file__).parents[2]
DOCUMENTS: Final = subprocess.run(
    ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.splitlines()

# A path in backticks: it begins with a folder of the repository, and no part of it is a placeholder.
_PATH: Final = re.compile(
    r"(?:bench|contract_tests|deploy|docs|examples|generated_client|generator|mock_server|node|spec)/[\w./-]*"
)

# Files that a command writes or that the guide makes up are not in a fresh clone.
_ABSENT: Final = re.compile(r"node/build/.*|docs/evidence\.(json|md)|.*weather_reports.*")


def tokens(path: Path) -> Iterator[Token]:
    """Yield the inline parts of a Markdown file: texts, links and code in backticks."""
    for token in MarkdownIt().enable("table").parse(path.read_text(encoding="utf-8")):
        yield from token.children or []


def anchors(path: Path) -> set[str]:
    """Return the anchors of the headings of a Markdown file."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_links_of_a_document_lead_somewhere(document: str) -> None:
    """Each relative link names a file or folder that exists, and a heading that it has."""
    path = ROOT / document
    for token in tokens(path):
        target = str(token.attrGet("href") or "")
        if not target or re.match(r"[a-z]+:|(?:\.\./)+site/", target):
            continue
        name, _, anchor = target.partition("#")
        linked = (path.parent / name) if name else path
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_pictures_of_a_document_exist(document: str) -> None:
    """Each picture of a document is a file, also those of HTML elements; one of the dark scheme has a light twin."""
    path = ROOT / document
    for name in re.findall(
        r'!\[[^\]]*\]\(([^)]+)\)|<(?:img|source)\b[^>]*\bsrc(?:set)?="([^"]+)"', path.read_text("utf-8")
    ):
        picture = path.parent / "".join(name)
        assert picture.exists(), picture
        assert (picture.parent / picture.name.replace("-dark.", "-light.")).exists(), picture


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_files_that_a_document_names_have_the_current_version(document: str) -> None:
    """A wheel, an archive or an image that a document names has the version of pyproject.toml."""
    text = (ROOT / document).read_text("utf-8")
    versions = re.findall(r"\bworkato[-_](?:embedded|mock|embedded[-_]mock)[-:](\d+\.\d+\.\d+)", text)
    assert set(versions) <= {package_version(ROOT)}


def test_the_pictures_are_small() -> None:
    """Each committed picture has at most 60,000 bytes, and a document shows it."""
    text = "".join((ROOT / document).read_text("utf-8") for document in DOCUMENTS)
    for picture in (ROOT / "docs/images").glob("*.png"):
        assert picture.stat().st_size <= 60_000, picture.name
        assert picture.name in text, picture.name


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if not name.startswith("changes/")])
def test_the_paths_that_a_document_names_exist(document: str) -> None:
    """A path in backticks that begins with a folder of the repository is a file or folder of it."""
    named = {token.content for token in tokens(ROOT / document) if token.type == "code_inline"}
    paths = {name for name in named if _PATH.fullmatch(name) and not _ABSENT.fullmatch(name)}
    assert not {name for name in paths if not (ROOT / name).exists()}
