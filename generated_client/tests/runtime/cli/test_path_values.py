"""Tests of the ids of a command: arguments, options, and the customer."""

from __future__ import annotations

from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from workato_embedded._runtime import readers
from workato_embedded._runtime.cli.commands import Command, Parameter
from workato_embedded._runtime.cli.path_values import path_options, path_values
from workato_embedded._runtime.cli.target import CUSTOMER_KEY
from workato_embedded._runtime.operations import Operation

CUSTOMER = Parameter("managed_user_id", "path", "text", "The customer.", required=True)
IDS = (Parameter("lot_id", "path", "integer", "Lot."), Parameter("car[id]", "path", "text", "Car."))
ANY = Operation[object](id="any", method="GET", path="/any", read=readers.anything)
PARK = Command(ANY, "park", "Park a car", "Parks.", "Inferred.", (CUSTOMER, *IDS))
VISIT = Command(ANY, "visit", "Visit a customer", "Visits.", "Inferred.", (CUSTOMER,), customer_is_object=True)
LIST = Command(ANY, "list", "List lots", "Lists.", "Inferred.", (CUSTOMER,))


def run(command: Command, *words: str, default: str | None = None) -> tuple[Result, list[dict[str, Any]]]:
    """Run a command with a default customer, and return its output and its values."""
    made: list[dict[str, Any]] = []

    def note(**given: Any) -> None:
        made.append(path_values(command, given))

    def set_default(context: click.Context, *_: object) -> None:
        context.meta[CUSTOMER_KEY] = default

    eager = click.Option(["--set"], is_eager=True, expose_value=False, callback=set_default)
    params = [*path_options(command), eager]
    return CliRunner().invoke(click.Command(command.name, params=params, callback=note), words), made


def values(command: Command, *words: str, default: str | None = None) -> list[Any]:
    """Return the values for valid words."""
    result, made = run(command, *words, default=default)
    assert result.exit_code == 0, result.output
    return list(made[0].values())


@pytest.mark.parametrize("customer", ["-m", "--customer", "--managed-user-id"])
def test_ids_are_arguments_or_options(customer: str) -> None:
    """Ids without an option are taken from the arguments, in the order of the path, wherever the options stand."""
    for words in (
        ["7", "x"],
        ["--lot-id", "7", "x"],
        ["7", "--car-id", "x"],
        ["x", "--lot-id", "7"],
        ["--car-id", "x", "--lot-id", "7"],
    ):
        assert values(PARK, *words, customer, "Eacme/42") == ["Eacme/42", 7, "x"]
        assert values(PARK, customer, "Eacme/42", *words) == ["Eacme/42", 7, "x"]


def test_the_customer_is_an_argument_where_it_is_the_object() -> None:
    """A command about a customer takes it as an argument as well as by its options."""
    assert values(VISIT, "512044") == values(VISIT, "-m", "512044") == ["512044"]


def test_a_default_customer_never_stands_for_the_object() -> None:
    """The default customer is used where no customer is given, but not by a command about a customer."""
    assert values(LIST, default="E1") == ["E1"]
    assert values(LIST, "-m", "E2", default="E1") == ["E2"]
    result, made = run(VISIT, default="E1")
    assert (result.exit_code, made) == (2, [])
    assert "Missing argument 'CUSTOMER'." in result.output


@pytest.mark.parametrize(
    ("command", "words", "message"),
    [
        (PARK, ["-m", "1"], "Missing argument 'LOT_ID'."),
        (PARK, ["-m", "1", "7"], "Missing argument 'CAR_ID'."),
        (PARK, ["7", "x"], "Missing option '-m' / '--customer'."),
        (PARK, ["-m", "1", "7", "x", "y"], "unexpected argument 'y'"),
        (PARK, ["-m", "1", "7", "x", "--lot-id", "7"], "unexpected argument 'x'"),
        (PARK, ["-m", "1", "seven", "x"], "Invalid value for 'LOT_ID': 'seven' is not a valid integer."),
        (LIST, ["-m", "1", "7"], "Got unexpected extra argument (7)"),
    ],
)
def test_missing_and_extra_ids_are_usage_errors(command: Command, words: list[str], message: str) -> None:
    """A missing, invalid or extra id is named, and nothing is sent."""
    result, made = run(command, *words)
    assert (result.exit_code, made) == (2, [])
    assert message in result.output


def test_the_usage_names_the_ids() -> None:
    """The usage line has the names of the ids, in the order of the path."""

    def usage(command: Command) -> str:
        return run(command, "--help")[0].output.splitlines()[0]

    assert usage(PARK) == "Usage: park [OPTIONS] LOT_ID CAR_ID"
    assert usage(VISIT) == "Usage: visit [OPTIONS] CUSTOMER"
    assert usage(LIST) == "Usage: list [OPTIONS]"
