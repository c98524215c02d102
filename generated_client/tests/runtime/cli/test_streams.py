"""Tests of writing to unusual standard streams."""

from __future__ import annotations

import io
import sys
from typing import Any, cast

import pytest
from workato_embedded._runtime.cli import streams


class Full(io.StringIO):
    """A stream on a full disk."""

    def write(self, _text: str) -> int:
        """Raise the error of a full disk."""
        raise OSError(28, "No space left on device")

    def close(self) -> None:
        """Raise the same error, because unwritten text remains."""
        super().close()
        raise OSError(28, "No space left on device")


def narrow(encoding: str) -> io.TextIOWrapper:
    """Return a stream whose encoding lacks some characters."""
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


def written(stream: io.TextIOWrapper) -> bytes:
    """Return the text that was written to such a stream."""
    stream.flush()
    return cast(io.BytesIO, stream.buffer).getvalue()


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_characters_that_the_encoding_lacks_are_escaped(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A customer name in another script, or an unpaired surrogate, does not cause an error."""
    stream = narrow("cp1252")
    monkeypatch.setattr(sys, name, stream)
    streams.prepare()
    stream.write("é東\ud800")
    assert written(stream) == b"\xe9\\u6771\\ud800"


def test_other_kinds_of_streams_are_not_reconfigured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replaced and closed streams do not cause an error."""
    for stream in (None, io.StringIO()):
        monkeypatch.setattr(sys, "stdout", stream)
        streams.prepare()
        assert not streams.is_terminal(sys.stdout)
        streams.close_stdout()


def test_output_is_written_unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output has terminal codes unchanged in a file, and ASCII stays ASCII."""
    stream = narrow("ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    streams.prepare()
    streams.write("\x1b[31mred\x1b[0m é")
    assert written(stream) == b"\x1b[31mred\x1b[0m \\xe9\n"


def test_a_closed_output_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output that cannot be written is reported."""
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OSError, match="Bad file descriptor"):
        streams.write("x")


@pytest.mark.parametrize(
    ("stream", "text", "possible"),
    [(narrow("cp1252"), "é", True), (narrow("cp1252"), "東", False), (None, "東", True), (None, "\ud800", False)],
)
def test_can_write_depends_on_the_encoding(
    stream: Any, text: str, possible: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The encoding of the output decides which characters can be written; an unknown encoding counts as UTF-8."""
    monkeypatch.setattr(sys, "stdout", stream)
    assert streams.can_write(text) == possible


def test_an_error_message_is_one_line_without_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    """A message of the API is escaped before it is printed."""
    streams.print_error("Error: 400 \x1b[2J\ntwice")
    assert capsys.readouterr().err == "Error: 400 \\x1b[2J twice\n"


def test_full_streams_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """If not even the message can be written, only the exit code reports the error, and nothing is flushed at exit."""
    monkeypatch.setattr(sys, "stderr", Full())
    monkeypatch.setattr(sys, "stdout", full := Full())
    streams.print_error("Error: x")
    streams.close_stdout()
    assert full.closed


def test_the_width_comes_from_the_terminal_or_from_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable COLUMNS sets the width, as for other programs."""
    monkeypatch.setenv("COLUMNS", "97")
    assert streams.terminal_width() == 97
