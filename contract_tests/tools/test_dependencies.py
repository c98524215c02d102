"""Each distribution declares the libraries that its code imports, and no others, and is not larger than needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.requirements import Requirement

from contract_tests.tools.dependencies import declared, imported, install_size, libraries, table
from contract_tests.tools.newer_pythons import Finding, requirements
from distribution.build import PROJECTS

# What a distribution imports and does not declare, or the other way round, on purpose.
UNDECLARED = {
    "httpx",  # The client adapts objects of httpx, which a program can pass only if it has imported httpx.
    "pytest",  # It imports the plugin, so it is there.
}
NOT_IMPORTED = {
    "tzdata",  # On Windows, `zoneinfo` reads its files.
    "workato-embedded-mock",  # Extras of the client install it.
}

MEGABYTE = 1_000_000


@pytest.mark.parametrize("name", PROJECTS)
def test_what_is_imported_is_declared(name: str) -> None:
    """A distribution requires each library that its code imports, by itself or for an extra, and no other library."""
    assert imported(name) - UNDECLARED == declared(name) - NOT_IMPORTED


def test_each_library_of_the_mock_has_an_owner() -> None:
    """The table of the extra `mock` names who needs each library, and ends with the sums."""
    found = libraries("workato-embedded[mock]")
    assert all(one.needed_by and one.size for one in found)
    assert {"connexion", "sqlalchemy", "attrs"} <= {one.name for one in found}
    lines = table("workato-embedded[mock]").splitlines()
    assert len(lines) == len(found) + 3
    assert lines[-1].startswith(f"| {len(found)} libraries | ")


def test_newer_pythons_are_checked_with_all_extras() -> None:
    """What newer Pythons need wheels for includes the extras of both distributions, but not the distributions."""
    names = {name: {Requirement(line).name for line in requirements(name).splitlines()} for name in PROJECTS}
    assert {"attrs", "click", "rich"} <= names["workato-embedded"]
    assert {"connexion", "orjson", "psycopg"} <= names["workato-embedded-mock"]
    assert not set.union(*names.values()) & PROJECTS.keys()


@pytest.mark.parametrize(
    ("allowed", "problem", "sentence"),
    [
        (True, "", "all dependencies have wheels"),
        (True, "error: no wheel", "a dependency has no wheel\nerror: no wheel"),
        (False, "error: no wheel", "not allowed, as wheels are missing"),
        (False, "", "requires-python can allow it now"),
    ],
)
def test_a_finding_says_whether_the_bound_is_right(*, allowed: bool, problem: str, sentence: str) -> None:
    """A finding about a newer Python says whether wheels are missing, and whether `requires-python` agrees."""
    assert str(Finding("a", "3.14", allowed, problem)) == f"a on Python 3.14 (untested): {sentence}"


@pytest.mark.parametrize(("requirement", "limit"), [("workato-embedded", 10), ("workato-embedded[mock]", 70)])
def test_an_install_is_small(wheels: dict[str, Path], requirement: str, limit: int) -> None:
    """The client and its libraries have at most 10 MB, and with the mock at most 70 MB, without bytecode."""
    assert install_size(requirement, wheels) < limit * MEGABYTE
