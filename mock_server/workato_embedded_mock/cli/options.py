"""Options that several commands share."""

from __future__ import annotations

import logging as standard_logging
import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from workato_embedded_mock.serving.logs import FORMATS, LEVELS, Log, LogSettings
from workato_embedded_mock.settings import DEFAULT_HOST, DEFAULT_PORT

F = TypeVar("F", bound=Callable[..., Any])

# What Kubernetes sets `NAME_PORT` to in each container if there is a Service called `name`.
_SERVICE_ADDRESS = re.compile(r"(?:tcp|udp|sctp)://\S+")
_IGNORED = "workato_embedded_mock.ignored_variables"

logger = standard_logging.getLogger(__name__)


class _Option(click.Option):
    """An option whose environment variable may be set by Kubernetes to the address of a Service, which is ignored."""

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        """Return the value of the environment variable, or None."""
        value = super().resolve_envvar_value(ctx)
        if value is None or not _SERVICE_ADDRESS.fullmatch(value):
            return value
        ctx.meta.setdefault(_IGNORED, []).append(f"{self.envvar}={value}")
        return None


def open_log(settings: LogSettings) -> Log:
    """Return the log of the current command, with a warning for each environment variable that was ignored."""
    log = Log(settings)
    for ignored in click.get_current_context().meta.get(_IGNORED, ()):
        logger.warning("ignored %s, which Kubernetes sets because of the name of a Service", ignored)
    return log


def option(name: str, **attributes: Any) -> Callable[[F], F]:
    """Return an option with an environment variable: `--rate-limits` has `WORKATO_MOCK_RATE_LIMITS`.

    `also` has other names of the option, or the name of its argument.
    """
    variable = f"WORKATO_MOCK_{name.strip('-').replace('-', '_').upper()}"
    attributes = {"cls": _Option, "envvar": variable, "show_envvar": True, **attributes}
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


def hosts(command: F) -> F:
    """Add `--allow-host` to a command."""
    return option(
        "--allow-host",
        also=["allow_hosts"],
        metavar="HOST",
        multiple=True,
        help="Serve /_mock also if the header Host names this host, besides localhost and the address of --host; "
        "repeatable. In the environment variable, separate hosts by spaces.",
    )(command)


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
