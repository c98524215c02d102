"""Keeps a HAR file that is whole after every exchange; must not know what is in the entries."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any, BinaryIO

from workato_embedded_mock.errors import StartError

logger = logging.getLogger(__name__)

_TAIL = b"\n]}}\n"


class Recorder:
    """A HAR file that is being written.

    An entry and the end of the file go out in one write, over the end that was there. So the file is a HAR between any
    two entries, also where the process is killed there.

    Args:
        path: A file that does not exist yet. Only its owner may read it.
        version: The version of this program.

    Attributes:
        failure: Why the file is not written any more, in a sentence; None while all is well.

    Raises:
        StartError: The file exists, or cannot be written.
    """

    def __init__(self, path: Path, version: str) -> None:
        self._path = path
        self.failure: str | None = None
        try:
            self._file: BinaryIO = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", 0)
        except FileExistsError as error:
            raise StartError(f"The file {path} exists already; name another one, or move it away.") from error
        except OSError as error:
            raise StartError(f"The file {path} cannot be written: {error.strerror or error}.") from error
        creator = json.dumps({"name": "workato-mock proxy", "version": version})
        head = f'{{"log":{{"version":"1.2","creator":{creator},"entries":['.encode()
        self._file.write(head + _TAIL)
        self._end = len(head)
        self._separator = b"\n"

    def add(self, entry: dict[str, Any]) -> None:
        """Write an entry. Where that fails, the file ends with the entry before, and nothing more is written."""
        if self.failure is not None or self._file.closed:
            return
        item = self._separator + json.dumps(entry, ensure_ascii=False).encode("utf-8", "backslashreplace")
        try:
            self._write(item + _TAIL)
        except OSError as error:
            self.failure = f"The file {self._path} is not complete: {error.strerror or error}."
            logger.warning(self.failure)
            self._take_back()
            return
        self._end += len(item)
        self._separator = b",\n"

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self._file.close()

    def _write(self, data: bytes) -> None:
        self._file.seek(self._end)
        written = self._file.write(data)
        if written != len(data):
            raise OSError("the disk took a part of an entry only")

    def _take_back(self) -> None:
        """Put the end back where it was: its place is the file's already, on a full disk too."""
        self._file.seek(self._end)
        self._file.write(_TAIL)
        self._file.truncate()
