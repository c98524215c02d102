"""Parses JSON so that every parsed value can be stored and written again: strictly, or with replacements.

Nothing else in the mock parses JSON, because Python's own parser also returns values that no database and no response
can have.
"""

from __future__ import annotations

import json
import math
from json import JSONDecoder
from typing import Any, NoReturn

import orjson

# A JSON value, of the types that the standard library parses.
Json = Any

_INT64 = 2**63
# All integers of as many characters have 64 bits.
_SHORT = 18
_MAX_DEPTH = 100
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# The most values of a text. In memory, a value can take 200 bytes, many times its length in the text.
MOST_VALUES = 300_000


class JsonError(Exception):
    """A text is not JSON, or has a value that cannot be stored.

    Attributes:
        pointer: A JSON pointer to the value, if known.
    """

    def __init__(self, text: str, pointer: str = "") -> None:
        super().__init__(text)
        self.pointer = pointer


class NotJsonError(JsonError):
    """A text is not JSON."""


class TooManyValuesError(JsonError):
    """A text has more values than are parsed.

    Attributes:
        most: The most values that it may have.
    """

    def __init__(self, most: int) -> None:
        super().__init__(f"too many values: expected at most {most}, counted by commas and brackets")
        self.most = most


def count_values(data: bytes) -> int:
    """Return about how many values a JSON text has, without parsing it: its commas and opening brackets."""
    return data.count(b",") + data.count(b"[") + data.count(b"{")


def _integer(text: str) -> int:
    # Twenty characters are enough for a 64-bit integer; Python rejects thousands of digits.
    if len(text) > 20 or not -_INT64 <= (number := int(text)) < _INT64:
        raise JsonError("an integer does not fit into 64 bits")
    return number


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise JsonError("a number is too large")
    return number


def _constant(name: str) -> NoReturn:
    raise JsonError(f"{name} is not JSON")


def _odd_integer(text: str) -> int | str:
    if len(text) <= _SHORT:
        return int(text)
    # Python rejects thousands of digits.
    return number if len(text) <= 20 and -_INT64 <= (number := int(text)) < _INT64 else text


def _odd_number(text: str) -> float | str:
    return number if math.isfinite(number := float(text)) else text


_DECODER = JSONDecoder(parse_int=_integer, parse_float=_number, parse_constant=_constant)
_REPLACING: dict[str, Any] = {
    "parse_int": _odd_integer,
    "parse_float": _odd_number,
    "parse_constant": lambda _: None,
}
_ODD_DECODER = JSONDecoder(**_REPLACING)


def read_json(data: bytes, most_values: int | None = MOST_VALUES) -> Json:
    """Parse a JSON text in UTF-8. The last of several equal keys wins.

    Args:
        data: The text.
        most_values: The most values, see `count_values`; None for a text that is trusted.

    Raises:
        TooManyValuesError: It has more values.
        NotJsonError: It is not JSON or UTF-8.
        JsonError: It is nested too deeply, or has a value that cannot be stored, such as NaN.
    """
    _check_count(data, most_values)
    return _checked(_decode(_DECODER, data), data)


def read_odd_json(data: bytes) -> tuple[Json, str | None]:
    """Parse a JSON text; return its value, and why some of its values were replaced, or None.

    Numbers that are too large become text, NaN and infinity null, and characters that cannot be stored U+FFFD.

    Raises:
        TooManyValuesError: It has too many values.
        NotJsonError: It is not JSON or UTF-8.
        JsonError: It is nested too deeply.
    """
    try:
        return read_json(data), None
    except TooManyValuesError:
        raise
    except JsonError as error:
        try:
            return _checked(_storable(_decode(_ODD_DECODER, data)), data), str(error)
        except RecursionError:
            raise error from None


def read_stored_json(text: str) -> Json:
    """Parse a JSON text that `write_json` has written."""
    return orjson.loads(text)


def search_json(text: str, most_values: int | None = MOST_VALUES) -> tuple[Json, list[Json]]:
    """Parse a JSON text to search it; return its value as `read_odd_json` does, and what this value lacks.

    Of an object that has a key twice, the value lacks all values of the key but the last. So each pair of such an
    object is returned as an object of its own.

    Args:
        text: The text.
        most_values: The most values, see `count_values`; None for a text that is trusted.

    Raises:
        TooManyValuesError: It has too many values.
        NotJsonError: It is not JSON.
        JsonError: It is nested too deeply.
    """
    data = text.encode("utf-8")
    _check_count(data, most_values)
    repeated: list[Json] = []

    def note(pairs: list[tuple[str, Json]]) -> Json:
        made = dict(pairs)
        if len(made) < len(pairs):
            repeated.extend([{name: value} for name, value in pairs])
        return made

    value = _decode(JSONDecoder(object_pairs_hook=note, **_REPLACING), data)
    if "\\u" in text:
        try:
            return _storable(value), _storable(repeated)
        except RecursionError as error:
            raise JsonError("nested too deeply") from error
    return value, repeated


def _check_count(data: bytes, most_values: int | None) -> None:
    if most_values is not None and len(data) > most_values and count_values(data) > most_values:
        raise TooManyValuesError(most_values)


def _decode(decoder: JSONDecoder, data: bytes) -> Json:
    try:
        return decoder.decode(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise NotJsonError(f"not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise NotJsonError(f"not JSON: {error.msg} at line {error.lineno} column {error.colno}") from error
    except RecursionError as error:
        raise JsonError("nested too deeply") from error


def _checked(value: Json, data: bytes) -> Json:
    """Return the value of a text.

    Raises:
        JsonError: It is nested too deeply, or has a string that cannot be stored.
    """
    if data.count(b"{") + data.count(b"[") > _MAX_DEPTH and _depth(value) > _MAX_DEPTH:
        raise JsonError("nested too deeply")
    if b"\\u" in data:
        check_strings(value)
    return value


def _storable(value: Json) -> Json:
    if isinstance(value, str):
        return value if odd_text(value) is None else "".join(_character(letter) for letter in value)
    if isinstance(value, list):
        return [_storable(inner) for inner in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(inner) for key, inner in value.items()}
    return value


def _character(letter: str) -> str:
    return letter if odd_text(letter) is None else _REPLACEMENT


def _depth(value: Json) -> int:
    """Return the nesting depth of a value, without recursion."""
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
    return depth


def write_json(value: Json) -> bytes:
    """Return a value as compact JSON in UTF-8."""
    try:
        return orjson.dumps(value)
    except TypeError:
        # Keys can be SQLAlchemy's subclass of str; the option takes half as long again.
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)


def pretty_json(value: Json) -> str:
    """Return a value as indented JSON text."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def as_json(data: bytes) -> Json:
    """Return a JSON text as a value that `write_json` can write, and nothing else can read."""
    return orjson.Fragment(data)


def check_strings(value: Json, pointer: str = "") -> None:
    """Check that all strings, keys included, can be stored in SQL databases and encoded in UTF-8.

    Raises:
        JsonError: A string has a NUL character or half a surrogate pair.
    """
    if isinstance(value, str):
        error = odd_text(value)
        if error:
            raise JsonError(error, pointer)
    elif isinstance(value, dict):
        for key, item in value.items():
            check_strings(key, pointer)
            check_strings(item, f"{pointer}/{pointer_token(key)}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            check_strings(item, f"{pointer}/{index}")


def odd_text(text: str) -> str | None:
    """Return why a string cannot be stored, or None."""
    if "\x00" in text:
        return "a string has a NUL character"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "a string has half a surrogate pair"
    return None


def pointer_token(key: str | int) -> str:
    """Return a key as a token of a JSON pointer."""
    return str(key).replace("~", "~0").replace("/", "~1")


def pointer_keys(pointer: str) -> list[str]:
    """Return the keys that a JSON pointer consists of."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]
