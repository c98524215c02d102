"""The command `workato-mock proxy`: turns options into settings, and errors into messages."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import httpx2

from workato_embedded_mock.app import BASE_PATH, package_version
from workato_embedded_mock.cli.options import hosts, listening, logging, open_log, option
from workato_embedded_mock.errors import StartError
from workato_embedded_mock.openapi.document import load_document
from workato_embedded_mock.proxy.app import ProxyApp
from workato_embedded_mock.proxy.recorded_values import MASKED, RECORDED_VALUES
from workato_embedded_mock.proxy.settings import DEFAULT_TIMEOUT, ProxySettings, base_url
from workato_embedded_mock.serving.listeners import address, bind
from workato_embedded_mock.serving.logs import LogSettings
from workato_embedded_mock.serving.server import Server


def _base_url(_context: click.Context, _option: click.Parameter, value: str) -> httpx2.URL:
    try:
        return base_url(value, BASE_PATH)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _number(_context: click.Context, _option: click.Parameter, value: float) -> float:
    # click only compares with the bounds, and NaN passes every comparison.
    if math.isnan(value):
        raise click.BadParameter("NaN is not a number of seconds")
    return value


@click.command()
@option(
    "--to",
    metavar="URL",
    required=True,
    callback=_base_url,
    help="URL of the API that requests are forwarded to, with or without /api.",
)
@option(
    "--record",
    metavar="FILE.har",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to record requests and responses in, as HAR; it must not exist yet.",
)
@option(
    "--record-values",
    type=click.Choice([*RECORDED_VALUES]),
    default=MASKED,
    help="Values in the file: only their types and formats (shapes), all but secrets (masked), or all with secrets.",
)
@listening
@hosts
@option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0, 3600, min_open=True),
    default=DEFAULT_TIMEOUT,
    callback=_number,
    help="Timeout for connecting to the API, sending data and receiving data, each.",
)
@option(
    "--strict",
    is_flag=True,
    help="Reject requests that the document does not allow, instead of forwarding them with a note.",
)
@logging
def proxy(host: str, port: int, log_level: str, log_format: str, **given: Any) -> None:
    """Forward requests to the real API, check requests and responses against the document, and record them."""
    settings = ProxySettings(**given)
    settings = replace(settings, allow_hosts=(*settings.allow_hosts, host))
    try:
        document = load_document()
        with open_log(LogSettings(log_level, log_format)), bind(host, port) as listener:
            here = address(listener)
            if str(settings.to).rstrip("/") in {here, here.replace("127.0.0.1", "localhost")}:
                raise StartError(f"the proxy listens at {here}; it cannot forward requests to itself")
            with ProxyApp(settings, document, BASE_PATH, package_version()) as app:
                Server(app, lambda: click.echo(f"workato-mock is ready at {here}{BASE_PATH}")).run([listener])
    except StartError as error:
        raise click.ClickException(str(error)) from error
    click.echo(app.summary.as_text())
    if app.failure:
        raise click.ClickException(app.failure)
