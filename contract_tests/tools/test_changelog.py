"""The changelog has an entry for each release, and the fragments of changes make the next one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from contract_tests.support.validator import ROOT
from generator.releases import recorded_versions

KINDS: Final = "added|changed|fixed|removed"


def entries(text: str) -> list[str]:
    """Return the versions of a changelog, in its order."""
    return re.findall(r"^## (\S+) \(\d{4}-\d\d-\d\d\)$", text, re.MULTILINE)


def test_each_release_has_an_entry() -> None:
    """Each recorded release has an entry with its version and day, the newest first."""
    versions = recorded_versions(ROOT)
    assert [version for version in entries((ROOT / "CHANGELOG.md").read_text("utf-8")) if version in versions] == list(
        reversed(versions)
    )


def test_each_fragment_has_a_kind() -> None:
    """The files in changes/ are named by a change and its kind, or towncrier would ignore them."""
    names = {path.name for path in (ROOT / "changes").iterdir()} - {"README.md", "template.md.jinja"}
    assert [name for name in names if not re.fullmatch(rf"[a-z0-9]+(-[a-z0-9]+)*\.({KINDS})\.md", name)] == []


def test_fragments_become_the_entry_of_a_release(tmp_path: Path) -> None:
    """Towncrier writes one line for each fragment, without its name, above the entries of earlier releases."""
    for name in ("CHANGELOG.md", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "changes").mkdir()
    for name in ("README.md", "template.md.jinja"):
        shutil.copy(ROOT / "changes" / name, tmp_path / "changes")
    for name, text in (("less", "Less\nmemory."), ("speed", "Faster.")):
        (tmp_path / f"changes/{name}.fixed.md").write_text(text, encoding="utf-8")
    command = ["build", "--yes", "--version", "77.0.0", "--date", "2027-01-31"]
    subprocess.run(
        [sys.executable, "-m", "towncrier", *command], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    text = (tmp_path / "CHANGELOG.md").read_text("utf-8")
    assert "\n\n## 77.0.0 (2027-01-31)\n\n### Fixed\n\n- Less\n  memory.\n- Faster.\n\n## " in text
    assert entries(text) == ["77.0.0", *entries((ROOT / "CHANGELOG.md").read_text("utf-8"))]
