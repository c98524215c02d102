"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from workato_embedded_mock.serving.logs import FORMATS, LEVELS
from workato_embedded_mock.settings import DEFAULT_HOST, DEFAULT_PORT

F = TypeVar("F", bound=Callable[..., Any])


def option(name: str, **attributes: Any) -> Callable[[F], F]:
    """Return an option with an environment variable: `--rate-limits` has `WORKATO_MOCK_RATE_LIMITS`.

    `also` has other names of the option, or the name of its argument.
    """
    variable = f"WORKATO_MOCK_{name.strip('-').replace('-', '_').upper()}"
    attributes = {"envvar": variable, "show_envvar": True, **attributes}
    return click.option(name, *attributes.pop("also", ()), **attributes)


def listening(command: F) -> F:
    """Add `--host` and `--port` to a command."""
    port = option(
        "--port",
        also=["-p"],
        type=click.IntRange(0, 65535),
        default=DEFAULT_PORT,
        help="Port to listen on; 0 selects a free one.",
    )
    return option("--host", also=["-H"], default=DEFAULT_HOST, help="Address to listen on.")(port(command))


def logging(command: F) -> F:
    """Add `--log-level` and `--log-format` to a command."""
    form = option(
        "--log-format",
        type=click.Choice(FORMATS),
        default="text",
        help="Format of the log; json writes one object per line.",
    )
    level = option(
        "--log-level",
        type=click.Choice(LEVELS, case_sensitive=False),
        default="warning",
        help="Lowest level of warnings and errors to log.",
    )
    return level(form(command))
