"""The typing tests cover all public names, and those of the last release pass with the current client."""

from __future__ import annotations

import ast
import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path

import attr
import attrs
import httpx2
import pytest
import workato_embedded
from workato_embedded import models, testing
from workato_embedded._operations.index import ALL

from contract_tests.support.validator import ROOT
from contract_tests.tools.previous_typing import SOURCES, TESTS, check
from generator.releases.records import current_files, record_of, write_record

FILES = sorted((ROOT / TESTS).glob("*.py"))


def names() -> set[str]:
    """Return every name and attribute that the typing tests use."""
    nodes = [node for file in FILES for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }


def test_every_public_name_is_typed() -> None:
    """Each public name of the package and of its `testing` module, and each method, is in a typing test."""
    used = names()
    assert set(workato_embedded.__all__) <= used
    assert set(testing.__all__) <= used
    text = (ROOT / TESTS / "every_method.py").read_text(encoding="utf-8")
    for operation in ALL:
        assert f"\ndef {operation.id}(" in text
        assert f"def async_{operation.id}(" in text


def test_models_are_typed() -> None:
    """Models are in a typing test, except those that are only parts of others."""
    used = names()
    assert len(used & set(models.__all__)) > 30


TYPED = """from typing import assert_type

from workato_embedded import convert

assert_type(convert(7), str)
"""
CLIENT = "def convert(number: int) -> str:\n    return str(number)\n"


# The settings of this repository that the check relies on.
SETTINGS = f"""[project]
version = "1.0.0"

[tool.mypy]
strict = true
mypy_path = ["{SOURCES}"]
explicit_package_bases = true
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with a client of one function and its typing test, not released."""
    files = {
        f"{SOURCES}/workato_embedded/__init__.py": CLIENT,
        f"{SOURCES}/workato_embedded/py.typed": "",
        f"{TESTS}/api.py": TYPED,
        "spec/dist/openapi.json": "{}",
        "pyproject.toml": SETTINGS,
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def record(root: Path, version: str = "1.0.0") -> None:
    """Record a release with the current files."""
    write_record(record_of(version, root), current_files(root))


def change(root: Path, old: str, new: str) -> None:
    """Change the client in the working tree."""
    module = root / SOURCES / "workato_embedded/__init__.py"
    module.write_text(CLIENT.replace(old, new), encoding="utf-8")


def test_without_a_release_nothing_is_checked(repository: Path) -> None:
    """Before the first release the check passes and says why."""
    assert check(repository) == (True, "There is no release yet, so there are no typing tests to check.")


def test_the_typing_tests_of_the_last_release_must_pass(repository: Path) -> None:
    """A client that accepts more types passes; a client that returns another type fails, even if its own tests pass."""
    record(repository)
    change(repository, "number: int", "number: int | str")
    assert check(repository) == (True, "The typing tests of 1.0.0 pass with the client.")
    change(repository, "-> str:\n    return str(number)", "-> int:\n    return number")
    (repository / TESTS / "api.py").write_text(TYPED.replace("str)", "int)"), encoding="utf-8")
    passed, message = check(repository)
    assert not passed
    assert message.startswith(
        "The typing tests of 1.0.0 fail with the client: change the client, or raise the version to 2.0.0 or higher\n"
    )
    assert 'api.py:5: error: Expression is of type "int", not "str"' in message


def test_a_function_that_is_gone_fails(repository: Path) -> None:
    """A client without a function of the last release fails, even if the typing tests no longer name the function."""
    record(repository)
    change(repository, "convert", "other")
    (repository / TESTS / "api.py").write_text("", encoding="utf-8")
    passed, message = check(repository)
    assert not passed
    assert 'has no attribute "convert"' in message


@pytest.mark.parametrize(("version", "passes"), [("1.9.0", False), ("2.0.0.dev1", True), ("2.0.0", True)])
def test_a_new_major_version_may_break_types(version: str, passes: bool, repository: Path) -> None:
    """Until the version is a new major version, the typing tests of the last release must pass."""
    record(repository)
    change(repository, "convert", "other")
    settings = repository / "pyproject.toml"
    settings.write_text(SETTINGS.replace("1.0.0", version), encoding="utf-8")
    passed, message = check(repository)
    assert passed is passes
    assert message.startswith("The typing tests of 1.0.0 fail with the client")


def test_a_client_that_accepts_what_it_rejected_passes(repository: Path) -> None:
    """Typing tests also show what the client rejects; a client that accepts it later is compatible."""
    with (repository / TESTS / "api.py").open("a", encoding="utf-8") as file:
        file.write('convert("7")  # type: ignore[arg-type]\n')
    record(repository)
    change(repository, "number: int", "number: int | str")
    assert check(repository) == (True, "The typing tests of 1.0.0 pass with the client.")


def test_the_newest_release_is_checked(repository: Path) -> None:
    """Of several releases, the one with the highest version is checked: 1.10.0 is newer than 1.9.0."""
    for version in ("1.10.0", "1.9.0", "1.0.1"):
        record(repository, version)
    assert check(repository) == (True, "The typing tests of 1.10.0 pass with the client.")


def test_a_record_that_was_edited_fails(repository: Path) -> None:
    """Typing tests that were changed or deleted in a record fail the check with one sentence."""
    record(repository)
    (repository / "releases/1.0.0/typing/api.py").unlink()
    passed, message = check(repository)
    assert not passed
    assert message.startswith("releases/1.0.0 is not what SHA256SUMS in it says: restore it")


# Without the cache of `make check`, mypy reads the whole client.
@pytest.mark.nightly
def test_a_method_that_is_gone_fails(tmp_path: Path) -> None:
    """The client of this repository, without one of its methods, fails the typing tests that it had with it."""
    for name in (SOURCES, TESTS, "spec/dist"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    record(tmp_path)
    module = tmp_path / SOURCES / "workato_embedded/resources/tags.py"
    module.write_text(module.read_text("utf-8").replace("def list(", "def read("), encoding="utf-8")
    passed, message = check(tmp_path)
    assert not passed
    assert '"Tags" has no attribute "list"' in message


WITHOUT_HTTPX = """from typing import assert_type

import httpx2
from workato_embedded import WorkatoEmbedded
from workato_embedded.testing import Stub

client = WorkatoEmbedded("token", timeout=httpx2.Timeout(5), http_client=httpx2.Client(transport=Stub()))
assert_type(client.with_options(auth=httpx2.BasicAuth("ada", "key")), WorkatoEmbedded)
WorkatoEmbedded(http_client="https://api.example.com")
WorkatoEmbedded(timeout="5")
WorkatoEmbedded(auth=5)
"""


def test_types_are_complete_without_httpx(tmp_path: Path) -> None:
    """Where httpx is not installed, type checkers still check the HTTP client, the timeout and the auth object."""
    packages = tmp_path / "packages"
    packages.mkdir()
    for package in (httpx2, attr, attrs):
        folder = Path(inspect.getfile(package)).parent
        (packages / folder.name).symlink_to(folder)
    (tmp_path / "program.py").write_text(WITHOUT_HTTPX, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--config-file=",
            "--no-site-packages",
            "--no-error-summary",
            "program.py",
        ],
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": f"{ROOT / SOURCES}:{packages}", "MYPY_CACHE_DIR": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    errors = [line for line in done.stdout.splitlines() if line.startswith("program.py")]
    assert [line.partition("error: ")[2].partition(" has")[0] for line in errors if "error" in line] == [
        'Argument "http_client" to "WorkatoEmbedded"',
        'Argument "timeout" to "WorkatoEmbedded"',
        'Argument "auth" to "WorkatoEmbedded"',
    ]
