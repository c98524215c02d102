"""A proxy through which programs for the Developer API work in the workspace of one customer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx2

from contract_tests.field.rewrites import Rewrites, read_rewrites

# The proxy sets these itself, or they concern one connection only.
_DROPPED = {"connection", "content-encoding", "content-length", "date", "host", "server", "transfer-encoding"}


@contextmanager
def prefixing_proxy(to: str, managed_user_id: str) -> Iterator[str]:
    """Run the proxy on a free port of the loopback interface, and yield its root URL.

    Args:
        to: The root URL of the mock.
        managed_user_id: The customer whose workspace the programs see.
    """
    with httpx2.Client(base_url=to, trust_env=False) as upstream:
        server = _Server(upstream, managed_user_id)
        thread = threading.Thread(target=server.serve_forever, name="prefixing-proxy", daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class _Server(ThreadingHTTPServer):
    def __init__(self, upstream: httpx2.Client, managed_user_id: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream = upstream
        self.managed_user_id = managed_user_id
        self.rewrites: Rewrites = read_rewrites()


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def _forward(self) -> None:
        path, _, query = self.path.partition("?")
        target, _, added = self.server.rewrites.target(self.command, path, self.server.managed_user_id).partition("?")
        response = self.server.upstream.request(
            self.command,
            "?".join(filter(None, (target, "&".join(filter(None, (added, query)))))),
            headers=_kept(self.headers.items()),
            content=self.rfile.read(int(self.headers.get("Content-Length", 0))),
        )
        content = response.content
        if response.is_success and "json" in response.headers.get("Content-Type", ""):
            content = json.dumps(self.server.rewrites.body(self.command, path, response.json())).encode()
        self.send_response(response.status_code)
        for name, value in _kept(response.headers.multi_items()):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = _forward  # noqa: N815

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Print nothing."""


def _kept(headers: Any) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() not in _DROPPED]
