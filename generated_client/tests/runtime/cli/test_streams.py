"""Whatever the streams of the process are, what can be written is written."""

from __future__ import annotations

import io
import sys
from typing import Any, cast

import pytest
from workato_embedded._runtime.cli import streams


class Full(io.StringIO):
    """A stream on a full disk."""

    def write(self, text: str) -> int:
        """Fail, as the system does."""
        raise OSError(28, "No space left on device")

    def close(self) -> None:
        """Fail as well, since something is still to be written."""
        super().close()
        raise OSError(28, "No space left on device")


def narrow(encoding: str) -> io.TextIOWrapper:
    """Return a stream that lacks letters."""
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


def written(stream: io.TextIOWrapper) -> bytes:
    """Return all that was written to such a stream."""
    stream.flush()
    return cast(io.BytesIO, stream.buffer).getvalue()


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_letters_that_an_encoding_lacks_become_escapes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A customer named in another script, or half a pair of UTF-16, is no reason to fail."""
    stream = narrow("cp1252")
    monkeypatch.setattr(sys, name, stream)
    streams.prepare()
    stream.write("é東\ud800")
    assert written(stream) == b"\xe9\\u6771\\ud800"


def test_streams_that_cannot_be_told_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that puts something else in their place, or closes them, can still call the command."""
    for stream in (None, io.StringIO()):
        monkeypatch.setattr(sys, "stdout", stream)
        streams.prepare()
        assert not streams.is_terminal(sys.stdout)
        streams.close_stdout()


def test_what_came_is_written_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes of a terminal are data in a file, and ASCII stays ASCII."""
    stream = narrow("ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    streams.prepare()
    streams.write("\x1b[31mred\x1b[0m é")
    assert written(stream) == b"\x1b[31mred\x1b[0m \\xe9\n"


def test_a_closed_output_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was asked for is not lost without a word."""
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OSError, match="Bad file descriptor"):
        streams.write("x")


@pytest.mark.parametrize(
    ("stream", "text", "possible"),
    [(narrow("cp1252"), "é", True), (narrow("cp1252"), "東", False), (None, "東", True), (None, "\ud800", False)],
)
def test_it_is_known_what_can_be_written(
    stream: Any, text: str, possible: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The encoding of the output decides; UTF-8 is that of an output that tells none."""
    monkeypatch.setattr(sys, "stdout", stream)
    assert streams.can_write(text) == possible


def test_a_sentence_cannot_drive_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """The message of a refusal is the API's, and is shown in one line whatever it has."""
    streams.print_error("Error: 400 \x1b[2J\ntwice")
    assert capsys.readouterr().err == "Error: 400 \\x1b[2J twice\n"


def test_full_streams_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where even the sentence cannot be written the exit code is left, and nothing is tried again at the end."""
    monkeypatch.setattr(sys, "stderr", Full())
    monkeypatch.setattr(sys, "stdout", full := Full())
    streams.print_error("Error: x")
    streams.close_stdout()
    assert full.closed


def test_the_terminal_tells_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """COLUMNS says it too, as for other programs."""
    monkeypatch.setenv("COLUMNS", "97")
    assert streams.terminal_width() == 97
