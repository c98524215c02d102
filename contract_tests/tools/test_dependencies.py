"""Each distribution declares the libraries that its code imports, and no others, and is not larger than needed."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from contract_tests.support.distributions import PROJECTS, dependencies
from contract_tests.tools.dependencies import declared, imported, libraries, table

# What a distribution imports and does not declare, or the other way round, on purpose.
UNDECLARED = {"pytest"}  # It imports the plugin, so it is there.
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


@pytest.mark.parametrize(("requirement", "limit"), [("workato-embedded", 10), ("workato-embedded[mock]", 70)])
def test_an_install_is_small(wheels: dict[str, Path], requirement: str, limit: int) -> None:
    """The client and its libraries have at most 10 MB, and with the mock at most 70 MB, without bytecode."""
    own = 0
    for name in dependencies(requirement).keys() & PROJECTS.keys():
        with ZipFile(wheels[name]) as wheel:
            own += sum(file.file_size for file in wheel.infolist())
    assert own + sum(one.size for one in libraries(requirement)) < limit * MEGABYTE
