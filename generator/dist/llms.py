"""Writes `llms.txt`, an index of the site for language models, with the Markdown of each page in a folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from generator.dist.names import LLMS

FOLDER: Final = "markdown"

_TITLE: Final = re.compile(r"^# (.+)$", re.MULTILINE)
_REFERENCE: Final = "reference/"
# Pages about the project itself, which a reader of the API can skip.
_OPTIONAL: Final = ("adr/", "project/", "changelog.md", "architecture.md", "benchmarks.md", "evidence.md")


def llms_files(document: dict[str, Any], pages: Mapping[str, str]) -> dict[str, str]:
    """Return the text of each file by its path.

    Args:
        document: The OpenAPI document.
        pages: The Markdown of each page by its path on the site.
    """
    sections: dict[str, list[str]] = {"Guides": [], "Operations": [], "Optional": []}
    for path, text in pages.items():
        name = "Operations" if path.startswith(_REFERENCE) else "Optional" if path.startswith(_OPTIONAL) else "Guides"
        sections[name].append(f"- [{_title(text) or path}]({FOLDER}/{path})")
    info = document["info"]
    lines = [f"# {info['title']}", "", f"> {info['description'].partition(chr(10) * 2)[0]}"]
    for name, links in sections.items():
        lines += ["", f"## {name}", "", *links]
    return {LLMS: "\n".join(lines) + "\n", **{f"{FOLDER}/{path}": text for path, text in pages.items()}}


def _title(text: str) -> str:
    """Return the title of a page, or an empty string."""
    found = _TITLE.search(text)
    return found[1].replace("`", "") if found else ""
