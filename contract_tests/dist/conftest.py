"""The files for other teams, in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_tests.support.validator import ROOT
from generator.bundle import bundle
from generator.dist import dist_files, write_dist

GUIDE = ROOT / "docs/guides/files-for-other-teams.md"


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files, without pages."""
    path = tmp_path_factory.mktemp("files")
    write_dist(dist_files(bundle(ROOT / "spec"), ROOT, {}), path)
    return path
