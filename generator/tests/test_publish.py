"""Tests of publishing: atomic replacement of files, and detection of outdated ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish import compare, publish

FILES = {"generated_client/a.py": "a = 1\n", "generated_client/deep/b.py": "b = 2\n", "spec/dist/c.json": "{}\n"}


def test_published_files_are_up_to_date(tmp_path: Path) -> None:
    """A comparison after publishing finds no difference."""
    assert publish(FILES, tmp_path).missing == sorted(FILES)
    assert not compare(FILES, tmp_path)
    assert str(compare(FILES, tmp_path)) == ""


def test_caches_are_ignored(tmp_path: Path) -> None:
    """Byte code and tool caches in the generated folders are ignored."""
    publish(FILES, tmp_path)
    for path in ("__pycache__/a.pyc", ".mypy_cache/x.json", "workato_embedded.egg-info/PKG-INFO"):
        target = tmp_path / "generated_client" / path
        target.parent.mkdir(parents=True)
        target.write_text("", encoding="utf-8")
    assert not compare(FILES, tmp_path)


def test_folders_that_become_empty_are_removed(tmp_path: Path) -> None:
    """A file that is no longer generated is deleted, and so is its folder when empty."""
    publish(FILES, tmp_path)
    fewer = {path: text for path, text in FILES.items() if "deep" not in path}
    assert publish(fewer, tmp_path).extra == ["generated_client/deep/b.py"]
    assert not (tmp_path / "generated_client/deep").exists()


def test_a_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed write leaves the old file unchanged and no temporary file behind."""
    publish(FILES, tmp_path)

    def fail(self: Path, mode: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "chmod", fail)
    with pytest.raises(OSError, match="disk full"):
        publish({**FILES, "generated_client/a.py": "a = 2\n"}, tmp_path)
    assert (tmp_path / "generated_client/a.py").read_text(encoding="utf-8") == "a = 1\n"
    assert [path.name for path in (tmp_path / "generated_client").iterdir() if path.is_file()] == ["a.py"]
