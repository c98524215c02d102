"""Sends requests to a server all the time, and notes those that fail."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

import httpx2

NEW = {"name": "New", "notification_email": "new@example.com"}
CLIENTS = 4


class Load:
    """Reads and writes of several clients, each with a connection of its own.

    Args:
        address: The address of the server.
        headers: The headers of each request.
        verify: What certificates are trusted.
    """

    def __init__(self, address: str, headers: Mapping[str, str], verify: ssl.SSLContext | bool = True) -> None:
        self._address = address
        self._headers = headers
        self._verify = verify
        self._stopped = threading.Event()
        self._served = threading.Semaphore(0)
        self._pool = ThreadPoolExecutor(CLIENTS)
        self._running: list[Future[list[str]]] = []

    def __enter__(self) -> Self:
        """Begin to send requests."""
        self._running = [self._pool.submit(self._send, write=number % 2 == 0) for number in range(CLIENTS)]
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._stopped.set()
        self._pool.shutdown()

    def wait_for(self, count: int) -> None:
        """Return after a number of further responses."""
        for _ in range(count):
            self._served.acquire()

    def stop(self) -> list[str]:
        """Stop, and return how requests have failed."""
        self._stopped.set()
        return [text for future in self._running for text in future.result()]

    def _send(self, *, write: bool) -> list[str]:
        failed = []
        base_url = f"{self._address}/api"
        with httpx2.Client(base_url=base_url, headers=self._headers, timeout=60, verify=self._verify) as client:
            while not self._stopped.is_set():
                try:
                    response = client.post("/managed_users", json=NEW) if write else client.get("/managed_users")
                except httpx2.TransportError as error:
                    failed.append(repr(error))
                else:
                    failed += [f"{response.status_code}: {response.text}"] if response.status_code != 200 else []
                self._served.release()
        return failed
