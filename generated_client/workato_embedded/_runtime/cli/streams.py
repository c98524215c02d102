"""Writes to the standard streams, which may be a terminal, a pipe, a full disk, or closed."""

from __future__ import annotations

import errno
import io
import os
import shutil
import sys
from contextlib import suppress
from typing import IO, TextIO

import click

from ..escaping import safe


def prepare() -> None:
    """Make the streams escape characters that their encoding lacks, so that no write fails."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal. A stream that was closed before the start is None."""
    return stream is not None and stream.isatty()


def terminal_width() -> int:
    """Return the width of the terminal in characters."""
    return shutil.get_terminal_size().columns


def write(text: str) -> None:
    """Write a string and a newline to standard output, control characters included. Raises OSError."""
    # With the stream given, because click would otherwise replace ASCII by another encoding.
    click.echo(text, file=_stdout(), color=True)


def copy_to_stdout(file: IO[bytes]) -> None:
    """Write the rest of a file to standard output. Raises OSError."""
    stream = _stdout().buffer
    shutil.copyfileobj(file, stream)
    stream.flush()


def _stdout() -> TextIO:
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdout


def can_write(text: str) -> bool:
    """Return whether the encoding of standard output has all characters of a string."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def print_error(text: str) -> None:
    """Write a sentence to standard error, if possible. Control characters are escaped."""
    with suppress(OSError):
        click.echo(safe(text), err=True)


def close_stdout() -> None:
    """Close standard output, so that Python does not try to flush it again at exit."""
    if sys.stdout is not None:
        with suppress(OSError):
            sys.stdout.close()
