"""Tests of the warnings of deprecated methods."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import httpx2
import pytest
from workato_embedded._runtime import raw
from workato_embedded._runtime.deprecation import deprecated


@deprecated("PUT /old has had its day")
def old(number: int) -> int:
    """Return a value."""
    return number + 1


@deprecated("PUT /old has had its day")
async def old_later(number: int) -> int:
    """Return a value asynchronously."""
    return number + 1


def test_a_deprecated_method_warns_and_works() -> None:
    """The warning of a deprecated method has the caller's line, and the method is otherwise unchanged."""
    with pytest.warns(DeprecationWarning, match="PUT /old has had its day") as caught:
        assert old(1) == 2
    assert caught[0].filename == __file__
    with pytest.warns(DeprecationWarning, match="PUT /old has had its day"):
        assert asyncio.run(old_later(1)) == 2
    assert inspect.iscoroutinefunction(old_later)
    assert (old.__name__, old.__doc__) == ("old", "Return a value.")
    assert getattr(old, "__deprecated__", None) == "PUT /old has had its day"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_deprecated_streamed_method_warns_at_the_caller(asynchronous: bool) -> None:
    """The warning of a streamed method has the caller's line, despite the frames of `with`."""

    async def later() -> None:
        async with raw.async_as_streamed(given_later)():
            pass

    def now() -> bool:
        with raw.as_streamed(given)():
            return True

    with pytest.warns(DeprecationWarning, match="GET /old has had its day") as caught:
        _ = asyncio.run(later()) if asynchronous else now()
    assert caught[0].filename == __file__


@deprecated("GET /old has had its day")
def given() -> Any:
    """Return a response."""
    return raw.StreamedResponse(responded(), lambda _: None)


@deprecated("GET /old has had its day")
async def given_later() -> Any:
    """Return a response asynchronously."""
    return raw.AsyncStreamedResponse(responded(), lambda _: None)


def responded() -> httpx2.Response:
    """Return a response."""
    return httpx2.Response(200, request=httpx2.Request("GET", "https://example.com"))
