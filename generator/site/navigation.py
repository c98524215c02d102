"""The navigation of the site: each page is in one section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any, Final

from generator.findings import GeneratorError

REFERENCE: Final = "reference/"
# Words of resources that are written in another way.
_NAMES: Final = {"api": "API", "oauth": "OAuth"}
_INDEXES: Final = ("index.md", "README.md")

# The sections and their pages, in order; a pattern stands for the other pages that match it.
SECTIONS: Final = {
    "Start": ("index.md", "guides/first-steps.md"),
    "API": (
        "reference/index.md",
        "authentication.md",
        "paging.md",
        "limits.md",
        "errors.md",
        "api-changes.md",
        "not-covered.md",
        "reference/*",
    ),
    "Client and command": (
        "guides/client.md",
        "api.md",
        "guides/command.md",
        "guides/typescript.md",
        "guides/mcp.md",
        "guides/from-requests.md",
        "guides/fleet.md",
    ),
    "Mock and testing": (
        "guides/testing-with-the-mock.md",
        "guides/seeds.md",
        "guides/import-from-workato.md",
        "guides/packages.md",
        "guides/control-plane.md",
        "guides/console.md",
        "guides/validating-proxy.md",
        "guides/deployment.md",
        "guides/platform.md",
    ),
    "Embedding": ("guides/embedding.md",),
    "Files": ("files.md", "guides/for-other-teams.md", "guides/files-for-other-teams.md"),
    "Evidence": ("provenance.md", "evidence.md", "guides/compatibility.md", "benchmarks.md", "project/facts.md"),
    "Project": (
        "changelog.md",
        "security.md",
        "support-policy.md",
        "architecture.md",
        "project/contributing.md",
        "project/spec.md",
        "guides/when-the-docs-change.md",
        "guides/*",
        "adr/README.md",
        "adr/*",
    ),
}


def tree(pages: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the navigation in the form of MkDocs.

    Args:
        pages: The Markdown of each page by its path.

    Raises:
        GeneratorError: A section names a page that does not exist, or a page is in no section.
    """
    left = dict.fromkeys(pages)
    named = {path for patterns in SECTIONS.values() for path in patterns if "*" not in path}
    if missing := sorted(named - left.keys()):
        raise GeneratorError(f"the navigation names pages that do not exist: {', '.join(missing)}")
    found = []
    for title, patterns in SECTIONS.items():
        own: list[str] = []
        for pattern in patterns:
            own += [path for path in left if path == pattern or (path not in named and fnmatchcase(path, pattern))]
        for path in own:
            del left[path]
        found.append({title: _nested(own)})
    if left:
        raise GeneratorError(f"pages in no section of the navigation: {', '.join(left)}")
    return found


def _nested(paths: Iterable[str]) -> list[Any]:
    """Return the pages of a section, with those of a resource, and the decisions, in groups of their own."""
    found: list[Any] = []
    groups: dict[str, list[Any]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        title = _title(folder)
        if not title:
            found.append(path)
            continue
        if title not in groups:
            groups[title] = []
            found.append({title: groups[title]})
        groups[title].insert(0 if name in _INDEXES else len(groups[title]), path)
    return found


def resource_title(name: str) -> str:
    """Return the title of a resource of the client, such as `API platform: keys` for `api_platform.keys`."""
    words = name.replace(".", ": ").replace("_", " ").split(" ")
    text = " ".join(_NAMES.get(word, word) for word in words)
    return text[:1].upper() + text[1:]


def _title(folder: str) -> str:
    """Return the title of the group of a folder's pages, or an empty string if they are not a group."""
    if folder.startswith(REFERENCE):
        return resource_title(folder.removeprefix(REFERENCE).replace("/", "."))
    return "Decisions" if folder == "adr" else ""
