"""Writes a HAR file that is complete after every entry."""

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

    Each write has an entry and the end of the file, and replaces the previous end. So the file is valid after every
    entry, even if the process is killed.

    Args:
        path: A file that does not exist yet. It is readable for its owner only.
        version: The version of this program.

    Attributes:
        failure: Why the file is no longer written; None while it is.

    Raises:
        StartError: The file exists, or cannot be written.
    """

    def __init__(self, path: Path, version: str) -> None:
        self._path = path
        self.failure: str | None = None
        try:
            self._file: BinaryIO = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", 0)
        except FileExistsError as error:
            raise StartError(f"the file {path} exists already; name another one, or move it away") from error
        except OSError as error:
            raise StartError(f"the file {path} cannot be written: {error.strerror or error}") from error
        creator = json.dumps({"name": "workato-mock proxy", "version": version})
        head = f'{{"log":{{"version":"1.2","creator":{creator},"entries":['.encode()
        self._file.write(head + _TAIL)
        self._end = len(head)
        self._separator = b"\n"

    def add(self, entry: dict[str, Any]) -> None:
        """Write an entry. If that fails, the file ends with the previous entry, and nothing more is written."""
        if self.failure is not None or self._file.closed:
            return
        item = self._separator + json.dumps(entry, ensure_ascii=False).encode("utf-8")
        try:
            self._write(item + _TAIL)
        except OSError as error:
            self.failure = f"The file {self._path} is not complete: {error.strerror or error}."
            logger.warning(self.failure)
            self._restore_end()
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
            raise OSError("only a part of an entry was written")

    def _restore_end(self) -> None:
        """Restore the end of the file. Its space is already allocated, so this works on a full disk."""
        self._file.seek(self._end)
        self._file.write(_TAIL)
        self._file.truncate()
