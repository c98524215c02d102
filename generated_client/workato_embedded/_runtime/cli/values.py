"""Parses the values of options. An invalid value raises click.BadParameter with one sentence."""

from __future__ import annotations

import datetime
import json
import math
import re
import sys
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from ..plain_json import is_object
from ..settings import LONGEST_TIMEOUT
from .commands import Parameter


class Type(click.ParamType):  # type: ignore[type-arg]
    """The type of an option. Newer versions of click make it generic, older ones do not."""

    def read(self, text: str) -> Any:
        """Return the parsed value. Raises ValueError with a message for the user."""
        return text

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Parse a value, as click expects."""
        try:
            return self.read(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class OpenChoice(Type):
    """A string with documented values. Other values are accepted, because the API may have more."""

    name = "text"

    def __init__(self, choices: tuple[str, ...]) -> None:
        self._choices = choices

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's
        """Return the documented values, for the help text."""
        return f"[{'|'.join(self._choices)}|…]"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's
        param: click.Parameter,  # noqa: ARG002 - click's
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the documented values, for shell completion."""
        return [CompletionItem(choice) for choice in self._choices if choice.startswith(incomplete)]


class Body(Type):
    """A string, `@FILE` for the content of a file, or `@-` for standard input. `@@` escapes a leading `@`."""

    name = "text"

    def read(self, text: str) -> Any:
        """Return the text, or the content of the file."""
        if not text.startswith("@"):
            return text
        return text[1:] if text.startswith("@@") else _file(text[1:])


class TextFile(Type):
    """A file whose text is the value; `-` is standard input."""

    name = "file"

    def read(self, text: str) -> str:
        """Return the content of the file."""
        return _file(text)


class Json(Body):
    """JSON, or a file that contains it."""

    name = "json"

    def read(self, text: str) -> Any:
        """Parse the JSON."""
        source = super().read(text)
        try:
            # Editors on Windows begin files with a byte order mark.
            return json.loads(source.removeprefix("\ufeff"))
        except (ValueError, RecursionError) as error:
            hint = f"; write @{text} to read the file" if text.endswith(".json") and text[0] != "@" else ""
            raise ValueError(f"invalid JSON: {error}{hint}") from error


class JsonObject(Json):
    """A JSON object, or a file that contains it; `-` is standard input, like `@-`."""

    name = "@file|-|json"

    def read(self, text: str) -> dict[str, Any]:
        """Parse the JSON and check that it is an object."""
        decoded = super().read("@-" if text == "-" else text)
        if not is_object(decoded):
            raise ValueError("expected a JSON object")
        return dict(decoded)


class Pairs(JsonObject):
    """Entries of an object: `KEY=VALUE`, or a JSON object, or a file that contains one."""

    name = "key=value|json"

    def read(self, text: str) -> dict[str, Any]:
        """Parse the object, or split at the first `=`."""
        if text.startswith("{") or (text.startswith("@") and not text.startswith("@@")):
            return super().read(text)
        key, sign, entry = text.removeprefix("@").partition("=")
        if not key or not sign:
            raise ValueError(f"{text!r} is neither KEY=VALUE nor a JSON object")
        return {key: entry}


class Header(Type):
    """A header, as `NAME: VALUE`."""

    name = "header"

    def read(self, text: str) -> tuple[str, str]:
        """Return the name and the value."""
        name, colon, value = text.partition(":")
        if not colon or not name.strip():
            raise ValueError(f"{text!r} is not a header such as X-Request-Id: 42")
        return name.strip(), value.strip()


class NumberOrText(Type):
    """An integer if the text is one, else the text."""

    name = "integer|text"

    def read(self, text: str) -> int | str:
        """Parse the integer. `007` stays text, because the number would lose its zeros."""
        return int(text) if re.fullmatch("0|-?[1-9][0-9]{0,17}", text) else text


class Seconds(Type):
    """A time in seconds."""

    name = "seconds"

    def read(self, text: str) -> float:
        """Parse the number."""
        try:
            seconds = float(text)
        except ValueError:
            seconds = math.nan
        if not 0 < seconds <= LONGEST_TIMEOUT:
            raise ValueError(f"{text!r} is not a number of seconds above 0 and at most a day")
        return seconds


class DateTime(Type):
    """A date-time of RFC 3339, which is sent unchanged."""

    name = "date-time"

    def read(self, text: str) -> str:
        """Check that the text is a date-time."""
        try:
            datetime.datetime.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f"{text!r} is not a date-time such as 2023-11-20T12:00:00Z") from error
        return text


def _file(name: str) -> str:
    """Return the text of a file, or of standard input for `-`. Raises ValueError if it cannot be read."""
    if name == "-" and sys.stdin is None:
        raise ValueError("standard input is closed")
    try:
        # As bytes, because reading text would convert line endings.
        with click.open_file(name, "rb") as file:
            return bytes(file.read()).decode()
    except OSError as error:
        raise ValueError(f"{name} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{name} is not UTF-8 text") from error


_TYPES: Final[dict[str, Any]] = {
    "text": click.STRING,
    "integer": click.INT,
    "number": click.FLOAT,
    "boolean": click.BOOL,
    "number-or-text": NumberOrText(),
    "date-time": DateTime(),
    "pairs": Pairs(),
    "json": Json(),
    "bytes": click.File("rb"),
}


def type_of(parameter: Parameter) -> Any:
    """Return the option type of a parameter."""
    if parameter.choices:
        return OpenChoice(parameter.choices)
    return Body() if parameter.kind == "text" and parameter.location == "body" else _TYPES[parameter.kind]
