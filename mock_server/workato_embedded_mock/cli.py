"""The command `workato-mock`; must only turn words into settings and refusals into sentences."""

import logging
from typing import Any

import click

from workato_embedded_mock.app import BASE_PATH, create_app, package_version
from workato_embedded_mock.refusals import StartError
from workato_embedded_mock.server import Server, address, bind
from workato_embedded_mock.settings import DEFAULT_HOST, DEFAULT_PORT, Settings

_DEFAULTS = Settings()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.version_option(package_version(), prog_name="workato-mock")
def main() -> None:
    """A stateful mock of the Workato Embedded Partner API."""


def _tokens(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if not value or not value.isascii() or not value.isprintable() or " " in value:
            raise click.BadParameter("a token has printable ASCII characters without blanks")
    return values


@main.command()
@click.option(
    "--host", "-H", default=DEFAULT_HOST, envvar="WORKATO_MOCK_HOST", show_envvar=True, help="Where to listen."
)
@click.option(
    "--port",
    "-p",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    envvar="WORKATO_MOCK_PORT",
    show_envvar=True,
    help="Where to listen; 0 takes a free port.",
)
@click.option(
    "--database",
    metavar="URL",
    default=_DEFAULTS.database,
    envvar="WORKATO_MOCK_DATABASE",
    show_envvar=True,
    help="Where to keep the state: sqlite:// is memory, sqlite:///FILE a file.",
)
@click.option(
    "--token",
    "tokens",
    multiple=True,
    callback=_tokens,
    envvar="WORKATO_MOCK_TOKEN",
    show_envvar=True,
    help="A bearer token to let in, repeatable; without it all are let in. Separated by blanks in the environment.",
)
@click.option(
    "--seed",
    metavar="default|empty|FILE",
    default=_DEFAULTS.seed,
    envvar="WORKATO_MOCK_SEED",
    show_envvar=True,
    help="What each namespace begins with; a file is YAML or JSON.",
)
@click.option(
    "--strict",
    is_flag=True,
    envvar="WORKATO_MOCK_STRICT",
    show_envvar=True,
    help="Refuse what the API is believed to tolerate, such as a slash at the end of a path.",
)
@click.option(
    "--transitions",
    metavar="immediate|polls:N|seconds:N",
    default=_DEFAULTS.transitions,
    envvar="WORKATO_MOCK_TRANSITIONS",
    show_envvar=True,
    help="When exports and imports end: before their start is answered, after their status was read N times as in "
    "progress, or N seconds later by the clock of the namespace.",
)
def serve(host: str, port: int, **given: Any) -> None:
    """Serve the API until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        with bind(host, port) as listener, create_app(Settings(**given)) as app:
            ready = f"workato-mock is ready at {address(listener)}{BASE_PATH}"
            Server(app, lambda: click.echo(ready)).run([listener])
    except StartError as refusal:
        raise click.ClickException(str(refusal)) from refusal
