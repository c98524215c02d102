"""Parses JSON whose values cannot be stored: replaces these instead of rejecting the whole text."""

from __future__ import annotations

import json
import math

from workato_embedded_mock.plain_json import Json, JsonError, TooManyValuesError, odd_text, read_json, write_json

_INT64 = 2**63
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def read_odd_json(data: bytes) -> tuple[Json, str | None]:
    """Parse a JSON text; return its value, and why some of its values were replaced, or None.

    Numbers that are too large become text, NaN and infinity null, and characters that cannot be stored U+FFFD.

    Raises:
        JsonError: It is not JSON or UTF-8, is nested too deeply, or has too many values.
    """
    try:
        return read_json(data), None
    except TooManyValuesError:
        raise
    except JsonError as error:
        try:
            value = _DECODER.decode(data.decode("utf-8"))
            return read_json(write_json(_storable(value))), str(error)
        except (ValueError, RecursionError):
            raise error from None


def _integer(text: str) -> int | str:
    # Python rejects thousands of digits.
    return number if len(text) <= 20 and -_INT64 <= (number := int(text)) < _INT64 else text


def _number(text: str) -> float | str:
    return number if math.isfinite(number := float(text)) else text


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


_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_number, parse_constant=lambda _: None)
