"""The files of a release are built from the last commit only, and always have the same bytes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from distribution.checksums import clear
from distribution.tests.conftest import git

ROOT = Path(__file__).resolve().parents[2]


def build(root: Path, output: Path, umask: int = -1, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m distribution build` with environment variables and a umask."""
    return subprocess.run(
        [sys.executable, "-m", "distribution", "build", "--root", str(root), "--output", str(output)],
        cwd=ROOT,
        env={**os.environ, **variables},
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )


def built(output: Path) -> dict[str, bytes]:
    """Return the files of a release by name."""
    return {path.name: path.read_bytes() for path in output.iterdir()}


def test_the_same_commit_gives_the_same_bytes(committed: Path, tmp_path: Path) -> None:
    """Umask, time zone, locale, hash seed, folders, times of files and what is not tracked do not change a byte."""
    other = tmp_path / "dist/build/Ünother folder"
    git(tmp_path, "clone", "--quiet", str(committed), str(other))
    # git ignores these. The last one is what `make evidence` writes.
    document = (other / "spec/dist/openapi.json").read_bytes()
    evidence = f'{{"spec_sha256": "{hashlib.sha256(document).hexdigest()}", "operations": {{}}}}'
    for name, text in (("generated_client/workato_embedded/build/a.py", ""), ("build/evidence.json", evidence)):
        (other / name).parent.mkdir(parents=True, exist_ok=True)
        (other / name).write_text(text, "utf-8")
    with (other / ".git/info/exclude").open("a") as excluded:
        excluded.write("/generated_client/workato_embedded/build/\n")
    for path in other.rglob("*.py"):
        os.utime(path, (1, 1))
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    # Files in a parent folder that tell other builds what to leave out.
    (tmp_path / ".gitignore").write_text("*\n", "utf-8")
    one = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    two = {
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "2",
        "SOURCE_DATE_EPOCH": "86400",
        "TMPDIR": str(temporary),
        "HATCH_BUILD_HOOKS_ENABLE": "1",
        "PYTHONPATH": str(other / "generator"),
    }
    for root, output, umask, variables in ((committed, "one", 0o022, one), (other, "two", 0o077, two)):
        done = build(root, tmp_path / output, umask, **variables)
        assert (done.returncode, done.stderr) == (0, "")
    first, second = built(tmp_path / "one"), built(tmp_path / "two")
    assert len(first) == 5
    assert [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)] == []
    sums = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path / "one", capture_output=True, check=False
    )
    assert sums.stdout.count(b": OK\n") == 4


def test_a_changed_tree_is_rejected(repository: Path, tmp_path: Path) -> None:
    """A file that differs from the last commit, or is new, stops the build with one sentence."""
    (repository / "new.py").touch()
    done = build(repository, tmp_path / "output")
    sentence = "not as in the last commit: commit, stash or remove the changes\n"
    assert (done.returncode, done.stderr) == (1, f"Error: new.py {sentence}")
    (repository / "README.md").write_text("", "utf-8")
    assert build(repository, tmp_path / "output").stderr == f"Error: README.md and 1 more {sentence}"
    assert not (tmp_path / "output").exists()


def test_a_failed_build_leaves_no_files(repository: Path, tmp_path: Path) -> None:
    """A commit that cannot be built gives one error, and no file that looks like a release."""
    (repository / "spec/dist/openapi.json").unlink()
    git(repository, "commit", "--quiet", "--all", "--message", "Break")
    done = build(repository, tmp_path / "output")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: cannot build the ")
    assert built(tmp_path / "output") == {}


def test_files_of_something_else_are_kept(committed: Path, tmp_path: Path) -> None:
    """A folder with files that no release wrote stays unchanged; an earlier release is replaced."""
    output = tmp_path / "output"
    output.mkdir()
    (output / "notes.txt").touch()
    done = build(committed, output)
    message = f"Error: {output} has files of something else: expected an empty folder, or an earlier release\n"
    assert (done.returncode, done.stderr) == (1, message)
    assert built(output) == {"notes.txt": b""}
    (output / "SHA256SUMS").touch()
    clear(output)
    assert built(output) == {}
