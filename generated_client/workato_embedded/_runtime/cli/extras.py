"""Commands that stand on several operations, beside those of one each. What a resource does so is in its own module."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import click

from ..base_client import SyncClient
from .commands import Command
from .options import call_of, options_of

Tell = Callable[[str], object]
"""Is told in a word how far the work is, each time that it was looked at."""


@dataclass(frozen=True)
class Extra:
    """A command that stands on several operations."""

    name: str
    """That of the client's method."""
    like: str
    """Name of the command, in the same resource, whose path parameters it takes."""
    summary: str
    description: str
    options: Callable[[], list[click.Option]]
    """Makes the options that it has beside the path parameters."""
    run: Callable[[SyncClient, Mapping[str, Any], Mapping[str, Any], Tell], Any]
    """Does the work, of the path's values and those of its options, and returns what came of it as JSON.

    It raises WorkatoEmbeddedError, ValueError for what it was given, or OSError.
    """


def parameters_of(extra: Extra, command: Command) -> list[click.Option]:
    """Return the options of an extra; `command` is the one whose path parameters it takes."""
    return [*options_of(_path_of(command)), *extra.options()]


def path_values(command: Command, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the values of the path parameters by their names in the API."""
    return call_of(_path_of(command), given).path


def _path_of(command: Command) -> Command:
    return replace(command, parameters=tuple(p for p in command.parameters if p.place == "path"))
