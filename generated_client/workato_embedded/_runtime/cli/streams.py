"""Writes to the streams of the process, whatever they are: a terminal, a pipe, a full disk, or nothing at all."""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import sys
from contextlib import suppress
from typing import Final, TextIO

import click

_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def prepare() -> None:
    """See that no text fails to be written for its letters: those that an encoding lacks become escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def is_terminal(stream: TextIO | None) -> bool:
    """Say whether somebody reads or writes there. A stream that was closed before the start is None."""
    return stream is not None and stream.isatty()


def terminal_width() -> int:
    """Return how many cells a line of the terminal has."""
    return shutil.get_terminal_size().columns


def write(text: str) -> None:
    """Write a text and a line's end to standard output, control characters included. Raises OSError."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    # Named, since click would take another encoding in place of ASCII.
    click.echo(text, file=sys.stdout, color=True)


def can_write(text: str) -> bool:
    """Say whether the encoding of standard output has all letters of a text."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def print_error(text: str) -> None:
    """Write a sentence to standard error, if it can be written there. Control characters are shown as such."""
    with suppress(OSError):
        click.echo(safe(text), err=True)


def close_stdout() -> None:
    """Close standard output, so that Python does not try again at the end to write what could not be written."""
    if sys.stdout is not None:
        with suppress(OSError):
            sys.stdout.close()


def safe(text: str) -> str:
    """Return a text in one line that cannot drive a terminal."""
    return _CONTROLS.sub(lambda match: " " if match.group() == "\n" else f"\\x{ord(match.group()):02x}", text)
