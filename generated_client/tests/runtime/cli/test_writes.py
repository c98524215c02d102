"""Tests of what happens before a write: a question for what cannot be undone, and a line for the rest."""

from __future__ import annotations

from dataclasses import replace

import click
import httpx2
import pytest
from click.testing import Result
from workato_embedded._runtime import readers
from workato_embedded._runtime.cli import writes
from workato_embedded._runtime.cli.commands import Command, CommandGroup, Parameter
from workato_embedded._runtime.cli.target import PROFILE_KEY
from workato_embedded._runtime.operations import Operation

from ..samples import SETTINGS, respond_with, sync_client
from .cars import ask

PATH = (
    Parameter("managed_user_id", "path", "text", "The customer.", required=True),
    Parameter("id", "path", "integer", "Id.", required=True),
)


def command(name: str, method: str, *parameters: Parameter, operation_id: str = "any") -> Command:
    """Return a command of a method."""
    operation = Operation[object](id=operation_id, method=method, path="/{managed_user_id}/{id}", read=readers.anything)
    return Command(operation, name, f"{name.capitalize()} a car", "It.", "Inferred.", (*PATH, *parameters))


REASONS = Parameter("reasons", "query", "text", "Why.", many=True)
GROUP = CommandGroup(
    "cars",
    "Cars.",
    commands=(
        command("get", "GET"),
        command("delete", "DELETE", REASONS),
        command("paint", "PUT", Parameter("password", "body", "text", "Secret.")),
        command("migrate", "POST", Parameter("dry_run", "body", "boolean", "P."), operation_id="migrate_custom_role"),
        command("choose", "POST", operation_id="get_picklist_values"),
    ),
)


@pytest.fixture
def sent() -> list[httpx2.Request]:
    """The requests that were sent."""
    return []


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the streams a terminal for questions and announcements."""
    monkeypatch.setattr(writes, "is_terminal", lambda _: True)


def call(sent: list[httpx2.Request], *words: str, stdin: str = "") -> Result:
    """Run a command of the group for one car of a customer."""

    def respond(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return respond_with(json={})(request)

    return ask("cars", words[0], "-m", "Eacme", "7", *words[1:], handler=respond, groups={"cars": GROUP}, input=stdin)


@pytest.mark.usefixtures("terminal")
def test_a_delete_asks_on_a_terminal(sent: list[httpx2.Request]) -> None:
    """The question names the object with all arguments and the host; anything but yes sends nothing."""
    result = call(sent, "delete", "--reasons", "a\x1b[2J", "--reasons", "b" * 80, stdin="n\n")
    assert (result.exit_code, result.stdout, sent) == (1, "", [])
    assert result.stderr.startswith(r'Delete a car (customer Eacme, id 7, reasons ["a\u001b[2J", "bbbb')
    assert "…) at example.com? [y/N]: " in result.stderr
    assert result.stderr.endswith("Error: not confirmed; nothing was sent\n")
    assert call(sent, "delete", stdin="y\n").exit_code == 0
    assert len(sent) == 1


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("option", ["-y", "--yes"])
def test_yes_skips_the_question(sent: list[httpx2.Request], option: str) -> None:
    """`--yes` deletes without a question."""
    result = call(sent, "delete", option)
    assert (result.exit_code, result.stderr, len(sent)) == (0, "", 1)


def test_nothing_is_asked_or_announced_without_a_terminal(sent: list[httpx2.Request]) -> None:
    """Scripts are not asked, and their standard error stays empty."""
    for words in (["delete"], ["paint", "--password", "x"]):
        result = call(sent, *words)
        assert (result.exit_code, result.stderr) == (0, "")
    assert len(sent) == 2


@pytest.mark.usefixtures("terminal")
def test_other_writes_are_announced_without_their_body(sent: list[httpx2.Request]) -> None:
    """A write names its object and the host on standard error; a read is not announced, whatever its method."""
    assert call(sent, "paint", "--password", "hidden").stderr == "Paint a car (customer Eacme, id 7) at example.com.\n"
    assert call(sent, "get").stderr == ""
    assert call(sent, "choose").stderr == ""
    assert len(sent) == 3


@pytest.mark.usefixtures("terminal")
def test_a_dry_run_does_not_ask(sent: list[httpx2.Request]) -> None:
    """An operation that cannot be undone asks, unless it is only tried."""
    assert call(sent, "migrate", stdin="n\n").exit_code == 1
    assert call(sent, "migrate", "--dry-run").exit_code == 0
    assert len(sent) == 1


def test_the_place_names_port_and_profile() -> None:
    """The place is the host with its port, and the profile if there is one."""
    client = sync_client(respond_with(), replace(SETTINGS, base_url="http://127.0.0.1:8080/api"))
    with client, click.Context(click.Command("x")) as context:
        assert writes.place(client) == "127.0.0.1:8080"
        context.meta[PROFILE_KEY] = "test"
        assert writes.place(client) == "127.0.0.1:8080 (profile test)"
