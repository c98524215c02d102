"""The command `workato-mock`."""

from workato_embedded_mock.cli.command import main

__all__ = ["main"]
