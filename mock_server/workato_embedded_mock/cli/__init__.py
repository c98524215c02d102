"""The command `workato-mock`."""

from __future__ import annotations

from workato_embedded_mock.startup.garbage import collection_paused

with collection_paused():
    from workato_embedded_mock.cli.command import main

__all__ = ["main"]
