"""The pages of the site that are files of the repository, such as the guides."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from generator.findings import GeneratorError

# Pages of the site by the path of the document in the repository; documents in docs/ keep their path.
_MOVED: Final = {
    "CONTRIBUTING.md": "project/contributing.md",
    "spec/README.md": "project/spec.md",
    "spec/sources/decisions.md": "project/facts.md",
}
_DOCS: Final = "docs"
# The build output, to which documents of the repository link.
_SITE: Final = "site/"
# Files of the repository that the site has.
_PUBLISHED: Final = {
    "docs/seed.schema.json": "files/seed.schema.json",
    "spec/dist/openapi.yaml": "files/openapi.yaml",
    "spec/dist/openapi.json": "files/openapi.json",
}
_PICTURES: Final = (".png", ".svg")

# A fenced block or a code span, in which nothing is a link; or a link to a relative target.
_LINK: Final = re.compile(
    r"(?P<code>^```.*?^```|`[^`\n]+`)"
    r"|(?P<text>\[(?:[^\[\]]|\[[^\]]*\])*\])\((?P<target>(?![a-z]+:|#)[^)\s]+)\)",
    re.MULTILINE | re.DOTALL,
)

# The first line of a fenced block with a word after its language: the name of a file, or how the tests run the block.
_FENCE: Final = re.compile(r"^```(?P<language>\w+) (?P<word>\S+)$", re.MULTILINE)


def pages(root: Path) -> dict[str, str]:
    """Return the Markdown of each document by its path on the site, with the links of the site.

    Raises:
        GeneratorError: A document is missing.
    """
    documents = {path.relative_to(root).as_posix(): path for path in sorted((root / _DOCS).rglob("*.md"))}
    places = {name: name.removeprefix(f"{_DOCS}/") for name in documents} | _MOVED
    found = {}
    for name, place in places.items():
        text = _read(root / name)
        found[place] = relinked(text, name, places, lambda target: target.endswith(_PICTURES))
    return found


def pictures(root: Path) -> dict[str, bytes]:
    """Return the pictures of the documents by their path on the site."""
    folder = root / _DOCS
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in _PICTURES
    }


def relinked(text: str, name: str, places: Mapping[str, str], is_kept: Callable[[str], bool]) -> str:
    """Return the text of a document whose links lead to pages of the site.

    A link to a file of the repository that is not on the site becomes its text.

    Args:
        text: The Markdown of the document.
        name: Its path in the repository.
        places: The path on the site of each document, by its path in the repository.
        is_kept: Whether a target in the repository is on the site at the same path as in docs/.
    """
    here = posixpath.dirname(places[name])

    def replaced(match: re.Match[str]) -> str:
        if match["code"]:
            return _FENCE.sub(_titled, match[0])
        path, mark, anchor = match["target"].partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        if target.startswith(_SITE):
            place = target.removeprefix(_SITE).removesuffix(".html") + ".md"
        elif target in places:
            place = places[target]
        elif target in _PUBLISHED:
            place = _PUBLISHED[target]
        elif is_kept(target):
            place = target.removeprefix(f"{_DOCS}/")
        else:
            return match["text"][1:-1]
        return f"{match['text']}({posixpath.relpath(place, here or '.')}{mark}{anchor})"

    return _LINK.sub(replaced, text)


def _titled(match: re.Match[str]) -> str:
    """Return the first line of a fenced block as Zensical reads it: with the file as the title of the block."""
    title = f' title="{match["word"]}"' if "." in match["word"] else ""
    return f"```{match['language']}{title}"


def _read(path: Path) -> str:
    """Return a text that is published.

    Raises:
        GeneratorError: The text is missing.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise GeneratorError(f"cannot read {path}: {error.strerror}") from error
