"""The option `--version` of the command: what a report of a problem needs."""

from __future__ import annotations

import sys

import click

from workato_embedded_mock.app import package_version
from workato_embedded_mock.errors import StartError


def _print_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Print the versions of the mock, of the document that it serves and of Python, and end the program."""
    if not wanted or context.resilient_parsing:
        return
    from workato_embedded_mock.openapi.document import load_document

    try:
        document = load_document().version
    except StartError as error:
        raise click.ClickException(str(error)) from error
    python = sys.version.partition(" ")[0]
    click.echo(f"workato-mock, version {package_version()} (document {document}, Python {python})")
    context.exit()


version_option = click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Print the versions of the mock, the document and Python.",
)
