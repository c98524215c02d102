"""Builds the published site with Zensical: guides, reference, evidence, and files for other teams.

Every page works as a local file and under any path of a server, and loads nothing from other hosts.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from generator.bundle import Bundle
from generator.dist import dist_files
from generator.findings import GeneratorError
from generator.site import documents, navigation, zensical
from generator.site.facts import fact_pages
from generator.site.reference import reference_pages

_FILES = "files"
_NO_PACKAGE: Final[Mapping[str, bytes]] = MappingProxyType({})
_HERE = Path(__file__).parent
# The search of a page that is opened as a local file needs it: there, browsers start no workers.
_SHIM = Path("node/node_modules/iframe-worker/shim/index.js")


def build_site(bundle: Bundle, root: Path, folder: Path, package: Mapping[str, bytes] = _NO_PACKAGE) -> list[str]:
    """Replace `folder` with the site, and return the paths of its files.

    Args:
        bundle: The document.
        root: The repository.
        folder: The folder of the site.
        package: The archive of the TypeScript package by its name. Without it, the site has none.

    Raises:
        GeneratorError: A tool is not installed, `folder` contains files that are not a site, or the target of a
            link does not exist.
    """
    if not (root / _SHIM).is_file():
        raise GeneratorError("iframe-worker is not installed; `make docs` installs it (needs Node and npm)")
    if folder.exists() and any(folder.iterdir()) and not (folder / "search.js").exists():
        raise GeneratorError(f"{folder} contains files that are not a site; choose another folder")
    pages = site_pages(bundle, root, typescript=bool(package))
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        sources = work / zensical.SOURCES
        shutil.copytree(_HERE / "static", sources / "assets")
        shutil.copy(root / _SHIM, sources / "assets/iframe-worker.js")
        files = {f"{_FILES}/{path}": data for path, data in {**dist_files(bundle, root, pages), **package}.items()}
        # Zensical renders each Markdown file: those for other programs are added after that.
        later = {path: data for path, data in files.items() if path.endswith(".md")}
        content = {path: text.encode() for path, text in pages.items()}
        earlier = {path: data for path, data in files.items() if path not in later}
        _write({**content, **documents.pictures(root), **earlier}, sources)
        built = zensical.build(work, navigation.tree(pages))
        _write(later, built)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.move(built, folder)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def site_pages(bundle: Bundle, root: Path, *, typescript: bool = False) -> dict[str, str]:
    """Return the Markdown of each page by its path on the site.

    Args:
        bundle: The document.
        root: The repository.
        typescript: Whether the site has the TypeScript package.

    Raises:
        GeneratorError: A document of the repository is missing, or the results of the contract tests cannot be read.
    """
    return {**documents.pages(root), **fact_pages(bundle, root, typescript=typescript), **reference_pages(bundle)}
