"""Shared by the tests of the release: a repository with the files of this one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from contract_tests.support.distributions import copy_sources
from distribution.archives import Archive, read_archives
from distribution.build import build_all

_AUTHOR = ("-c", "user.name=Test", "-c", "user.email=test@example.com")


def git(root: Path, *words: str) -> None:
    """Run git in a folder."""
    subprocess.run(["git", "-C", str(root), *_AUTHOR, *words], check=True, capture_output=True)


@pytest.fixture(scope="session")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository whose only commit has the files of this one. Tests do not change it."""
    root = tmp_path_factory.mktemp("committed")
    copy_sources(root)
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "All")
    return root


@pytest.fixture
def repository(committed: Path, tmp_path: Path) -> Path:
    """Return a copy of the repository."""
    return Path(shutil.copytree(committed, tmp_path / "repository"))


@pytest.fixture(scope="session")
def built(committed: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Archive]:
    """Return the wheels and sdists of the repository."""
    folder = tmp_path_factory.mktemp("release")
    build_all(committed, folder, time=1_700_000_000)
    return read_archives(folder)
