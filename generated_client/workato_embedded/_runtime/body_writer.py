"""Writes the body of a response to a file in chunks and closes the response."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

import httpx2

from .loop import in_thread
from .uploads import CHUNK_SIZE


def save(response: httpx2.Response, path: Path) -> httpx2.Response:
    """Write a body to a file and return the response. Raises OSError, and RequestError if the connection breaks."""
    try:
        with path.open("wb") as file:
            for chunk in response.iter_bytes(CHUNK_SIZE):
                file.write(chunk)
            _flush(file)
    finally:
        response.close()
    return response


async def async_save(response: httpx2.Response, path: Path) -> httpx2.Response:
    """Write a body to a file in a thread and return the response. Raises as `save` does."""
    try:
        with await in_thread(path.open, "wb") as file:
            async for chunk in response.aiter_bytes(CHUNK_SIZE):
                await in_thread(file.write, chunk)
            await in_thread(_flush, file)
    finally:
        await response.aclose()
    return response


def _flush(file: IO[bytes]) -> None:
    """Flush a file to the disk, so that it is complete before it is renamed."""
    file.flush()
    os.fsync(file.fileno())
