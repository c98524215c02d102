"""All dependencies are pinned with hashes, and no file contains private data."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from contract_tests.support.validator import ROOT
from distribution.build import PROJECTS

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
FOLDERS = (
    *(f"contract_tests/{name}" for name in ("field", "browser", "interop", "tools")),
    "bench",
    "deploy",
    "distribution",
)
LOCKS = [ROOT / "requirements.lock", *(path for name in FOLDERS for path in ROOT.glob(f"{name}/locks/*.txt"))]
GROUPS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]


def test_each_dependency_is_pinned() -> None:
    """The lock has every dependency of both distributions, of their extras and of the development group."""
    wanted = [*GROUPS["dev"], *(text for name in PROJECTS for text in distribution(name).requires or [])]
    names = {canonicalize_name(Requirement(text).name) for text in wanted}
    pinned = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==", LOCK, re.MULTILINE)}
    assert names - pinned == PROJECTS.keys()


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_each_pin_has_hashes_and_no_url(path: Path) -> None:
    """Each entry of a lock has hashes, and the lock has no URLs or options."""
    lock = path.read_text("utf-8")
    entries = [entry for entry in re.split(r"\n(?=[^\s#])", lock) if not entry.startswith("#")]
    assert len(entries) >= 3
    assert all(re.match(r"[\w.-]+(\[[\w,]+\])?==", entry) and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in lock
    assert not re.search(r"^--", lock, re.MULTILINE)


def test_the_lock_of_node_has_hashes_and_no_url() -> None:
    """Each package in the lock of Node has a version and a hash, and the lock has no URLs."""
    lock = (ROOT / "node/package-lock.json").read_text("utf-8")
    packages = {name: entry for name, entry in json.loads(lock)["packages"].items() if name}
    assert len(packages) > 3
    assert all(entry["version"] and entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert "://" not in lock


def test_the_browser_tests_run_with_the_pins_of_the_other_tests() -> None:
    """A package that is in both locks of the browser tests' environment has the same pin in both."""
    pins = [
        dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)", path.read_text("utf-8"), re.MULTILINE))
        for path in (ROOT / "requirements.lock", ROOT / "contract_tests/browser/locks/browser.txt")
    ]
    assert pins[1].keys() - pins[0].keys() >= {"playwright", "axe-playwright-python"}
    assert {name: pins[0][name] for name in pins[1].keys() & pins[0].keys()}.items() <= pins[1].items()


def test_the_image_has_the_tested_versions_of_all_its_dependencies() -> None:
    """The lock of the image has each dependency of the mock and of its extras, with the pin of the lock for tests."""
    lock = (ROOT / "deploy/locks/image.txt").read_text("utf-8")
    pins = re.findall(r"^([\w.-]+==\S+)", lock, re.MULTILINE)
    assert set(pins) <= set(re.findall(r"^([\w.-]+==\S+)", LOCK, re.MULTILINE))
    needed: set[str] = set()
    waiting = [("workato-embedded-mock", extra) for extra in ("", "console", "embedding", "postgres")]
    while waiting:
        name, extra = waiting.pop()
        for text in distribution(name).requires or []:
            wanted = Requirement(text)
            applies = wanted.marker is None or wanted.marker.evaluate({"extra": extra, "sys_platform": "linux"})
            if applies and (canonical := canonicalize_name(wanted.name)) not in needed:
                needed.add(canonical)
                waiting += [(wanted.name, each) for each in ("", *wanted.extras)]
    assert needed - {canonicalize_name(pin.partition("==")[0]) for pin in pins} == {"workato-embedded"}


def test_no_mail_address_or_token_is_committed() -> None:
    """All mail addresses are of example.com, and no file has text in the form of an API token."""
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    for name in files:
        text = (ROOT / name).read_text(encoding="utf-8", errors="replace")
        mails = set(re.findall(r"\b[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", text))
        assert mails <= {"example.com", "127.0.0.1"}, name  # the latter in URLs of databases
        assert not re.search(r"\bwrk[a-z]*-[\w-]{20,}", text), name
