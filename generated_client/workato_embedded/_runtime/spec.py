"""Reads the OpenAPI document from which the client was generated."""

from __future__ import annotations

import atexit
import gzip
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

_NAME: Final = "openapi.json"
# In an installed package, next to `_runtime`.
_PACKED: Final = Path("_spec", f"{_NAME}.gz")
# In a checkout, below its root.
_PUBLISHED: Final = Path("spec", "dist", _NAME)


def spec_path(name: str = _NAME) -> Path:
    """Return the path of a file with the OpenAPI document, as JSON.

    In a checkout it is the file in spec/dist. An installed package has the document compressed; then this is a
    temporary file, which is deleted when the process ends.

    Args:
        name: The name of the file. There is only `openapi.json`.

    Raises:
        FileNotFoundError: The file does not exist.
    """
    if name != _NAME:
        raise FileNotFoundError(f"{name} is not part of this installation; {_NAME} is")
    found = _find()
    return _unpacked(found) if found.name == _PACKED.name else found


def read_spec() -> bytes:
    """Return the OpenAPI document, as JSON.

    Raises:
        FileNotFoundError: The document does not exist.
    """
    found = _find()
    return gzip.decompress(found.read_bytes()) if found.name == _PACKED.name else found.read_bytes()


def _find() -> Path:
    for folder in Path(__file__).parents:
        for path in (folder / _PACKED, folder / _PUBLISHED):
            if path.is_file():
                return path
    raise FileNotFoundError(f"{_NAME} is not part of this installation")


@cache
def _unpacked(packed: Path) -> Path:
    """Return a file with the text of a compressed one, in a folder that only this user can read."""
    folder = tempfile.mkdtemp(prefix="workato-embedded-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder, _NAME)
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path
