"""Recognises references to assets and ids of assets in the files of packages."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json


def is_reference(value: Json) -> bool:
    """Return whether a value refers to another asset by its path, name and folder."""
    return isinstance(value, dict) and isinstance(value.get("zip_name"), str)


def is_id(value: Json) -> bool:
    """Return whether a value is the id of an object, as a number or as the text of its digits."""
    if isinstance(value, str):
        return value.isascii() and value.isdigit() and len(value) < len(str(2**63))
    return isinstance(value, int) and not isinstance(value, bool)
