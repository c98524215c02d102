"""Reads JSON strictly: what comes out can be stored and written again; must not know what it means."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

import orjson

Json = Any
"""A value that JSON can write: the types that the standard library reads."""

_INT64 = 2**63
_DEEPEST = 100


class JsonError(Exception):
    """The text is not JSON, or holds what no store could keep; `pointer` says where, when it is known."""

    def __init__(self, text: str, pointer: str = "") -> None:
        super().__init__(text)
        self.pointer = pointer


def _integer(text: str) -> int:
    # Twenty characters hold every 64-bit integer; Python itself refuses to read thousands of digits.
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


_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_number, parse_constant=_constant)


def read_json(data: bytes) -> Json:
    """Read a JSON text in UTF-8. Of equal keys the last one counts.

    Raises:
        JsonError: It is not JSON or not UTF-8, is nested too deeply, or holds a number or a text that cannot be kept.
    """
    try:
        value = _DECODER.decode(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise JsonError(f"not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise JsonError(f"not JSON: {error.msg} at line {error.lineno} column {error.colno}") from error
    except RecursionError as error:
        raise JsonError("nested too deeply") from error
    if data.count(b"{") + data.count(b"[") > _DEEPEST and _depth(value) > _DEEPEST:
        raise JsonError("nested too deeply")
    if b"\\u" in data:
        refuse_odd_text(value)
    return value


def _depth(value: Json) -> int:
    """Count the levels of a value, without recursion."""
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
    """Write a value as compact JSON in UTF-8."""
    # Keys may be of a class of SQLAlchemy's that is a string, too.
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)


def refuse_odd_text(value: Json, pointer: str = "") -> None:
    """Refuse texts that SQL databases or UTF-8 cannot hold, keys included.

    Raises:
        JsonError: A text has a NUL character or half a surrogate pair.
    """
    if isinstance(value, str):
        fault = odd_text(value)
        if fault:
            raise JsonError(fault, pointer)
    elif isinstance(value, dict):
        for key, item in value.items():
            refuse_odd_text(key, pointer)
            refuse_odd_text(item, f"{pointer}/{pointer_token(key)}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            refuse_odd_text(item, f"{pointer}/{index}")


def odd_text(text: str) -> str | None:
    """Say what keeps a text from being stored, or None."""
    if "\x00" in text:
        return "a text has a NUL character"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "a text has half a surrogate pair"
    return None


def pointer_token(key: str | int) -> str:
    """Write one step of a JSON pointer."""
    return str(key).replace("~", "~0").replace("/", "~1")
