# Copied by `python -m generator build` from generator/runtime/. Do not edit.
"""Marks methods whose operations the vendor has deprecated, as newer Pythons do by `warnings.deprecated` (PEP 702)."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def deprecated(message: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return a decorator after which a call warns with `message`, a DeprecationWarning, before it is carried out."""

    def decorate(method: Callable[P, T]) -> Callable[P, T]:
        @wraps(method)
        def warning(*args: P.args, **kwargs: P.kwargs) -> T:
            warnings.warn(message, DeprecationWarning, stacklevel=2)
            return method(*args, **kwargs)

        warning.__deprecated__ = message  # type: ignore[attr-defined]  # what tools look for
        return warning

    return decorate
