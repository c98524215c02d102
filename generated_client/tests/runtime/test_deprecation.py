"""Who calls what the vendor has deprecated is warned, where it is called."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import httpx
import pytest
from workato_embedded._runtime import raw
from workato_embedded._runtime.deprecation import deprecated


@deprecated("PUT /old has had its day")
def old(number: int) -> int:
    """Do it the old way."""
    return number + 1


@deprecated("PUT /old has had its day")
async def old_later(number: int) -> int:
    """Do it the old way, later."""
    return number + 1


def test_a_call_warns_and_works() -> None:
    """The warning names the line that calls; what the method is and gives stays as it was."""
    with pytest.warns(DeprecationWarning, match="PUT /old has had its day") as caught:
        assert old(1) == 2
    assert caught[0].filename == __file__
    with pytest.warns(DeprecationWarning, match="PUT /old has had its day"):
        assert asyncio.run(old_later(1)) == 2
    assert inspect.iscoroutinefunction(old_later)
    assert (old.__name__, old.__doc__) == ("old", "Do it the old way.")
    assert getattr(old, "__deprecated__", None) == "PUT /old has had its day"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_streamed_call_warns_its_caller(asynchronous: bool) -> None:
    """The frames of `with` do not hide who has called: Python shows a warning only where that is."""

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
    """Give an answer."""
    return raw.StreamedResponse(answered(), lambda _: None)


@deprecated("GET /old has had its day")
async def given_later() -> Any:
    """Give an answer, later."""
    return raw.AsyncStreamedResponse(answered(), lambda _: None)


def answered() -> httpx.Response:
    """Return an answer."""
    return httpx.Response(200, request=httpx.Request("GET", "https://example.com"))
