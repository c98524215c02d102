"""A repository to break: a copy of the spec, of what is generated from it, and of pyproject.toml."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

Edit = Callable[[str, str, str], None]


@pytest.fixture
def copied_root(tmp_path: Path) -> Path:
    """The repository's spec and generated files, in a folder of their own."""
    for name in ("spec", "generated_client"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.fixture
def edit(copied_root: Path) -> Edit:
    """Replaces the first occurrence of a text in a file of the copied spec; the text must be there."""

    def replace(file: str, old: str, new: str) -> None:
        path = copied_root / "spec" / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace
