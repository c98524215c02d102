"""Files are replaced whole, and traces of running programs are no drift."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish import compare, publish

FILES = {"generated_client/a.py": "a = 1\n", "generated_client/deep/b.py": "b = 2\n", "spec/dist/c.json": "{}\n"}


def test_what_is_published_is_no_drift(tmp_path: Path) -> None:
    """After publishing, a comparison finds nothing."""
    assert publish(FILES, tmp_path).missing == sorted(FILES)
    assert not compare(FILES, tmp_path)
    assert str(compare(FILES, tmp_path)) == ""


def test_traces_of_running_programs_are_no_drift(tmp_path: Path) -> None:
    """Byte code and caches of tools below the generated folders do not count."""
    publish(FILES, tmp_path)
    for path in ("__pycache__/a.pyc", ".mypy_cache/x.json", "workato_embedded.egg-info/PKG-INFO"):
        target = tmp_path / "generated_client" / path
        target.parent.mkdir(parents=True)
        target.write_text("", encoding="utf-8")
    assert not compare(FILES, tmp_path)


def test_folders_that_become_empty_are_removed(tmp_path: Path) -> None:
    """A file that is no longer generated goes, and so does the folder that held nothing else."""
    publish(FILES, tmp_path)
    fewer = {path: text for path, text in FILES.items() if "deep" not in path}
    assert publish(fewer, tmp_path).extra == ["generated_client/deep/b.py"]
    assert not (tmp_path / "generated_client/deep").exists()


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupted write leaves the old file whole and no half-written one beside it."""
    publish(FILES, tmp_path)

    def fail(self: Path, mode: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "chmod", fail)
    with pytest.raises(OSError, match="disk full"):
        publish({**FILES, "generated_client/a.py": "a = 2\n"}, tmp_path)
    assert (tmp_path / "generated_client/a.py").read_text(encoding="utf-8") == "a = 1\n"
    assert [path.name for path in (tmp_path / "generated_client").iterdir() if path.is_file()] == ["a.py"]
