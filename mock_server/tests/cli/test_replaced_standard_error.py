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


def test_the_level_applies_to_libraries_that_set_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A warning of a library whose logger has a level of its own is not logged at level `error`."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root, "level", logging.WARNING)
    library = logging.getLogger("example.library")
    library.setLevel(logging.WARNING)
    with Log(LogSettings("error")):
        library.warning("hidden")
        library.error("shown")
    assert stream.getvalue().endswith(" ERROR example.library: shown\n")
    assert "hidden" not in stream.getvalue()
