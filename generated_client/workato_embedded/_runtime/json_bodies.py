"""Decodes JSON bodies of responses, within limits that keep all later work on the values from failing."""

from __future__ import annotations

import json
from typing import Any, Final

import httpx2

from .plain_json import is_object

# The deepest nesting of objects and lists that is accepted. Ruby's JSON writes no more levels by default either.
# Without a limit, comparing, showing, copying or pickling the values could exceed Python's recursion limit.
MAX_DEPTH: Final = 100
_OTHER_BYTES: Final = bytes(set(range(256)) - set(b"[]{}"))

_CONTAINERS: Final = (dict, list)


def load(content: bytes) -> Any:
    """Return a decoded body.

    Raises:
        ValueError: The body is not JSON, is nested too deep, has an integer that is too long for Python, or needs more
            memory than there is. The message says which.
    """
    try:
        body = json.loads(content)
    except RecursionError as error:
        raise ValueError(_too_deep()) from error
    except MemoryError as error:
        raise ValueError("there is not enough memory to decode the response") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError("the response is not JSON") from error
    except ValueError as error:
        raise ValueError("the response has an integer with too many digits") from error
    # Looking at each value takes as long as decoding, and is almost never needed.
    if _may_be_deep(content) and _is_deep(body):
        raise ValueError(_too_deep())
    return body


def text_of(response: httpx2.Response) -> str:
    """Return a body as text. An encoding that Python has no text for, such as `charset=zlib`, counts as UTF-8."""
    try:
        text = response.text
    except Exception:  # The codecs of Python raise errors of many kinds.
        text = ""
    # `punycode` of Python 3.13 loses a body that it cannot decode.
    return text or response.content.decode(errors="replace")


def _too_deep() -> str:
    return f"the response is nested deeper than {MAX_DEPTH} levels"


def _may_be_deep(content: bytes) -> bool:
    """Return whether the brackets of a body may be nested too deep. It can be wrong if texts have brackets."""
    brackets = content.translate(None, _OTHER_BYTES)
    # Each round removes one or two levels.
    for _ in range(MAX_DEPTH // 2):
        inner = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if not inner or len(inner) == len(brackets):
            return bool(inner)
        brackets = inner
    return True


def _is_deep(body: Any) -> bool:
    """Return whether a value is nested too deep. Goes down level by level, without recursion."""
    level: list[Any] = [body] if type(body) in _CONTAINERS else []
    for _ in range(MAX_DEPTH):
        if not level:
            return False
        level = [
            child
            for value in level
            for child in (value.values() if is_object(value) else value)
            if type(child) in _CONTAINERS
        ]
    return bool(level)
