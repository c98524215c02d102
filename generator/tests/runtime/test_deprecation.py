"""Who calls what the vendor has deprecated is warned, where it is called."""

from __future__ import annotations

import asyncio

import pytest

from generator.runtime.deprecation import deprecated


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
    assert (old.__name__, old.__doc__) == ("old", "Do it the old way.")
    assert getattr(old, "__deprecated__", None) == "PUT /old has had its day"
