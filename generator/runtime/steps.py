"""The steps that a course of work asks for, which a client takes, waiting or letting others run. Takes none itself."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx

from .events import Event

T = TypeVar("T")


@dataclass(frozen=True)
class Send:
    """Send a request. What comes of it, an answer or a failure of the connection, is to be given back."""

    request: httpx.Request
    stream: bool
    anonymous: bool = False
    """Whether it goes without credentials."""


@dataclass(frozen=True)
class Read:
    """Read the body of an answer. The answer, or what failed, is to be given back."""

    response: httpx.Response


@dataclass(frozen=True)
class Save:
    """Write the body of an answer over a file, and close the answer. It, or what failed, is to be given back."""

    response: httpx.Response
    path: Path


@dataclass(frozen=True)
class Wait:
    """Wait."""

    seconds: float


@dataclass(frozen=True)
class Tell:
    """Tell the caller's hooks of an event."""

    event: Event


@dataclass(frozen=True)
class Do:
    """Call a function; on an asynchronous client it may be asynchronous. What it returns is to be given back."""

    function: Callable[[], Any]


Step = Send | Read | Save | Wait | Tell | Do
Course = Generator[Step, Any, T]
"""Steps to take; what comes of all of them at the end."""
