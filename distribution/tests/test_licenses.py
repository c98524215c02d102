"""The licenses of all libraries are known and allowed; those that ask for more have a reason."""

from __future__ import annotations

from typing import Any

import pytest

from distribution.errors import ReleaseError
from distribution.licenses import Policy, check_licenses, report

TABLE: dict[str, Any] = {
    "permissive": ["MIT", "Apache-2.0"],
    "explained": ["MPL-2.0", "LGPL-3.0-only"],
    "reasons": {},
    "clarified": {},
}


def component(distribution: str, **stated: str) -> dict[str, Any]:
    """Return a component of CycloneDX with at most one license."""
    entry = stated if "expression" in stated else {"license": stated}
    return {"name": distribution, "version": "1.2", "licenses": [entry] if stated else []}


def problems(*components: dict[str, Any], **table: Any) -> list[str]:
    """Return what is wrong with the libraries of a distribution."""
    policy = Policy({**TABLE, **table})
    libraries = policy.libraries({"own": [component("own"), *components]})
    try:
        check_licenses(libraries, policy)
    except ReleaseError as error:
        return str(error).splitlines()
    return []


def test_permissive_licenses_are_allowed() -> None:
    """A permissive license is allowed as an identifier and in an expression; our own distributions are left out."""
    assert problems(component("a", id="MIT"), component("b", expression="Apache-2.0 OR MIT")) == []


@pytest.mark.parametrize("named", ["GPL-3.0-or-later", "AGPL-3.0-only", "LGPL-9.0-only"])
def test_gpl_and_agpl_are_rejected(named: str) -> None:
    """A license that is in no list of the table is a problem, also in an expression, and a reason does not allow it."""
    message = f"a 1.2 has the license {named}: {named} is not allowed"
    assert problems(component("a", id=named)) == [message]
    assert message in problems(component("a", id=named), reasons={"a": "It is needed."})
    found = problems(component("a", expression=f"MIT AND {named}"))
    assert found == [f"a 1.2 has the license MIT AND {named}: {named} is not allowed"]


@pytest.mark.parametrize("asking", ["MPL-2.0", "LGPL-3.0-only", "MPL-2.0 AND (Apache-2.0 OR MIT)"])
def test_mpl_and_lgpl_need_a_reason(asking: str) -> None:
    """A library with a license that asks for more is a problem without a reason, and none with one."""
    library = component("a", expression=asking)
    assert problems(library) == [f"a 1.2 has the license {asking}: expected a reason in licenses.toml"]
    assert problems(library, reasons={"a": "It is not copied."}) == []


def test_unknown_licenses_are_rejected() -> None:
    """A license that several have, or none, is a problem unless the table says which it is."""
    vague, silent = component("a", name="License :: OSI Approved :: BSD License"), component("b")
    assert problems(vague, silent) == [
        "a 1.2 has an unknown license: License :: OSI Approved :: BSD License",
        "b 1.2 has an unknown license: its metadata has none",
    ]
    assert problems(vague, silent, clarified={"a": "MIT", "b": "Apache-2.0"}) == []


def test_entries_that_nothing_needs_are_found() -> None:
    """A reason or a clarification of a library that is not installed, or needs none, is a problem."""
    found = problems(component("a", id="MIT"), reasons={"a": "Old."}, clarified={"gone": "MIT"})
    assert found == [
        "licenses.toml has an entry of a that nothing needs",
        "licenses.toml has an entry of gone that nothing needs",
    ]


def test_the_report_lists_libraries_and_reasons() -> None:
    """The report has each library once, with its users, the reasons, and what only other systems install."""
    policy = Policy({**TABLE, "reasons": {"b": "It is not copied."}})
    first, second = component("A", id="MIT"), component("b", id="MPL-2.0")
    libraries = policy.libraries({"one": [second, first], "two": [first]})
    text = report(libraries, policy, "Linux with Python 3.11", {"pywin32": "312"})
    assert "| A | 1.2 | MIT | one, two |\n| b | 1.2 | MPL-2.0 | one |\n" in text
    assert "| b | MPL-2.0 | It is not copied. |\n" in text
    assert text.endswith("Installed only on other systems or Pythons, and not checked: pywin32 312.\n")
