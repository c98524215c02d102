"""The log of a process whose standard error is not a file."""

from __future__ import annotations

import io
import logging
import sys

import pytest
from workato_embedded_mock.serving.logs import Log, LogSettings


def test_a_replaced_standard_error_gets_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that replaced standard error by a stream in memory gets the lines of the log there."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    # `Log` replaces them.
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root, "level", logging.WARNING)
    with Log(LogSettings()):
        logging.getLogger("example").warning("shown")
    assert stream.getvalue().endswith(" WARNING example: shown\n")
