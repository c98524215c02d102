"""An ASGI app that holds something open until it ends; must not know what."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from starlette.types import Receive, Send


class ClosingApp:
    """Is closed by `close`, by leaving a `with` block, or by the end of the lifespan."""

    def close(self) -> None:
        """Close what is open; a second call does nothing."""
        raise NotImplementedError

    async def aclose(self) -> None:
        """Close what is open at the end of the lifespan."""
        self.close()

    def __enter__(self) -> Self:
        """Answer the app."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close what is open."""
        self.close()

    async def live(self, receive: Receive, send: Send) -> None:
        """Answer the events of the lifespan."""
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.aclose()
        await send({"type": "lifespan.shutdown.complete"})
