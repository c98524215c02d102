"""Bodies that are sent piece by piece, so that no file is held in memory whole. Sends nothing."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, Final, cast

import httpx

from .loop import in_thread

FileContent = bytes | bytearray | memoryview | str | os.PathLike[str] | IO[bytes] | Iterable[bytes]
"""A file to send: its bytes, its path, an open file, or what gives its bytes piece by piece."""
AsyncFileContent = FileContent | AsyncIterable[bytes]
"""A file to send from an asynchronous client: what gives the pieces may be asynchronous too."""

PIECE: Final = 64 * 1024
"""Bytes that are read of a file at once."""


@dataclass(frozen=True)
class _Source:
    """Where a body comes from: a function that starts it, its length if known, and whether it can be started again."""

    start: Callable[[], Iterable[bytes] | AsyncIterable[bytes]]
    length: int | None
    again: bool


class Upload:
    """A body that is sent piece by piece. What was given stays the caller's: a file is not closed."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._begun = False
        self.length = source.length
        """Number of bytes, if it is known before they are sent."""

    @property
    def spent(self) -> bool:
        """Whether it cannot be sent any more: some of it was, and what gave it cannot give it again."""
        return self._begun and not self._source.again

    def _start(self) -> Any:
        if self.spent:
            raise httpx.StreamConsumed
        self._begun = True
        return self._source.start()


class SyncUpload(Upload):
    """A body for a client that waits."""

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._start():
            yield _bytes(piece)


class AsyncUpload(Upload):
    """A body for an asynchronous client. Files and iterators that wait are read in a thread."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces: Iterable[Any] | AsyncIterable[Any] = self._start()
        if isinstance(pieces, AsyncIterable):
            async for piece in pieces:
                yield _bytes(piece)
            return
        iterator = iter(pieces)
        while (piece := await in_thread(next, iterator, None)) is not None:
            yield _bytes(piece)


def sync_body(content: Any) -> bytes | SyncUpload:
    """Return what a client sends for the content that it was given.

    Raises:
        TypeError: it is nothing that gives bytes, or is asynchronous.
        ValueError: it is the path of something that is no file.
        OSError: it is the path of a file that cannot be read.
    """
    kind = type(content).__name__
    if isinstance(content, AsyncIterable):
        raise TypeError(f"{kind} is asynchronous; AsyncWorkatoEmbedded can send it")
    return bytes(content) if _is_bytes(content) else SyncUpload(_source(content))


def async_body(content: Any) -> bytes | AsyncUpload:
    """Return what an asynchronous client sends for the content that it was given. Raises as `sync_body` does."""
    if isinstance(content, AsyncIterable):
        return AsyncUpload(
            _Source(lambda: cast(AsyncIterable[bytes], content), None, not isinstance(content, AsyncIterator))
        )
    return bytes(content) if _is_bytes(content) else AsyncUpload(_source(content))


def _source(content: Any) -> _Source:
    if isinstance(content, str | os.PathLike):
        path = Path(cast(str | os.PathLike[str], content))
        return _Source(partial(_read_path, path), _length_of_path(path), again=True)
    if isinstance(content, io.TextIOBase):
        raise TypeError("the file must be opened for bytes, with mode 'rb'")
    if hasattr(content, "read"):
        return _source_of_file(content)
    if isinstance(content, Iterable):
        return _Source(lambda: cast(Iterable[bytes], content), None, not isinstance(content, Iterator))
    raise TypeError(f"bytes, a path, a file or an iterator of bytes is needed, not {type(content).__name__}")


def _source_of_file(file: IO[bytes]) -> _Source:
    if not (hasattr(file, "seekable") and file.seekable()):
        return _Source(partial(_read_file, file), None, again=False)
    begin = file.tell()
    length = file.seek(0, os.SEEK_END) - begin
    file.seek(begin)
    return _Source(partial(_read_file, file, begin), length, again=True)


def _length_of_path(path: Path) -> int:
    # It is opened, so that a file that must not be read is known of before anything is sent.
    if not stat.S_ISREG(path.stat().st_mode):
        raise ValueError(f"{path} is no regular file")
    with path.open("rb") as file:
        return os.fstat(file.fileno()).st_size


def _read_path(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from _read_file(file)


def _read_file(file: IO[bytes], begin: int | None = None) -> Iterator[bytes]:
    if begin is not None:
        file.seek(begin)
    while piece := file.read(PIECE):
        yield piece


def _is_bytes(content: Any) -> bool:
    return isinstance(content, bytes | bytearray | memoryview)


def _bytes(piece: Any) -> bytes:
    if not _is_bytes(piece):
        raise TypeError(f"what gives the bytes of a file gave {type(piece).__name__}")
    return bytes(piece)
