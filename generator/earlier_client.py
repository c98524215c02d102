"""Writes the client of an earlier edition as a package of its own, with its typing tests."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

from generator.as_of import bundle_as_of
from generator.bundle import Bundle
from generator.editions import Edition
from generator.facade import Facade
from generator.findings import GeneratorError
from generator.parser import parse
from generator.publish import CLIENT, write_file
from generator.render import TYPING, render_client

# The hand-written parts of the client.
_RUNTIME = ("_runtime", "embedding.py", "testing.py")
_TYPING_TESTS = "typing_tests/every_method.py"


def write_client(bundle: Bundle, edition: Edition, version: str, root: Path, folder: Path) -> list[str]:
    """Write the package `workato_embedded` of an edition and its typing tests, and return the names in the folder.

    Args:
        bundle: The bundle with everything that is known.
        edition: The edition.
        version: The version of the package.
        root: The repository with the hand-written parts of the client.
        folder: The folder to write. It must be empty or missing.

    Raises:
        GeneratorError: The folder is not empty or cannot be written, or the client cannot be generated.
    """
    if folder.exists() and any(folder.iterdir()):
        raise GeneratorError(f"{folder} is not empty; choose another folder")
    earlier = bundle_as_of(bundle, edition.date)
    package = folder / Path(CLIENT).name
    for path, text in render_client(earlier, Facade(earlier, parse(earlier)), version).items():
        if path == TYPING:
            write_file(folder / _TYPING_TESTS, text)
        elif path.startswith(f"{CLIENT}/"):
            write_file(package / path.removeprefix(f"{CLIENT}/"), text)
    for name in _RUNTIME:
        source = root / CLIENT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, package / name)
    # As in the wheel of the current client.
    write_file(package / "_spec" / "openapi.json.gz", gzip.compress(earlier.to_json().encode(), mtime=0))
    return sorted(path.name for path in folder.iterdir())
