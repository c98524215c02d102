"""The command `workato-mock`."""

from __future__ import annotations

from workato_embedded_mock.cli.command import main

__all__ = ["main"]
