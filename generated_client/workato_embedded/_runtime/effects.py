"""The effects that a flow yields, such as sending a request. The client performs them; a flow performs none itself.

They are named tuples: creating such a class costs a tenth of the import time of a frozen dataclass.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import httpx2

from .deadlines import Deadline
from .events import Event
from .response_limits import SizeLimit

T = TypeVar("T")


class Send(NamedTuple):
    """Send a request. The client sends the response back into the flow, or the error of the connection.

    Attributes:
        request: The request.
        stream: Whether to leave the body of the response unread.
        limit: The maximum size of the body.
        deadline: When the call ends, or None. It holds for a body that is left unread too.
        anonymous: Whether to send it without credentials.
    """

    request: httpx2.Request
    stream: bool
    limit: SizeLimit
    deadline: Deadline | None = None
    anonymous: bool = False


class Read(NamedTuple):
    """Read the body of a response. The client sends back the response, or the error of the connection."""

    response: httpx2.Response
    limit: SizeLimit


class WriteFile(NamedTuple):
    """Write the body of a response to a file and close it. The client sends back the response, or the error."""

    response: httpx2.Response
    path: Path


class Wait(NamedTuple):
    """Wait."""

    seconds: float


class Emit(NamedTuple):
    """Pass an event to the caller's hooks."""

    event: Event


class Invoke(NamedTuple):
    """Call a function, which may be asynchronous on an asynchronous client. The client sends back what it returns."""

    function: Callable[[], Any]


# The effects that need an HTTP client.
Transfer = Send | Read | WriteFile
Effect = Transfer | Wait | Emit | Invoke
# The effects to perform, and the result of all of them.
Flow = Generator[Effect, Any, T]
