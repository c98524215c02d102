"""Checks the metadata of wheels and sdists, and lists what must be set before they are published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from distribution.archives import Archive
from distribution.build import PROJECTS

_URLS = ("Homepage", "Documentation", "Changelog", "Issues", "Source")
# Each distribution needs at least one classifier that starts with each of these.
_CLASSIFIERS = (
    "Development Status",
    "Intended Audience",
    "Operating System",
    "Programming Language :: Python ::",
    "Topic",
    "Typing :: Typed",
)
# The target of a relative link or picture, which does not exist on the page of a package index.
_RELATIVE = re.compile(r'(?:\]\(|src(?:set)?=")(?![a-z]+:|#)([^)"\s]+)')
# Reserved: nothing that is published may lead there.
_PLACEHOLDER = "example.com"


def metadata_problems(archives: Sequence[Archive]) -> Iterator[str]:
    """Yield a sentence for each fault in the metadata of a release.

    A release has a wheel and an sdist of each distribution, with the same metadata, and one version.
    """
    kinds = sorted((str(archive.metadata["Name"]), archive.is_wheel) for archive in archives)
    if kinds != sorted((name, is_wheel) for name in PROJECTS for is_wheel in (True, False)):
        yield f"expected a wheel and an sdist of each of {', '.join(PROJECTS)}; found {len(archives)} files"
    versions = sorted({str(archive.metadata["Version"]) for archive in archives})
    if len(versions) != 1:
        yield f"expected one version, found {', '.join(versions)}"
    for archive in archives:
        for problem in _file_problems(archive):
            yield f"{archive.path.name}: {problem}"
        twins = [each for each in archives if each.metadata["Name"] == archive.metadata["Name"]]
        if archive.is_wheel and any(_text(each) != _text(archive) for each in twins):
            yield f"{archive.path.name} and the sdist differ in their metadata"


def to_do(archives: Sequence[Archive]) -> list[str]:
    """Return what must be set in pyproject.toml before the release is published: addresses that do not exist yet."""
    addresses = {
        value
        for archive in archives
        for field in ("Project-URL", "Author-email")
        for value in archive.metadata.get_all(field, [])
        if _PLACEHOLDER in value
    }
    hosts = {urlsplit(address.partition(", ")[2]).netloc for address in addresses} - {""}
    described = {f"links of the README to {host}" for host in hosts if any(host in _text(each) for each in archives)}
    return sorted(addresses | described)


def _file_problems(archive: Archive) -> Iterator[str]:
    metadata = archive.metadata
    urls = dict(each.split(", ", 1) for each in metadata.get_all("Project-URL", []))
    missing = [label for label in _URLS if not urls.get(label, "").startswith("https://")]
    if missing:
        yield f"expected URLs with https for {', '.join(missing)}"
    classifiers = metadata.get_all("Classifier", [])
    for wanted in _CLASSIFIERS:
        if not any(each.startswith(wanted) for each in classifiers):
            yield f"expected a classifier {wanted}"
    if any(each.startswith("License ::") for each in classifiers):
        yield "expected no classifier of the license besides the expression"
    if metadata["License-Expression"] is None or metadata["License-File"] is None:
        yield "expected a license expression and a license file"
    if found := _RELATIVE.search(str(metadata.get_payload())):
        yield f"expected absolute links in the description, found {found[1]}"
    if metadata["Requires-Python"] is None:
        yield "expected the Pythons that it supports"


def _text(archive: Archive) -> str:
    return archive.metadata.as_string()
