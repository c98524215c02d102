"""The targets of downloads: files, which are replaced as a whole, and devices and pipes, which are written into."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from .termination import removed_on_termination


class Part(NamedTuple):
    """The temporary file of a download.

    Attributes:
        path: Where the download is written.
        publish: Brings the complete file to its target. It may block, for example until a pipe is read.
    """

    path: Path
    publish: Callable[[], object]


@contextmanager
def download_part(to: str | os.PathLike[str]) -> Generator[Part, None, None]:
    """Yield the temporary file for a target. It is removed at the end, also if a signal ends the process.

    A file is replaced, and a symbolic link stays one. A target that is not a file, such as a device, is written into.

    Raises:
        OSError: The file cannot be created.
    """
    target = Path(to)
    if target.is_dir():
        raise IsADirectoryError(f"{target} is a directory: expected the path of a file")
    if _is_stream(target):
        with temporary_file() as path:
            yield Part(path, partial(_copy, path, target))
        return
    real = Path(os.path.realpath(target))
    path = real.with_name(f".{real.name}.{uuid.uuid4().hex}.part")
    with removed_on_termination(path):
        try:
            path.touch(exist_ok=False)
        except OSError as error:
            raise type(error)(error.errno, error.strerror, str(target)) from error
        try:
            yield Part(path, partial(path.replace, real))
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def temporary_file() -> Generator[Path, None, None]:
    """Yield the path of an empty file in the folder for temporary files. It is removed as a part is."""
    number, name = tempfile.mkstemp(suffix=".part")
    os.close(number)
    with removed_on_termination(Path(name)):
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)


def _is_stream(target: Path) -> bool:
    """Return whether a target is a device or a pipe, or a name of an open file such as `/dev/stdout`."""
    is_open = target.absolute().parts[1:2] in (("dev",), ("proc",))
    return is_open or (target.exists() and not target.is_file())


def _copy(part: Path, target: Path) -> None:
    with part.open("rb") as source, target.open("wb") as sink:
        shutil.copyfileobj(source, sink)
