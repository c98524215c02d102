"""Tests of publishing: atomic replacement of files, and detection of outdated ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.bundle import BANNER
from generator.outputs import generate
from generator.publish import CLIENT, OWNED, compare, has_banner, publish
from generator.tests.conftest import ROOT

MODELS = f"{CLIENT}/models"
FILES = {
    f"{MODELS}/a.py": f"# {BANNER}\na = 1\n",
    f"{MODELS}/deep/b.py": f"# {BANNER}\nb = 2\n",
    "spec/dist/c.json": "{}\n",
}


def test_published_files_are_up_to_date(tmp_path: Path) -> None:
    """A comparison after publishing finds no difference."""
    assert publish(FILES, tmp_path).missing == sorted(FILES)
    assert not compare(FILES, tmp_path)
    assert str(compare(FILES, tmp_path)) == ""


def test_caches_are_ignored(tmp_path: Path) -> None:
    """Byte code and tool caches in the generated folders are ignored."""
    publish(FILES, tmp_path)
    for path in ("__pycache__/a.pyc", ".mypy_cache/x.json"):
        target = tmp_path / MODELS / path
        target.parent.mkdir(parents=True)
        target.write_text("", encoding="utf-8")
    assert not compare(FILES, tmp_path)


def test_folders_that_become_empty_are_removed(tmp_path: Path) -> None:
    """A file that is no longer generated is deleted, and so is its folder when empty."""
    publish(FILES, tmp_path)
    fewer = {path: text for path, text in FILES.items() if "deep" not in path}
    assert publish(fewer, tmp_path).extra == [f"{MODELS}/deep/b.py"]
    assert not (tmp_path / MODELS / "deep").exists()


def test_a_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed write leaves the old file unchanged and no temporary file behind."""
    publish(FILES, tmp_path)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "chmod", fail)
    with pytest.raises(OSError, match="disk full"):
        publish({**FILES, f"{MODELS}/a.py": "a = 2\n"}, tmp_path)
    assert (tmp_path / MODELS / "a.py").read_text(encoding="utf-8") == FILES[f"{MODELS}/a.py"]
    assert [path.name for path in (tmp_path / MODELS).iterdir() if path.is_file()] == ["a.py"]


def test_a_file_without_the_banner_is_never_deleted(tmp_path: Path) -> None:
    """A hand-written file in a generated folder is reported, and stays."""
    publish(FILES, tmp_path)
    note = tmp_path / "spec/dist/notes.json"
    note.write_text("{}\n", encoding="utf-8")
    differences = publish(FILES, tmp_path)
    assert (differences.extra, differences.unknown) == ([], ["spec/dist/notes.json"])
    assert str(differences).startswith("spec/dist/notes.json was not generated: ")
    assert note.exists()


def test_files_outside_the_generated_folders_are_ignored(tmp_path: Path) -> None:
    """The client's hand-written modules are in the same package as the generated ones, and are not reported."""
    publish(FILES, tmp_path)
    for path in ("_runtime/paging.py", "testing.py"):
        target = tmp_path / CLIENT / path
        target.parent.mkdir(exist_ok=True)
        target.write_text("", encoding="utf-8")
    assert not compare(FILES, tmp_path)


def test_the_generator_writes_only_what_it_owns() -> None:
    """Every generated path is listed in `OWNED`, so that no template can overwrite a hand-written file."""
    assert [path for path in generate(ROOT) if not path.startswith(OWNED)] == []
    assert [path for path in OWNED if not (ROOT / path).exists()] == []


def hand_written(path: str) -> bool:
    """Return whether a file of the repository is written by hand."""
    return not any(path == owned or path.startswith(f"{owned}/") for owned in OWNED)


def test_generated_modules_have_the_banner_and_no_others_do() -> None:
    """The first line of a Python file says whether it may be edited."""
    folders = ("bench", "contract_tests", "examples", "generated_client", "generator", "mock_server")
    modules = {path.relative_to(ROOT).as_posix(): path for name in folders for path in (ROOT / name).rglob("*.py")}
    assert [name for name, path in modules.items() if has_banner(path) == hand_written(name)] == []
    assert any(not hand_written(name) for name in modules)
