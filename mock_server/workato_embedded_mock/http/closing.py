"""The base class of ASGI apps with resources to close."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from starlette.types import Receive, Send


class ClosingApp:
    """An ASGI app that `close`, the end of a `with` block and the end of the lifespan close."""

    def close(self) -> None:
        """Close what is open; a second call does nothing."""
        raise NotImplementedError

    async def aclose(self) -> None:
        """Close what is open at the end of the lifespan."""
        self.close()

    def __enter__(self) -> Self:
        """Return the app."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close what is open."""
        self.close()

    async def _run_lifespan(self, receive: Receive, send: Send) -> None:
        """Handle the events of the lifespan."""
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.aclose()
        await send({"type": "lifespan.shutdown.complete"})
