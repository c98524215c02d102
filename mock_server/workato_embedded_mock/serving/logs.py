"""The log of a process on standard error: requests, warnings and errors."""

from __future__ import annotations

import io
import logging
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Self, TextIO

from workato_embedded_mock.http.request_log import FinishedRequest
from workato_embedded_mock.serving.line_writer import LineWriter
from workato_embedded_mock.serving.log_lines import (
    JsonFormatter,
    TextFormatter,
    json_entry,
    request_line,
    wants_colours,
)
from workato_embedded_mock.serving.repeats import RepeatFilter

LEVELS = ("debug", "info", "warning", "error")
FORMATS = ("text", "json")

_LOGGER = "workato_embedded_mock"


@dataclass(frozen=True, slots=True)
class LogSettings:
    """The settings of the log.

    Attributes:
        level: The lowest level of warnings and errors that are logged, one of `LEVELS`. It does not apply to requests.
        form: One of `FORMATS`.
        quiet: Whether to log neither requests nor the start.
    """

    level: str = "warning"
    form: str = "text"
    quiet: bool = False


class Log:
    """The log of this process, until `close` or the end of the `with` block. Nothing in it waits for the reader.

    Attributes:
        on_request: Logs a finished request; None if requests are not logged.
    """

    def __init__(self, settings: LogSettings) -> None:
        self._settings = settings
        self._is_json = settings.form == "json"
        # Python has no standard error if the process was started without one.
        stream = sys.stderr if sys.stderr is not None else None
        self._writer = LineWriter(None if stream is None else _writer_to(stream), self._dropped)
        # The characters of a line besides the path and the reasons.
        self._frame = 400 if self._is_json else 120
        self._line = request_line(settings.form, colours=stream is not None and wants_colours(stream))
        self.on_request: Callable[[FinishedRequest], None] | None = None if settings.quiet else self._log_request
        handler = logging.StreamHandler(self._writer)
        handler.setFormatter(JsonFormatter() if self._is_json else TextFormatter())
        handler.addFilter(RepeatFilter())
        # Some libraries set the level of their logger, so that the level of the root does not apply.
        handler.setLevel(settings.level.upper())
        logging.basicConfig(level=settings.level.upper(), handlers=[handler], force=True)

    def started(self, facts: Mapping[str, Any], text: str) -> None:
        """Log the start of a server, unless the log is quiet.

        Args:
            facts: What JSON contains.
            text: The same as lines of text.
        """
        if not self._settings.quiet:
            entry = {"message": "started", **facts}
            self._writer.write(f"{json_entry(time.time(), 'info', _LOGGER, entry) if self._is_json else text}\n")

    def close(self) -> None:
        """Write what waits to be written, for at most a second."""
        self._writer.close()

    def __enter__(self) -> Self:
        """Return the log."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Write what waits to be written."""
        self.close()

    def _log_request(self, request: FinishedRequest) -> None:
        size = self._frame + len(request.target)
        if request.reasons:
            size += sum(map(len, request.reasons))
        self._writer.write_formed(self._line, request, size)

    def _dropped(self, count: int) -> str:
        text = f"{count} lines of the log were dropped, because standard error was not read in time"
        if self._is_json:
            return f"{json_entry(time.time(), 'warning', _LOGGER, {'message': text, 'dropped': count})}\n"
        record = logging.LogRecord(_LOGGER, logging.WARNING, "", 0, text, None, None)
        return f"{TextFormatter().format(record)}\n"


def _writer_to(stream: TextIO) -> Callable[[bytes], int]:
    """Return a function that writes bytes to a stream; to its file descriptor if it has one."""
    try:
        return partial(os.write, stream.fileno())
    except io.UnsupportedOperation:
        # A program has replaced standard error, such as a test that captures it.
        return partial(_write_text, stream)


def _write_text(stream: TextIO, data: bytes) -> int:
    stream.write(data.decode())
    stream.flush()
    return len(data)
