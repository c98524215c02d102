"""The command `workato-mock`; must only turn words into settings and refusals into sentences."""

import json
import logging
from typing import Any

import click
import httpx

from workato_embedded_mock.app import BASE_PATH, create_app, package_version
from workato_embedded_mock.control.plane import PREFIX
from workato_embedded_mock.coverage import coverage_of
from workato_embedded_mock.document import load_document
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
@click.option(
    "--simulate-jobs",
    metavar="SECONDS",
    type=click.IntRange(0, 86_400),
    default=_DEFAULTS.simulate_jobs,
    envvar="WORKATO_MOCK_SIMULATE_JOBS",
    show_envvar=True,
    help="Let each running recipe run once in so many seconds by the clock of the namespace; 0 leaves it to POST "
    "/_mock/jobs.",
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


@main.command("export-state")
@click.option(
    "--url",
    default=f"http://{DEFAULT_HOST}:{DEFAULT_PORT}",
    envvar="WORKATO_MOCK_URL",
    show_envvar=True,
    help="Where the server answers, with or without /api.",
)
@click.option(
    "--namespace",
    required=True,
    envvar="WORKATO_MOCK_NAMESPACE",
    show_envvar=True,
    help="Whose state it is: the token of its calls, or the X-Mock-Namespace.",
)
def export_state(url: str, namespace: str) -> None:
    """Print everything that a namespace of a running server holds, as JSON that --seed takes."""
    address = f"{url.rstrip('/').removesuffix(BASE_PATH)}{PREFIX}/state"
    try:
        answer = httpx.get(address, headers={"X-Mock-Namespace": namespace})
        content = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise click.ClickException(f"There is no mock server at {url}: {error}.") from error
    if answer.status_code != httpx.codes.OK:
        raise click.ClickException(f"The mock server at {url} refuses: {content.get('message', answer.status_code)}.")
    click.echo(json.dumps(content, indent=2, ensure_ascii=False))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list instead of a table.")
def operations(*, as_json: bool) -> None:
    """List the operations of the API: whether the mock has a rule for each, and how well it is known."""
    try:
        covered = coverage_of(load_document())
    except StartError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if as_json:
        click.echo(json.dumps([entry.as_json() for entry in covered], indent=2))
        return
    for entry in covered:
        served = "rule" if entry.rule else "501"
        click.echo(f"{served:5}{entry.confidence:11}{entry.method:7}{entry.operation_id:38}{entry.path}")
    without = sum(not entry.rule for entry in covered)
    click.echo(f"{len(covered)} operations, {without} without a rule")
