"""The command `workato-mock`: turns options into settings, and errors into messages."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

import click

from workato_embedded_mock.app import BASE_PATH, Customer, create_app, edition_of
from workato_embedded_mock.cli.options import hosts, listening, logging, open_log, option
from workato_embedded_mock.cli.version import version_option
from workato_embedded_mock.control.plane import PREFIX
from workato_embedded_mock.errors import StartError
from workato_embedded_mock.http.control_access import HEADER
from workato_embedded_mock.serving.listeners import address, bind
from workato_embedded_mock.serving.logs import LogSettings
from workato_embedded_mock.serving.server import GRACEFUL_TIMEOUT, Server
from workato_embedded_mock.serving.start_text import start_facts, start_text
from workato_embedded_mock.settings import DEFAULT_HOST, DEFAULT_PORT, Settings
from workato_embedded_mock.startup.garbage import collection_paused

_DEFAULTS = Settings()


# The modules of commands that are imported when they are run or described, by the name of the command and its function.
_LATER = {
    "proxy": "workato_embedded_mock.cli.proxy_command",
    "seed": "workato_embedded_mock.cli.seed_command",
}


class _Commands(click.Group):
    """The commands, including those that are imported later."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted([*super().list_commands(ctx), *_LATER])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        if cmd_name in _LATER:
            command: click.Command = getattr(import_module(_LATER[cmd_name]), cmd_name)
            return command
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@version_option
def main() -> None:
    """A stateful mock of the Workato Embedded Partner API."""


def _tokens(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_sendable, values))


def _control_token(_context: click.Context, _option: click.Parameter, value: str) -> str:
    return _sendable(value) if value else ""


def _client_token(_context: click.Context, _option: click.Parameter, value: str) -> str:
    return _sendable(value)


def _sendable(token: str) -> str:
    """Return a token without white space around it. Raises BadParameter if it is not valid in a header."""
    token = token.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise click.BadParameter("a token must have printable ASCII characters without spaces")
    return token


@main.command()
@listening
@option(
    "--database",
    metavar="URL",
    default=_DEFAULTS.database,
    help="Database for the state: sqlite:// (in memory), sqlite:///FILE, or postgresql+psycopg://USER@HOST/NAME, which "
    "several servers can share.",
)
@option(
    "--token",
    also=["tokens"],
    multiple=True,
    callback=_tokens,
    help="Accept only this bearer token; repeatable. Without it, every token is accepted. In the environment variable, "
    "separate tokens by spaces.",
)
@option(
    "--seed",
    metavar="default|empty|FILE",
    default=_DEFAULTS.seed,
    help="Initial state of each namespace; FILE is YAML or JSON. `workato-mock seed example` lists examples.",
)
@option(
    "--strict",
    is_flag=True,
    help="Reject requests that the API probably tolerates, for example a slash at the end of a path.",
)
@option(
    "--transitions",
    metavar="immediate|polls:N|seconds:N",
    default=_DEFAULTS.transitions,
    help="When exports and imports finish: immediately, after N responses that show them in progress (their status, or "
    "the rejection of another import), or N seconds later by the clock of the namespace.",
)
@option(
    "--download-seconds",
    metavar="SECONDS",
    type=click.IntRange(1, 31_536_000),
    default=_DEFAULTS.download_seconds,
    help="How long the download_url of an export or import is valid, by the clock of the namespace.",
)
@option(
    "--simulate-jobs",
    metavar="SECONDS",
    type=click.IntRange(0, 86_400),
    default=_DEFAULTS.simulate_jobs,
    help="Run each running recipe every SECONDS by the clock of the namespace; 0 creates jobs only with POST "
    "/_mock/jobs.",
)
@option(
    "--rate-limits",
    metavar="off|documented|N/min",
    default=_DEFAULTS.rate_limits,
    help="Rate limit of each operation and namespace, by the clock of the namespace; more requests get 429.",
)
@option(
    "--as-of",
    metavar="YYYY-MM-DD",
    default=_DEFAULTS.as_of,
    show_default=False,
    help="Serve the API as it was on a day from 2023-11-20 on. What is younger, or gone by then, does not exist: such "
    "an operation gets 404, or 405 if its path has another method. Without it, everything that is known is served.",
)
@option(
    "--journal",
    metavar="COUNT",
    type=click.IntRange(0, 100_000),
    default=_DEFAULTS.journal,
    help="Number of requests that GET /_mock/journal keeps for each namespace; 0 keeps none.",
)
@option(
    "--journal-body",
    metavar="BYTES",
    type=click.IntRange(0, 10_485_760),
    default=_DEFAULTS.journal_body,
    help="Largest body that the journal keeps as a whole. Of a larger one it keeps beginning, size and SHA-256.",
)
@option(
    "--journal-memory",
    metavar="MIB",
    type=click.IntRange(1, 65_536),
    default=_DEFAULTS.journal_memory,
    help="About how much memory the journals of all namespaces may take; then the largest lose their oldest requests. "
    "A database in a file or in PostgreSQL has them on disk instead.",
)
@option(
    "--expire-accounts",
    metavar="AFTER",
    default=_DEFAULTS.expire_accounts,
    help="Delete namespaces that were not used for a time such as 30m, 24h or 7d, when others are created; `never` "
    "keeps them.",
)
@option(
    "--connections",
    metavar="COUNT",
    type=click.IntRange(0, 100_000),
    default=_DEFAULTS.connections,
    help="Most connections of a process; then the one that has kept it waiting for the longest time is closed. 0 "
    "allows 1,000, or fewer if `ulimit -n` is low.",
)
@option(
    "--control-token",
    callback=_control_token,
    default=_DEFAULTS.control_token,
    show_default=False,
    help="Token that /_mock requires in X-Mock-Control-Token; with it, --allow-host does not matter. Without it, only "
    "requests from this machine are allowed.",
)
@hosts
@option(
    "--cors",
    metavar="ORIGIN",
    multiple=True,
    help="Let scripts in pages of this origin, such as https://docs.example.com, call the API, but not /_mock; null is "
    "the origin of files. Repeatable. In the environment variable, separate origins by spaces.",
)
@option(
    "--public-url",
    metavar="URL",
    default=_DEFAULTS.public_url,
    show_default=False,
    help="URL of this server in links, such as https://mock.example.com/mock, if a proxy is in front. By default links "
    "have the address of the request, as Host or X-Forwarded-Proto, -Host and -Prefix give it.",
)
@option(
    "--root-path",
    metavar="PATH",
    default=_DEFAULTS.root_path,
    show_default=False,
    help="Path below which a proxy serves this server, such as /mock. The proxy may remove it from requests or not. By "
    "default it is the path of --public-url.",
)
@option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    help="Number of processes; with more than one, they need a database that they can share.",
)
@option(
    "--graceful-timeout",
    metavar="SECONDS",
    type=click.IntRange(0, 3600),
    default=GRACEFUL_TIMEOUT,
    help="How long requests may take after SIGTERM, when no new connections are accepted; a second signal ends them at "
    "once.",
)
@logging
@option("--quiet", is_flag=True, help="Log neither requests nor the start; warnings and errors are still logged.")
def serve(
    host: str,
    port: int,
    workers: int,
    graceful_timeout: int,
    log_level: str,
    log_format: str,
    *,
    quiet: bool,
    **given: Any,
) -> None:
    """Serve the API until SIGTERM or Ctrl-C, and log each request on standard error."""
    settings = Settings(**given)
    settings = replace(settings, allow_hosts=(*settings.allow_hosts, host))
    log_settings = LogSettings(log_level, log_format, quiet)
    try:
        with open_log(log_settings) as log:
            edition = edition_of(settings)
            with bind(host, port) as listener:
                root = address(listener)

                def ready(customers: Sequence[Customer]) -> None:
                    click.echo(f"workato-mock is ready at {root}{BASE_PATH}")
                    facts = start_facts(
                        settings.public_url.rstrip("/") or root,
                        edition,
                        customers,
                        connections=settings.connections,
                        restricted=bool(settings.tokens),
                    )
                    log.started(facts, start_text(facts))

                if workers == 1:
                    with collection_paused(keep=True):
                        app = create_app(settings, log.on_request)
                    with app:
                        server = Server(app, lambda: ready(app.customers), settings.connections, graceful_timeout)
                        server.run([listener])
                else:
                    from workato_embedded_mock.serving.workers import serve_by_workers

                    serve_by_workers(settings, listener, workers, log_settings, ready, graceful_timeout)
    except StartError as error:
        raise click.ClickException(str(error)) from error


_url = option("--url", default=f"http://{DEFAULT_HOST}:{DEFAULT_PORT}", help="URL of the server, with or without /api.")


@main.command("export-state")
@_url
@option("--namespace", required=True, help="Name of the namespace: its bearer token, or its X-Mock-Namespace.")
@option(
    "--control-token",
    callback=_control_token,
    default="",
    show_default=False,
    help="The control token of the server, if it has one.",
)
@click.option("--as-seed", is_flag=True, help="Print a seed in YAML, without what equals its default.")
def export_state(url: str, namespace: str, control_token: str, *, as_seed: bool) -> None:
    """Print the state of a namespace of a running server, as JSON for --seed."""
    import httpx2

    from workato_embedded_mock.testing.http_clients import http_client

    headers = {"X-Mock-Namespace": namespace} | ({HEADER: control_token} if control_token else {})
    address = f"{url.rstrip('/').removesuffix(BASE_PATH)}{PREFIX}/state"
    try:
        with http_client(None, address) as http:
            response = http.get(address, headers=headers)
        content = response.json()
    except StartError as error:
        raise click.ClickException(str(error)) from error
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        raise click.ClickException(f"there is no mock server at {url}: {error}") from error
    if response.status_code != httpx2.codes.OK:
        message = content.get("message", response.status_code)
        raise click.ClickException(f"the mock server at {url} rejects the request: {message}")
    if as_seed:
        from workato_embedded_mock.seeds.form.text import seed_as_yaml
        from workato_embedded_mock.store.states import parse_state

        click.echo(seed_as_yaml(parse_state(content)), nl=False)
    else:
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))


@main.command("env")
@_url
@option(
    "--token",
    callback=_client_token,
    default="mock",
    help="The bearer token of the client; it names the namespace.",
)
def environment(url: str, token: str) -> None:
    """Print the environment variables for clients of a running server: eval "$(workato-mock env)"."""
    values = {
        "WORKATO_EMBEDDED_BASE_URL": f"{url.rstrip('/').removesuffix(BASE_PATH)}{BASE_PATH}",
        "WORKATO_EMBEDDED_API_TOKEN": token,
    }
    for name, value in values.items():
        click.echo(f"export {name}={shlex.quote(value)}")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list instead of a table.")
def operations(*, as_json: bool) -> None:
    """List the operations of the API, whether the mock has a rule for them, and how well they are documented."""
    from workato_embedded_mock.control.coverage import coverage_of
    from workato_embedded_mock.openapi.document import load_document

    try:
        covered = coverage_of(load_document())
    except StartError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps([entry.as_json() for entry in covered], indent=2))
        return
    for entry in covered:
        served = "rule" if entry.rule else "501"
        click.echo(f"{served:5}{entry.confidence:11}{entry.method:7}{entry.operation_id:38}{entry.path}")
    without = sum(not entry.rule for entry in covered)
    click.echo(f"{len(covered)} operations, {without} without a rule")
