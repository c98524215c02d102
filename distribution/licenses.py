"""Checks the licenses in bills of materials against `licenses.toml`, and writes the report about them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from distribution.errors import ReleaseError

_TABLE = Path(__file__).with_name("licenses.toml")
_OPERATORS = {"AND", "OR", "WITH"}


@dataclass(frozen=True)
class Licensed:
    """A library and its license.

    Attributes:
        name: The name of its distribution.
        version: Its version.
        license: An SPDX expression; empty if it is unknown.
        stated: What its metadata says about the license.
        needed_by: The distributions of this repository that install it.
    """

    name: str
    version: str
    license: str
    stated: str
    needed_by: tuple[str, ...]


class Policy:
    """The licenses that are allowed."""

    def __init__(self, table: Mapping[str, Any] | None = None) -> None:
        table = tomllib.loads(_TABLE.read_text("utf-8")) if table is None else table
        self._permissive: set[str] = set(table["permissive"])
        self._explained: set[str] = set(table["explained"])
        self.reasons: dict[str, str] = table["reasons"]
        self._clarified: dict[str, str] = table["clarified"]

    def libraries(self, components: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Licensed]:
        """Return what the distributions of this repository install, by name, without themselves.

        Args:
            components: The components of CycloneDX that each distribution installs.
        """
        found: dict[str, Licensed] = {}
        for user, installed in components.items():
            for component in installed:
                name = component["name"]
                if name not in components:
                    users = (*(found[name].needed_by if name in found else ()), user)
                    found[name] = self._licensed(component, users)
        return sorted(found.values(), key=lambda library: library.name.lower())

    def problems(self, libraries: Sequence[Licensed]) -> Iterator[str]:
        """Yield a sentence for each license that is not allowed or not known, and each reason that nothing needs."""
        explained = set()
        for library in libraries:
            title = f"{library.name} {library.version}"
            ids = {word for word in re.findall(r"[\w.+-]+", library.license) if word not in _OPERATORS}
            unknown = ids - self._permissive - self._explained
            if not ids:
                yield f"{title} has an unknown license: {library.stated or 'its metadata has none'}"
            elif unknown:
                yield f"{title} has the license {library.license}: {', '.join(sorted(unknown))} is not allowed"
            elif ids & self._explained:
                explained.add(library.name)
                if library.name not in self.reasons:
                    yield f"{title} has the license {library.license}: expected a reason in licenses.toml"
        unused = (self.reasons.keys() - explained) | (self._clarified.keys() - {each.name for each in libraries})
        for name in sorted(unused):
            yield f"licenses.toml has an entry of {name} that nothing needs"

    def _licensed(self, component: Mapping[str, Any], users: tuple[str, ...]) -> Licensed:
        name = component["name"]
        entries = component.get("licenses", [])
        stated = [str(text) for entry in entries for text in _texts(entry)]
        spdx = [str(text) for entry in entries for text in _texts(entry, "id", "expression")]
        known = self._clarified.get(name) or " AND ".join(dict.fromkeys(spdx))
        return Licensed(name, component["version"], known, ", ".join(stated), users)


def check_licenses(libraries: Sequence[Licensed], policy: Policy) -> None:
    """Check what the distributions install.

    Raises:
        ReleaseError: A license is not allowed or not known; the message lists them.
    """
    if problems := list(policy.problems(libraries)):
        raise ReleaseError("\n".join(problems))


def report(libraries: Sequence[Licensed], policy: Policy, system: str, elsewhere: Mapping[str, str]) -> str:
    """Return the report about licenses, as Markdown.

    Args:
        libraries: What the distributions install with all extras.
        policy: The licenses that are allowed.
        system: The system and the Python where it is installed.
        elsewhere: The versions of what is installed only on others, by name.
    """
    others = ", ".join(f"{name} {version}" for name, version in sorted(elsewhere.items()))
    explained = [each for each in libraries if each.name in policy.reasons]
    lines = [
        "# Licenses",
        "",
        f"What the distributions install with all of their extras on {system}. None has a GPL or AGPL license.",
        "",
        "| library | version | license | installed by |",
        "| --- | --- | --- | --- |",
        *(f"| {each.name} | {each.version} | {each.license} | {', '.join(each.needed_by)} |" for each in libraries),
        "",
        "## Licenses that ask for more than their text",
        "",
        "| library | license | why it can be used |",
        "| --- | --- | --- |",
        *(f"| {each.name} | {each.license} | {policy.reasons[each.name]} |" for each in explained),
        "",
        f"Installed only on other systems or Pythons, and not checked: {others or 'nothing'}.",
    ]
    return "".join(f"{line}\n" for line in lines)


def _texts(entry: Mapping[str, Any], *names: str) -> Iterator[str]:
    """Yield what an entry says about a license under some names, or under all."""
    fields = {**entry.get("license", {}), **entry}
    yield from (fields[name] for name in names or ("id", "expression", "name") if name in fields)
