"""The client's source is in one folder, and is linted, type checked and measured where it is edited."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from generator.bundle import BANNER
from generator.publish import CLIENT, OWNED
from generator.tests.conftest import ROOT

RUNTIME = f"{CLIENT}/_runtime"
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]


def command(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python in a folder."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def generated(path: Path, root: Path) -> bool:
    """Return whether the generator owns a file."""
    return path.relative_to(root).as_posix().startswith(OWNED)


def test_no_file_is_a_copy_of_another() -> None:
    """No two Python files with code have exactly the same content, the banner aside."""
    folders = ("contract_tests", "examples", "generated_client", "generator", "mock_server")
    copies = defaultdict(list)
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        code = path.read_text(encoding="utf-8").removeprefix(f"# {BANNER}\n").strip()
        if len(code.splitlines()) > 1:
            copies[hashlib.sha256(code.encode()).hexdigest()].append(path.relative_to(ROOT).as_posix())
    assert [paths for paths in copies.values() if len(paths) > 1] == []


@pytest.mark.slow
@pytest.mark.parametrize("state", ["missing", "conflicting"])
def test_build_repairs_every_generated_file(state: str, copied_root: Path) -> None:
    """`build` works when all generated files are missing, or all have conflict markers."""
    files = [path for path in copied_root.rglob("*") if path.is_file() and generated(path, copied_root)]
    before = {path: path.read_bytes() for path in files}
    for path in files:
        if state == "missing":
            path.unlink()
        else:
            path.write_bytes(b"<<<<<<< HEAD\n%s=======\n>>>>>>> theirs\n" % before[path])
    # The copy's client takes precedence over the installed one.
    client = str(copied_root / "generated_client")
    done = command("generator", "build", "--root", str(copied_root), folder=ROOT, PYTHONPATH=client)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path: path.read_bytes() for path in files} == before


@pytest.fixture
def faulty(tmp_path: Path) -> str:
    """A copy of the client and the configuration, with an error in a hand-written module; its path in the copy."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / CLIENT, tmp_path / CLIENT, ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / RUNTIME / "lazy.py").open("a", encoding="utf-8") as module:
        module.write('import os\n\n\ndef faulty() -> int:\n    return "not a number"\n')
    return f"{RUNTIME}/lazy.py"


def test_ruff_finds_an_error_in_the_runtime(faulty: str, tmp_path: Path) -> None:
    """The linter reads the hand-written modules of the client, and no generated one."""
    found = command("ruff", "check", "--no-cache", "--output-format=concise", folder=tmp_path)
    assert found.returncode == 1
    assert {line.partition(":")[0] for line in found.stdout.splitlines() if ".py:" in line} == {faulty}
    assert "F401" in found.stdout
    listed = command("ruff", "check", "--show-files", folder=tmp_path).stdout.splitlines()
    read = {Path(path).relative_to(tmp_path).as_posix() for path in listed if path.endswith(".py")}
    assert read == {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.py") if not generated(path, tmp_path)
    }


@pytest.mark.slow
def test_mypy_finds_an_error_in_the_runtime(faulty: str, tmp_path: Path) -> None:
    """The type checker's configuration names the client's folder, and finds the error in it."""
    assert "generated_client" in CONFIG["mypy"]["files"]
    found = command("mypy", f"--cache-dir={os.devnull}", CLIENT, folder=tmp_path)
    assert found.returncode == 1
    assert f"{faulty}:" in found.stdout
    assert "[return-value]" in found.stdout


def test_coverage_measures_what_ships() -> None:
    """Coverage measures every hand-written module of the client and requires 100% of the branches."""
    run, report = CONFIG["coverage"]["run"], CONFIG["coverage"]["report"]
    assert (run["branch"], report["fail_under"]) == (True, 100)
    hand_written = [p for p in (ROOT / CLIENT).iterdir() if p.name != "py.typed" and not generated(p, ROOT)]
    names = {f"workato_embedded.{path.stem}" for path in hand_written if path.name != "__pycache__"}
    assert names == set(run["source_pkgs"])
