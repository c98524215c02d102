"""Small sites of the tests, each at an origin of its own: the site of a partner, and hosts of framed pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

_TYPES = {".js": "text/javascript", ".css": "text/css"}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, pages: Mapping[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages = pages


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """Send the page of the path, or that of the longest start of it."""
        path = urlsplit(self.path).path
        found = [start for start in self.server.pages if start.endswith("*") and path.startswith(start[:-1])]
        text = self.server.pages.get(path, self.server.pages[max(found, key=len)] if found else None)
        content = (text or "").encode()
        suffix = "." + path.rpartition(".")[2]
        self.send_response(404 if text is None else 200)
        self.send_header("Content-Type", f"{_TYPES.get(suffix, 'text/html')}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Write no log."""


@contextmanager
def site(pages: Mapping[str, str]) -> Iterator[str]:
    """Serve pages at a free port, and yield the origin.

    Args:
        pages: HTML or scripts by path. A path that ends with * stands for all that start with it.
    """
    with _Server({"/favicon.ico": "", **pages}) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
