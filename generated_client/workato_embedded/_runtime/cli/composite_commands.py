"""Builds the options and the call of composite commands, which combine several operations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import click

from .commands import Command, CompositeCommand
from .options import call_of, options_of


def parameters_of(composite: CompositeCommand, command: Command) -> list[click.Option]:
    """Return the options of a composite command, with the path parameters of `command`."""
    return [*options_of(_path_only(command)), *composite.options()]


def path_values(command: Command, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the values of the path parameters by their names in the API."""
    return call_of(_path_only(command), given).path


def _path_only(command: Command) -> Command:
    return replace(command, parameters=tuple(p for p in command.parameters if p.location == "path"))
