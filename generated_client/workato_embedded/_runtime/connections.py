"""Holds the HTTP client that a client and its copies send with.

A client of our own is replaced where its connections cannot be used: in a process that was forked, and in another event
loop. One that a caller has passed is never replaced.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Generic, TypeVar

import httpx2

H = TypeVar("H", httpx2.Client, httpx2.AsyncClient)


class GivenHttp(Generic[H]):
    """An HTTP client that a caller has passed."""

    _http: H

    def __init__(self, http: H) -> None:
        self._http = http

    def current(self) -> H:
        """Return the HTTP client."""
        return self._http


class OwnHttp(GivenHttp[httpx2.Client]):
    """An HTTP client of our own, one in each process: forked processes would send over the same sockets.

    Raises:
        ValueError: A variable of the environment is invalid.
    """

    def __init__(self, make: Callable[[], httpx2.Client]) -> None:
        super().__init__(_created(make))
        self._make, self._process = make, os.getpid()

    def current(self) -> httpx2.Client:
        """Return the HTTP client of this process."""
        if self._process != os.getpid() and not self._http.is_closed:
            self._http, self._process = self._make(), os.getpid()
        return self._http

    def close(self) -> None:
        """Close the connections of this process."""
        self.current().close()


class OwnAsyncHttp(GivenHttp[httpx2.AsyncClient]):
    """An HTTP client of our own, one in each event loop: a connection belongs to the loop that opened it.

    Raises:
        ValueError: A variable of the environment is invalid.
    """

    def __init__(self, make: Callable[[], httpx2.AsyncClient]) -> None:
        super().__init__(_created(make))
        self._make, self._is_closed = make, False
        self._by_loop: dict[object, httpx2.AsyncClient] = {}

    def current(self) -> httpx2.AsyncClient:
        """Return the HTTP client of the running event loop; outside any loop, that of the first one."""
        from .loop import has_ended, running_loop

        loop = running_loop()
        if loop is None:
            return self._http
        if loop not in self._by_loop:
            # The first loop gets the client for which the environment was checked.
            http = self._make() if self._by_loop and not self._is_closed else self._http
            self._by_loop = {each: kept for each, kept in self._by_loop.items() if not has_ended(each)}
            self._by_loop[loop] = http
        return self._by_loop[loop]

    async def aclose(self) -> None:
        """Close the connections of this event loop; no other loop gets any from now on."""
        http = self.current()
        self._is_closed = True
        await http.aclose()


def _created(make: Callable[[], H]) -> H:
    try:
        return make()
    except Exception as error:
        # Imported here, since it is seldom needed.
        from .environment import explain

        reason = explain(error)
        if reason is None:
            raise
        raise ValueError(reason) from error
