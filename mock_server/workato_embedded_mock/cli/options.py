"""The flags of the commands; must not know what is served."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from workato_embedded_mock.serving.logs import FORMATS, LEVELS
from workato_embedded_mock.settings import DEFAULT_HOST, DEFAULT_PORT

F = TypeVar("F", bound=Callable[..., Any])


def option(name: str, **attributes: Any) -> Callable[[F], F]:
    """Make a flag that the environment mirrors: `--rate-limits` is `WORKATO_MOCK_RATE_LIMITS`.

    `also` names its short form, or its argument.
    """
    variable = f"WORKATO_MOCK_{name.strip('-').replace('-', '_').upper()}"
    attributes = {"envvar": variable, "show_envvar": True, **attributes}
    return click.option(name, *attributes.pop("also", ()), **attributes)


def listening(command: F) -> F:
    """Give a command `--host` and `--port`."""
    port = option(
        "--port",
        also=["-p"],
        type=click.IntRange(0, 65535),
        default=DEFAULT_PORT,
        help="Where to listen; 0 takes a free port.",
    )
    return option("--host", also=["-H"], default=DEFAULT_HOST, help="Where to listen.")(port(command))


def logging(command: F) -> F:
    """Give a command `--log-level` and `--log-format`."""
    form = option(
        "--log-format", type=click.Choice(FORMATS), default="text", help="How to log; json is one object in a line."
    )
    level = option(
        "--log-level", type=click.Choice(LEVELS, case_sensitive=False), default="warning", help="What to log."
    )
    return level(form(command))
