"""A server on loopback that sends a response byte by byte, without an end, or nothing at all."""

from __future__ import annotations

import socket
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import cycle

# The first bytes of a response, after which the rest drips.
STARTS = {
    "silence": b"",
    "status line": b"HTTP/1.1 ",
    "headers": b"HTTP/1.1 200 OK\r\nX-Slow: ",
    "body": b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{",
    "chunked body": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    "error body": b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 1000000\r\n\r\n",
}
_REPEATED = {"silence": b"", "status line": b"2", "chunked body": b"1\r\n \r\n"}
COMPLETE = b'HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n{"id":7,"name":"Ada"}'


class DrippingServer:
    """A server that responds to each connection with complete responses first, and then drips.

    Args:
        what: A key of `STARTS`.
        complete: Number of requests of each connection with a complete response.
    """

    def __init__(self, what: str, complete: int = 0) -> None:
        self._what, self._complete = what, complete
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/api"
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._stopped.is_set():
                connection.close()
                return
            thread = threading.Thread(target=self._serve, args=(connection,))
            with self._lock:
                thread.start()
                self._threads.append(thread)

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            for _ in range(self._complete):
                if not connection.recv(65536):
                    return
                connection.sendall(COMPLETE)
            connection.recv(65536)
            try:
                for chunk in self._chunks():
                    connection.sendall(chunk)
                    # Not a pause of a fixed time: it ends with the test.
                    if self._stopped.wait(0.005) or not self._is_open(connection):
                        return
            except OSError:
                return

    def _chunks(self) -> Iterator[bytes]:
        yield STARTS[self._what]
        yield from cycle([_REPEATED.get(self._what, b" ")])

    @staticmethod
    def _is_open(connection: socket.socket) -> bool:
        connection.setblocking(False)
        try:
            return connection.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        finally:
            connection.setblocking(True)

    @property
    def connections(self) -> int:
        """The number of connections so far."""
        return len(self._threads)

    def wait_for_clients(self) -> None:
        """Wait until all connections have been closed by the client."""
        with self._lock:
            threads = list(self._threads)
        for thread in threads:
            thread.join()

    def stop(self) -> None:
        """Close all connections."""
        self._stopped.set()
        socket.create_connection(self._listener.getsockname()).close()
        self._accepting.join()
        self.wait_for_clients()
        self._listener.close()


@contextmanager
def dripping(what: str, complete: int = 0) -> Generator[DrippingServer]:
    """Yield a server and stop it."""
    server = DrippingServer(what, complete)
    try:
        yield server
    finally:
        server.stop()
