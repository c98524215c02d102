"""The command `workato-mock`; must only turn words into settings and refusals into sentences."""

from __future__ import annotations

import json
import shlex
from typing import Any

import click
import httpx

from workato_embedded_mock.app import BASE_PATH, create_app, package_version
from workato_embedded_mock.cli.options import listening, logging, option
from workato_embedded_mock.cli.proxy_command import proxy
from workato_embedded_mock.control.coverage import coverage_of
from workato_embedded_mock.control.plane import PREFIX
from workato_embedded_mock.control.token_auth import HEADER
from workato_embedded_mock.errors import StartError
from workato_embedded_mock.openapi.document import load_document
from workato_embedded_mock.serving.logs import log_to_stderr
from workato_embedded_mock.serving.server import Server, address, bind
from workato_embedded_mock.serving.workers import serve_by_workers
from workato_embedded_mock.settings import DEFAULT_HOST, DEFAULT_PORT, Settings

_DEFAULTS = Settings()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.version_option(package_version(), prog_name="workato-mock")
def main() -> None:
    """A stateful mock of the Workato Embedded Partner API."""


main.add_command(proxy)


def _tokens(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if not value or not value.isascii() or not value.isprintable() or " " in value:
            raise click.BadParameter("a token has printable ASCII characters without blanks")
    return values


def _control_token(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if not value.isascii() or not value.isprintable() or " " in value:
        raise click.BadParameter("the token has printable ASCII characters without blanks")
    return value


@main.command()
@listening
@option(
    "--database",
    metavar="URL",
    default=_DEFAULTS.database,
    help="Where to keep the state: sqlite:// is memory, sqlite:///FILE a file, postgresql+psycopg://USER@HOST/NAME a "
    "database that several servers share.",
)
@option(
    "--token",
    also=["tokens"],
    multiple=True,
    callback=_tokens,
    help="A bearer token to let in, repeatable; without it all are let in. Separated by blanks in the environment.",
)
@option(
    "--seed",
    metavar="default|empty|FILE",
    default=_DEFAULTS.seed,
    help="What each namespace begins with; a file is YAML or JSON.",
)
@option(
    "--strict",
    is_flag=True,
    help="Refuse what the API is believed to tolerate, such as a slash at the end of a path.",
)
@option(
    "--transitions",
    metavar="immediate|polls:N|seconds:N",
    default=_DEFAULTS.transitions,
    help="When exports and imports end: before their start is answered, after they were seen in progress N times (by a "
    "look at their status, or by the refusal of another import), or N seconds later by the clock of the namespace.",
)
@option(
    "--simulate-jobs",
    metavar="SECONDS",
    type=click.IntRange(0, 86_400),
    default=_DEFAULTS.simulate_jobs,
    help="Let each running recipe run once in so many seconds by the clock of the namespace; 0 leaves it to POST "
    "/_mock/jobs.",
)
@option(
    "--rate-limits",
    metavar="off|documented|N/min",
    default=_DEFAULTS.rate_limits,
    help="How many requests of an operation a namespace may send by its clock, before it is answered 429.",
)
@option(
    "--journal",
    metavar="COUNT",
    type=click.IntRange(0, 100_000),
    default=_DEFAULTS.journal,
    help="How many exchanges of each namespace GET /_mock/journal remembers.",
)
@option(
    "--control-token",
    callback=_control_token,
    default=_DEFAULTS.control_token,
    show_default=False,
    help="The token that callers of /_mock have to send in X-Mock-Control-Token; without it only callers of this "
    "machine are let in.",
)
@option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    help="How many processes serve; more than one need a database that they can share.",
)
@logging
def serve(host: str, port: int, workers: int, log_level: str, log_format: str, **given: Any) -> None:
    """Serve the API until SIGTERM or Ctrl-C."""
    log_to_stderr(log_level, log_format)
    settings = Settings(**given)
    try:
        with bind(host, port) as listener:
            ready = f"workato-mock is ready at {address(listener)}{BASE_PATH}"
            if workers == 1:
                with create_app(settings) as app:
                    Server(app, lambda: click.echo(ready)).run([listener])
            else:
                serve_by_workers(settings, listener, workers, log_level, log_format, lambda: click.echo(ready))
    except StartError as refusal:
        raise click.ClickException(str(refusal)) from refusal


_url = option(
    "--url", default=f"http://{DEFAULT_HOST}:{DEFAULT_PORT}", help="Where the server answers, with or without /api."
)


@main.command("export-state")
@_url
@option("--namespace", required=True, help="Whose state it is: the token of its calls, or the X-Mock-Namespace.")
@option("--control-token", default="", show_default=False, help="The token that its control plane asks for, if any.")
def export_state(url: str, namespace: str, control_token: str) -> None:
    """Print everything that a namespace of a running server holds, as JSON that --seed takes."""
    headers = {"X-Mock-Namespace": namespace} | ({HEADER: control_token} if control_token else {})
    address = f"{url.rstrip('/').removesuffix(BASE_PATH)}{PREFIX}/state"
    try:
        answer = httpx.get(address, headers=headers)
        content = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise click.ClickException(f"There is no mock server at {url}: {error}.") from error
    if answer.status_code != httpx.codes.OK:
        raise click.ClickException(f"The mock server at {url} refuses: {content.get('message', answer.status_code)}.")
    click.echo(json.dumps(content, indent=2, ensure_ascii=False))


@main.command("env")
@_url
@option("--token", default="mock", help="The token of the calls; it names the namespace.")
def environment(url: str, token: str) -> None:
    """Print the exports that point a client at a running server: eval "$(workato-mock env)"."""
    values = {
        "WORKATO_EMBEDDED_BASE_URL": f"{url.rstrip('/').removesuffix(BASE_PATH)}{BASE_PATH}",
        "WORKATO_EMBEDDED_API_TOKEN": token,
    }
    for name, value in values.items():
        click.echo(f"export {name}={shlex.quote(value)}")


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
