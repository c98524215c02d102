"""Reads the objects of a seed, each with the object that it is nested in; skips what does not have the right shape."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.seeds.form.kinds import Entry, Kind

HOME = "home_folder"


def read_entries(content: dict[str, Json], sections: tuple[Kind, ...], wrong: Set[str]) -> list[Entry]:
    """Return the objects of a seed in its order, each before those that are nested in it.

    Args:
        content: The seed.
        sections: The kinds of the objects at the top.
        wrong: Pointers to values that are left out, because they are invalid.
    """
    entries: list[Entry] = []
    _read(content, sections, None, "", wrong, entries)
    return entries


def _read(
    content: dict[str, Json],
    kinds: Any,
    owner: Entry | None,
    pointer: str,
    wrong: Set[str],
    entries: list[Entry],
) -> None:
    for kind in kinds:
        section = f"{pointer}/{pointer_token(kind.name)}"
        found = [] if section in wrong else list(_objects(kind, content.get(kind.name), section, wrong))
        if kind.name == HOME and not found:
            found = [(pointer, {})]
        for position, (place, given) in enumerate(found):
            entry = Entry(kind, place, given, owner, position)
            entries.append(entry)
            if owner is not None:
                owner.nested.setdefault(kind.name, []).append(entry)
            _read(given, kind.children, entry, place, wrong, entries)


def _objects(kind: Kind, value: Json, pointer: str, wrong: Set[str]) -> Iterator[tuple[str, dict[str, Json]]]:
    """Yield the pointer and the fields of each object of a section."""
    if kind.shape == "one" and isinstance(value, dict):
        yield pointer, _right(value, pointer, wrong)
    elif kind.shape == "map" and isinstance(value, dict):
        key, content = (field.name for field in kind.fields)
        for name, item in value.items():
            place = f"{pointer}/{pointer_token(name)}"
            if place not in wrong:
                yield place, {key: name, content: item}
    elif kind.shape in {"list", "links"} and isinstance(value, list):
        for position, item in enumerate(value):
            place = f"{pointer}/{position}"
            if isinstance(item, dict):
                yield place, _right(item, place, wrong)
            elif kind.shape == "links" and place not in wrong:
                yield place, {kind.link.name: item}


def _right(value: dict[str, Json], pointer: str, wrong: Set[str]) -> dict[str, Json]:
    return {name: item for name, item in value.items() if f"{pointer}/{pointer_token(name)}" not in wrong}
