"""Everything that is installed is pinned, with hashes and without addresses."""

from __future__ import annotations

import re
import subprocess
import tomllib

from contract_tests.support.validator import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def normal(name: str) -> str:
    """Return a distribution's name in its normal form."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_each_dependency_is_pinned() -> None:
    """What pyproject.toml asks for, with all its extras, stands in the lock."""
    wanted = [*PROJECT["dependencies"], *(d for extra in PROJECT["optional-dependencies"].values() for d in extra)]
    names = {normal(re.split(r"[\[<>=~! ]", requirement)[0]) for requirement in wanted} - {"workato-embedded"}
    pinned = {normal(name) for name in re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==", LOCK, re.MULTILINE)}
    assert names <= pinned


def test_each_pin_has_hashes_and_no_address() -> None:
    """The lock says which bytes are meant, and not where to get them."""
    entries = [entry for entry in re.split(r"\n(?=\S)", LOCK) if "==" in entry]
    assert len(entries) > 50
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in LOCK
    assert not re.search(r"^--", LOCK, re.MULTILINE)


def test_no_address_of_a_person_or_a_token_is_committed() -> None:
    """Mail addresses are of example.com, and nothing looks like a token of the API."""
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    for name in files:
        text = (ROOT / name).read_text(encoding="utf-8", errors="replace")
        mails = set(re.findall(r"\b[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", text))
        assert mails <= {"example.com", "127.0.0.1"}, name  # the latter in URLs of databases
        assert not re.search(r"\bwrk[a-z]*-[\w-]{20,}", text), name
