"""Shortens paths that are too long for a zip file; must not know what the files are."""

from __future__ import annotations

from hashlib import sha256

# The bytes of a path in a zip file, whose length has 16 bits.
MAX_PATH_SIZE = 2**16 - 1

# The bytes up to which a path of an asset is kept, so that files next to it, with longer names, fit too.
_KEPT_SIZE = 2**15
_PART_SIZE = 200
_DIGEST_SIZE = 16


def shortened_path(folders: tuple[str, ...], name: str, suffix: str) -> tuple[tuple[str, ...], str]:
    """Return folders and a file name that a zip file can have: the same ones if they fit.

    Otherwise each long part has only its beginning, and a digest by which it differs from others. If there are too many
    folders, one replaces them all.

    Args:
        folders: The names of the folders.
        name: The name of the file.
        suffix: The end of the name, which is kept.
    """
    if _size(*folders, name) <= _KEPT_SIZE:
        return folders, name
    folders = tuple(map(_shortened, folders))
    name = _shortened(name.removesuffix(suffix)) + suffix
    if _size(*folders, name) > _KEPT_SIZE:
        folders = (_digest("/".join(folders)),)
    return folders, name


def _size(*parts: str) -> int:
    return len("/".join(parts).encode("utf-8"))


def _shortened(part: str) -> str:
    data = part.encode("utf-8")
    if len(data) <= _PART_SIZE:
        return part
    return f"{data[: _PART_SIZE - _DIGEST_SIZE - 1].decode('utf-8', 'ignore')}_{_digest(part)}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()[:_DIGEST_SIZE]
