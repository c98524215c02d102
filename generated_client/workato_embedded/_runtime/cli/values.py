"""Reads the texts of options as values. A text that cannot be read is click's BadParameter, one sentence."""

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
    """How the text of an option is read. Newer editions of click give it a type argument, older ones have none."""

    def read(self, text: str) -> Any:
        """Return the value of a text. Raises ValueError, in words for the user, if it has none."""
        return text

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read a text, as click asks for it."""
        try:
            return self.read(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class OpenChoice(Type):
    """A text for which the document names values. Others are taken too, since the API may know more."""

    name = "text"

    def __init__(self, choices: tuple[str, ...]) -> None:
        self._choices = choices

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's
        """Show the values that the document names."""
        return f"[{'|'.join(self._choices)}|…]"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's
        param: click.Parameter,  # noqa: ARG002 - click's
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer the values that the document names."""
        return [CompletionItem(choice) for choice in self._choices if choice.startswith(incomplete)]


class Body(Type):
    """A text, or `@FILE` for that of a file, `@-` for standard input. `@@` stands for a first `@`."""

    name = "text"

    def read(self, text: str) -> Any:
        """Read the file that is named, if one is."""
        if not text.startswith("@"):
            return text
        return text[1:] if text.startswith("@@") else _file(text[1:])


class Json(Body):
    """JSON, or the file that has it."""

    name = "json"

    def read(self, text: str) -> Any:
        """Decode the text."""
        source = super().read(text)
        try:
            return json.loads(source)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"this is no JSON: {error}") from error


class JsonObject(Json):
    """A JSON object, or the file that has it; `-` is standard input as `@-` is."""

    name = "@file|-|json"

    def read(self, text: str) -> dict[str, Any]:
        """Decode the text and see that it is an object."""
        decoded = super().read("@-" if text == "-" else text)
        if not is_object(decoded):
            raise ValueError("a JSON object is needed")
        return dict(decoded)


class Pairs(JsonObject):
    """Entries of an object: one that is written `KEY=VALUE`, or those of a JSON object or of the file that has it."""

    name = "key=value|json"

    def read(self, text: str) -> dict[str, Any]:
        """Decode the object, or split at the first `=`."""
        if text.startswith("{") or (text.startswith("@") and not text.startswith("@@")):
            return super().read(text)
        key, sign, entry = text.removeprefix("@").partition("=")
        if not key or not sign:
            raise ValueError(f"{text!r} is neither of the form KEY=VALUE nor a JSON object")
        return {key: entry}


class NumberOrText(Type):
    """A whole number where the text is written as one, else the text."""

    name = "integer|text"

    def read(self, text: str) -> int | str:
        """Read the number; `007` is none, since it would not be the same afterwards."""
        return int(text) if re.fullmatch("0|-?[1-9][0-9]{0,17}", text) else text


class Seconds(Type):
    """A time to wait, in seconds."""

    name = "seconds"

    def read(self, text: str) -> float:
        """Read the number."""
        try:
            seconds = float(text)
        except ValueError:
            seconds = math.nan
        if not 0 < seconds <= LONGEST_TIMEOUT:
            raise ValueError(f"{text!r} is no number of seconds above 0, a day at the most")
        return seconds


class Moment(Type):
    """A date and time of RFC 3339, which is sent as it was written."""

    name = "date-time"

    def read(self, text: str) -> str:
        """See that it can be read."""
        try:
            datetime.datetime.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f"{text!r} is no date and time such as 2023-11-20T12:00:00Z") from error
        return text


def _file(name: str) -> str:
    """Return the text of a file as it is, `-` for standard input. Raises ValueError if it cannot be read."""
    if name == "-" and sys.stdin is None:
        raise ValueError("standard input is closed")
    try:
        # As bytes, since reading lines of text would change their ends.
        with click.open_file(name, "rb") as file:
            return bytes(file.read()).decode()
    except OSError as error:
        raise ValueError(f"{name} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{name} is no text in UTF-8") from error


_TYPES: Final[dict[str, Any]] = {
    "text": click.STRING,
    "integer": click.INT,
    "number": click.FLOAT,
    "boolean": click.BOOL,
    "number-or-text": NumberOrText(),
    "moment": Moment(),
    "pairs": Pairs(),
    "json": Json(),
    "bytes": click.File("rb"),
}


def type_of(parameter: Parameter) -> Any:
    """Return how the option of a parameter is read."""
    if parameter.choices:
        return OpenChoice(parameter.choices)
    return Body() if parameter.kind == "text" and parameter.place == "body" else _TYPES[parameter.kind]
