"""The typing tests cover all public names, and those of the last release pass with the current client."""

from __future__ import annotations

import ast
import inspect
import os
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


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with a client of one function and its typing test, committed but not released."""
    for path, text in ((f"{SOURCES}/workato_embedded/__init__.py", CLIENT), (f"{TESTS}/api.py", TYPED)):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / SOURCES / "workato_embedded/py.typed").touch()
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "A client")
    return tmp_path


def git(root: Path, *words: str) -> None:
    """Run git with a fixed author and without the settings of the user."""
    person = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in PERSON.items()}
    environment = {**os.environ, **person, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True, env=environment)


PERSON = {"NAME": "Kim", "EMAIL": "kim@example.com"}


def change(root: Path, old: str, new: str) -> None:
    """Change the client in the working tree."""
    module = root / SOURCES / "workato_embedded/__init__.py"
    module.write_text(CLIENT.replace(old, new), encoding="utf-8")


def test_without_a_release_nothing_is_checked(repository: Path) -> None:
    """Before the first tag the check passes and says why."""
    assert check(repository) == (True, "There is no release yet, so there are no typing tests to check.")


def test_the_typing_tests_of_the_last_release_must_pass(repository: Path) -> None:
    """A client that accepts more types passes; a client that returns another type fails, even if its own tests pass."""
    git(repository, "tag", "v0.1.0")
    change(repository, "number: int", "number: int | str")
    assert check(repository) == (True, "The typing tests of v0.1.0 pass with the client.")
    change(repository, "-> str:\n    return str(number)", "-> int:\n    return number")
    (repository / TESTS / "api.py").write_text(TYPED.replace("str)", "int)"), encoding="utf-8")
    passed, message = check(repository)
    assert not passed
    assert message.startswith("The typing tests of v0.1.0 fail with the client:\n")
    assert 'Expression is of type "int", not "str"' in message


def test_a_release_without_typing_tests_is_not_checked(repository: Path) -> None:
    """If the last tag has no typing tests, the check passes with a message."""
    git(repository, "rm", "--quiet", "-r", TESTS)
    git(repository, "commit", "--quiet", "--message", "No typing tests")
    git(repository, "tag", "v0.0.1")
    assert check(repository) == (True, "v0.0.1 has no typing tests.")


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
