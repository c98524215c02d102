"""What type checkers are shown is everything that can be imported, and stays right for who wrote it down."""

from __future__ import annotations

import ast
import os
import subprocess
from pathlib import Path

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
    """Each name of the package, of its tests' module, and each method stands in a typing test."""
    used = names()
    assert set(workato_embedded.__all__) <= used
    assert set(testing.__all__) <= used
    text = (ROOT / TESTS / "every_method.py").read_text(encoding="utf-8")
    for operation in ALL:
        assert f"\ndef {operation.id}(" in text
        assert f"def async_{operation.id}(" in text


def test_every_model_that_a_method_names_is_typed() -> None:
    """A model is in a typing test unless it is only a part of another."""
    used = names()
    assert len(used & set(models.__all__)) > 30


TYPED = """from typing import assert_type

from workato_embedded import answer

assert_type(answer(7), str)
"""
CLIENT = "def answer(number: int) -> str:\n    return str(number)\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a client of one function and a typing test of it, committed and not released."""
    for path, text in ((f"{SOURCES}/workato_embedded/__init__.py", CLIENT), (f"{TESTS}/api.py", TYPED)):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / SOURCES / "workato_embedded/py.typed").touch()
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "A client")
    return tmp_path


def git(root: Path, *words: str) -> None:
    """Run git as somebody, without the settings of whoever runs the tests."""
    person = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in PERSON.items()}
    environment = {**os.environ, **person, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True, env=environment)


PERSON = {"NAME": "Kim", "EMAIL": "kim@example.com"}


def change(root: Path, old: str, new: str) -> None:
    """Change the client of the working tree."""
    module = root / SOURCES / "workato_embedded/__init__.py"
    module.write_text(CLIENT.replace(old, new), encoding="utf-8")


def test_without_a_release_there_is_nothing_to_break(repository: Path) -> None:
    """Before the first tag the gate stands open, and says so."""
    assert check(repository) == (True, "There is no release yet whose typing tests the client could be held to.")


def test_what_a_release_allowed_stays_right(repository: Path) -> None:
    """A client that takes more passes; one that gives something else is refused, whatever its own tests say."""
    git(repository, "tag", "v0.1.0")
    change(repository, "number: int", "number: int | str")
    assert check(repository) == (True, "The typing tests of v0.1.0 hold for the client.")
    change(repository, "-> str:\n    return str(number)", "-> int:\n    return number")
    (repository / TESTS / "api.py").write_text(TYPED.replace("str)", "int)"), encoding="utf-8")
    holds, words = check(repository)
    assert not holds
    assert words.startswith("The client breaks what programs could write against v0.1.0:\n")
    assert 'Expression is of type "int", not "str"' in words


def test_a_release_from_before_the_typing_tests_is_no_measure(repository: Path) -> None:
    """A tag without typing tests says so and refuses nothing."""
    git(repository, "rm", "--quiet", "-r", TESTS)
    git(repository, "commit", "--quiet", "--message", "No typing tests")
    git(repository, "tag", "v0.0.1")
    assert check(repository) == (True, "v0.0.1 has no typing tests.")
