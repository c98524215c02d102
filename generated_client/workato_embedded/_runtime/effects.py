"""The steps that a course of work asks for, which a client takes, waiting or letting others run. Takes none itself.

They are named tuples, as all small values whose classes every program imports: to make such a class costs a tenth of
what that of a frozen dataclass does.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import httpx

from .events import Event

T = TypeVar("T")


class Send(NamedTuple):
    """Send a request. What comes of it, an answer or a failure of the connection, is to be given back."""

    request: httpx.Request
    stream: bool
    anonymous: bool = False
    """Whether it goes without credentials."""


class Read(NamedTuple):
    """Read the body of an answer. The answer, or what failed, is to be given back."""

    response: httpx.Response


class Save(NamedTuple):
    """Write the body of an answer over a file, and close the answer. It, or what failed, is to be given back."""

    response: httpx.Response
    path: Path


class Wait(NamedTuple):
    """Wait."""

    seconds: float


class Tell(NamedTuple):
    """Tell the caller's hooks of an event."""

    event: Event


class Do(NamedTuple):
    """Call a function; on an asynchronous client it may be asynchronous. What it returns is to be given back."""

    function: Callable[[], Any]


Step = Send | Read | Save | Wait | Tell | Do
Course = Generator[Step, Any, T]
"""Steps to take; what comes of all of them at the end."""
