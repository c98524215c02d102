"""A minimal Starlette app that sends the same response to every request: the baseline of the mock's benchmark.

`python -m bench.baseline FILE` serves the content of a file and prints its URL when it is ready.
"""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def fixed_response_app(body: bytes) -> Starlette:
    """Return an app that sends the same response to every request."""

    async def respond(request: Request) -> Response:
        await request.body()
        return Response(body, media_type="application/json")

    return Starlette(routes=[Route("/{path:path}", respond, methods=["GET", "POST"])])


def main() -> None:
    """Serve until the process is stopped."""
    app = fixed_response_app(Path(sys.argv[1]).read_bytes())
    # As in the mock: without an explicit protocol, each small response is delayed by 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    # Before uvicorn does: clients connect as soon as they have read the URL.
    listener.listen()
    sys.stdout.write(f"ready at http://127.0.0.1:{listener.getsockname()[1]}/api\n")
    sys.stdout.flush()
    uvicorn.Server(uvicorn.Config(app, access_log=False, log_config=None, server_header=False)).run([listener])


if __name__ == "__main__":
    main()
