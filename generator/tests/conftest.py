"""Fixtures of the generator's tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

Edit = Callable[[str, str, str], None]


@pytest.fixture
def edit(copied_root: Path) -> Edit:
    """Return a function that replaces the first occurrence of a text in a file of the copied spec."""

    def replace(file: str, old: str, new: str) -> None:
        path = copied_root / "spec" / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace
