"""The options that choose the output."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Final, cast

import click
from click.core import ParameterSource

from .jq_filter import JqExpression
from .output import Format, View
from .streams import can_write, is_terminal, terminal_width

_OUTPUT_HELP: Final = "table: what people look for first, as much as fits. csv: all properties. json: secrets included."


def output_options() -> list[click.Option]:
    """Return the options that choose the output of a command."""
    return [
        click.Option(
            ["-o", "--output"],
            type=click.Choice(["table", "json", "csv"]),
            default="table",
            show_default=True,
            help=_OUTPUT_HELP,
        ),
        click.Option(["--columns"], metavar="NAME,…", help="Properties to show in a table or CSV."),
        click.Option(["--show-secrets"], is_flag=True, help="Do not mask secrets in a table or CSV."),
        envelope_option(),
        jq_option(),
    ]


def envelope_option() -> click.Option:
    """Return the option for the unchanged response."""
    return click.Option(["--envelope"], is_flag=True, help="Print the unchanged JSON of the response.")


def jq_option() -> click.Option:
    """Return the option for an expression of jq."""
    text = "Print the results of an expression of jq on the JSON. Needs the extra `jq`."
    return click.Option(["--jq"], type=JqExpression(), help=text)


def view_of(given: Mapping[str, Any]) -> View:
    """Return how to show a result. Raises click.UsageError if options contradict each other."""
    for option, value in (("--envelope", given["envelope"]), ("--jq", given["jq"])):
        if value and _is_chosen("output") and given["output"] != "json":
            raise click.UsageError(f"{option} prints JSON: pass -o json or leave -o out")
    if given["envelope"] and given.get("all_"):
        raise click.UsageError("pass --all or --envelope, not both: each page has an envelope")
    is_json = given["envelope"] or given["jq"]
    return View(
        "json" if is_json else cast("Format", given["output"]),
        tuple(name.strip() for name in (given["columns"] or "").split(",") if name.strip()),
        given["show_secrets"],
        given["envelope"],
        given["jq"],
        terminal_width() if is_terminal(sys.stdout) else None,
        can_write,
    )


def _is_chosen(name: str) -> bool:
    return click.get_current_context().get_parameter_source(name) is not ParameterSource.DEFAULT
