"""The files for other teams, in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_tests.support.validator import ROOT
from generator.bundle import Bundle
from generator.dist import dist_files, write_dist
from generator.dist.typescript import typescript_package
from generator.outputs import linted, package_version

GUIDE = ROOT / "docs/guides/files-for-other-teams.md"


@pytest.fixture(scope="package")
def bundle() -> Bundle:
    """Return the document."""
    return linted(ROOT)


@pytest.fixture(scope="package")
def folder(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files, without pages."""
    path = tmp_path_factory.mktemp("files")
    write_dist(dist_files(bundle, ROOT, {}), path)
    return path


@pytest.fixture(scope="package")
def archive(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the archive of the TypeScript package, in a folder outside the repository."""
    ((name, content),) = typescript_package(bundle, package_version(ROOT), ROOT).items()
    path = tmp_path_factory.mktemp("dist") / name
    path.write_bytes(content)
    return path
