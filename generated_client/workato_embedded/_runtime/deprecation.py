"""Marks methods whose operations the vendor has deprecated, like `warnings.deprecated` (PEP 702) of newer Pythons."""

from __future__ import annotations

import contextlib
import inspect
import sys
import warnings
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

# The files of the frames between a method and its caller: this one, and that of `contextlib`.
_WRAPPER_FILES: Final = (str(Path(__file__).parent), contextlib.__file__)


def deprecated(message: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return a decorator that makes a call emit `message` as a DeprecationWarning first."""

    def decorate(method: Callable[P, T]) -> Callable[P, T]:
        marked: Any = _awaited(method, message) if inspect.iscoroutinefunction(method) else _called(method, message)
        # Tools look for this attribute.
        marked.__deprecated__ = message
        return cast("Callable[P, T]", marked)

    return decorate


def _called(method: Callable[P, T], message: str) -> Callable[P, T]:
    @wraps(method)
    def warning(*args: P.args, **kwargs: P.kwargs) -> T:
        _warn(message)
        return method(*args, **kwargs)

    return warning


def _awaited(method: Callable[P, Any], message: str) -> Callable[P, Any]:
    """Return a function that is still a coroutine function, as tools that mock and trace expect."""

    @wraps(method)
    async def warning(*args: P.args, **kwargs: P.kwargs) -> Any:
        _warn(message)
        return await method(*args, **kwargs)

    return warning


def _warn(message: str) -> None:
    """Warn at the caller's line, because Python shows no other line by default."""
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_WRAPPER_FILES):
        level, frame = level + 1, frame.f_back
    warnings.warn(message, DeprecationWarning, stacklevel=level)
