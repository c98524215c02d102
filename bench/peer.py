"""A bare Starlette app that gives one answer to everything: what the mock is measured against.

Run as `python -m bench.peer FILE`: it serves the bytes of the file, and says where as soon as it does.
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


def answering(body: bytes) -> Starlette:
    """Make an app that gives one answer to everything."""

    async def answer(request: Request) -> Response:
        await request.body()
        return Response(body, media_type="application/json")

    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])


def main() -> None:
    """Serve until killed."""
    app = answering(Path(sys.argv[1]).read_bytes())
    # As the mock does: without the protocol, each small answer waits for 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    sys.stdout.write(f"ready at http://127.0.0.1:{listener.getsockname()[1]}/api\n")
    sys.stdout.flush()
    uvicorn.Server(uvicorn.Config(app, access_log=False, log_config=None, server_header=False)).run([listener])


if __name__ == "__main__":
    main()
