"""Bodies that are sent in chunks, so that no file is loaded into memory as a whole."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, Final, cast

import httpx2

from .loop import in_thread

# A file to send: its bytes, its path, an open file, or an iterable of bytes.
FileContent = bytes | bytearray | memoryview | str | os.PathLike[str] | IO[bytes] | Iterable[bytes]
# A file to send from an asynchronous client; an asynchronous iterable is allowed too.
AsyncFileContent = FileContent | AsyncIterable[bytes]

# Size of a chunk in bytes.
CHUNK_SIZE: Final = 64 * 1024


@dataclass(frozen=True)
class _Source:
    """The source of a body: a function that starts it, its length if known, and whether it can restart."""

    start: Callable[[], Iterable[bytes] | AsyncIterable[bytes]]
    length: int | None
    restartable: bool


class Upload:
    """A body that is sent in chunks. The caller's file is not closed.

    Attributes:
        length: Number of bytes, if known before sending.
    """

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._started = False
        self.length = source.length

    @property
    def consumed(self) -> bool:
        """Whether it cannot be sent again: a part was sent, and the source cannot restart."""
        return self._started and not self._source.restartable

    def _start(self) -> Any:
        if self.consumed:
            raise httpx2.StreamConsumed
        self._started = True
        return self._source.start()


class SyncUpload(Upload):
    """A body for a synchronous client."""

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._start():
            yield _bytes(chunk)


class AsyncUpload(Upload):
    """A body for an asynchronous client. Files and synchronous iterators are read in a thread."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks: Iterable[Any] | AsyncIterable[Any] = self._start()
        if isinstance(chunks, AsyncIterable):
            async for chunk in chunks:
                yield _bytes(chunk)
            return
        iterator = iter(chunks)
        while (chunk := await in_thread(next, iterator, None)) is not None:
            yield _bytes(chunk)


def sync_body(content: Any) -> bytes | SyncUpload:
    """Return the body to send for the content that a caller passed.

    Raises:
        TypeError: The content does not provide bytes, or is asynchronous.
        ValueError: The path is not that of a file.
        OSError: The file cannot be read.
    """
    kind = type(content).__name__
    if isinstance(content, AsyncIterable):
        raise TypeError(f"{kind} is asynchronous; AsyncWorkatoEmbedded can send it")
    return bytes(content) if _is_bytes(content) else SyncUpload(_source(content))


def async_body(content: Any) -> bytes | AsyncUpload:
    """Return the body to send from an asynchronous client. Raises as `sync_body` does."""
    if isinstance(content, AsyncIterable):
        return AsyncUpload(
            _Source(lambda: cast(AsyncIterable[bytes], content), None, not isinstance(content, AsyncIterator))
        )
    return bytes(content) if _is_bytes(content) else AsyncUpload(_source(content))


def _source(content: Any) -> _Source:
    if isinstance(content, str | os.PathLike):
        path = Path(cast(str | os.PathLike[str], content))
        return _Source(partial(_read_path, path), _length_of_path(path), restartable=True)
    if isinstance(content, io.TextIOBase):
        raise TypeError("the file must be opened in binary mode, 'rb'")
    if hasattr(content, "read"):
        return _source_of_file(content)
    if isinstance(content, Iterable):
        return _Source(lambda: cast(Iterable[bytes], content), None, not isinstance(content, Iterator))
    raise TypeError(f"expected bytes, a path, a file or an iterator of bytes, not {type(content).__name__}")


def _source_of_file(file: IO[bytes]) -> _Source:
    if not (hasattr(file, "seekable") and file.seekable()):
        return _Source(partial(_read_file, file), None, restartable=False)
    begin = file.tell()
    length = file.seek(0, os.SEEK_END) - begin
    file.seek(begin)
    return _Source(partial(_read_file, file, begin), length, restartable=True)


def _length_of_path(path: Path) -> int:
    # Open the file first, so that an unreadable file is reported before anything is sent.
    if not stat.S_ISREG(path.stat().st_mode):
        raise ValueError(f"{path} is not a regular file")
    with path.open("rb") as file:
        return os.fstat(file.fileno()).st_size


def _read_path(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from _read_file(file)


def _read_file(file: IO[bytes], begin: int | None = None) -> Iterator[bytes]:
    if begin is not None:
        file.seek(begin)
    while chunk := file.read(CHUNK_SIZE):
        yield chunk


def _is_bytes(content: Any) -> bool:
    return isinstance(content, bytes | bytearray | memoryview)


def _bytes(chunk: Any) -> bytes:
    if not _is_bytes(chunk):
        raise TypeError(f"expected bytes in the content, not {type(chunk).__name__}")
    return bytes(chunk)
