"""The whole command: its groups, where it sends, how it shows what came, and what it says when something is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click
import httpx
import pytest
from click.testing import CliRunner, Result
from workato_embedded._runtime import readers
from workato_embedded._runtime.base_client import SyncClient
from workato_embedded._runtime.cli.commands import Command, CommandGroup, Parameter
from workato_embedded._runtime.cli.program import ProgramData, make_program
from workato_embedded._runtime.operations import Operation
from workato_embedded._runtime.rate_limiting import choose_limiter
from workato_embedded._runtime.settings import TOKEN_VARIABLE

from ..samples import BY_CURSOR, COUNTED, GET, SCRAP, SETTINGS, answering, fleet, sync_client
from .samples import BREW, POUR

ID = Parameter("id", "path", "text", "Id.", True)
PRICES = Operation[dict[str, Any]](id="prices", method="GET", path="/prices", read=readers.mapping)
CARS = CommandGroup(
    "cars",
    "Cars, of which there are too many to name all of them here, and what they need, in words that take two lines.",
    commands=(
        Command(
            COUNTED, "list", "List cars", "All of them.", "Documented.", (Parameter("page", "query", "integer", "P."),)
        ),
        Command(BY_CURSOR, "list_by_cursor", "List cars", "From one on.", "Inferred."),
        Command(SCRAP, "scrap", "Scrap a car", "Ends it.", "Inferred.", (ID,), deprecated=True),
        Command(PRICES, "prices", "List prices", "By name.", "Inferred."),
        Command(GET, "get", "Get a car", "One of them.", "Inferred.", (ID,)),
    ),
    groups=(CommandGroup("tea_bar", "Tea.", commands=(BREW, POUR)),),
)
ROOMS = {"cars": CARS}
Handler = Callable[[httpx.Request], httpx.Response]


class Clients:
    """Makes clients whose requests a function answers, and notes what they were made of."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.made: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, token: str, **options: Any) -> SyncClient:
        """Make a client, as the generated class does."""
        self.made.append((token, options))
        if options.get("data_center") == "eu":
            raise ValueError("there is no such place")
        return sync_client(self._handler, replace(SETTINGS, limiter=choose_limiter(options.get("rate_limits"))))


def ask(*words: str, handler: Handler | None = None, token: str | None = "t", clients: Clients | None = None) -> Result:
    """Run the command with some words."""
    make_client = clients or Clients(handler or answering(json={"id": 7, "name": "Ada"}))
    parts = ProgramData(
        "1.2.3", {name: group.help for name, group in ROOMS.items()}, ROOMS.__getitem__, make_client, ("us", "eu")
    )
    return CliRunner().invoke(make_program(parts), words, env={TOKEN_VARIABLE: token}, terminal_width=100)


def test_help_leads_from_the_top_to_each_command() -> None:
    """The root lists resources, a resource its commands and the resources below it, a command its options."""
    text = " ".join(ask("--help").stdout.split())
    assert f"cars {CARS.help.rstrip('.')}" in text
    below = ask("cars", "--help").stdout
    assert all(name in below for name in ("list-by-cursor", "tea-bar", "Get a car"))
    text = ask("cars", "tea-bar", "brew", "--help").stdout
    assert all(
        words in text for words in ("Fills a pot.", "Inferred. POST /pots/{pot_id}.", "--cups INTEGER", "--timeout")
    )
    assert "--all" in ask("cars", "list", "-h").stdout
    assert "--all" not in text
    assert ask("--version").stdout == "workato-embedded, version 1.2.3\n"


def test_who_says_nothing_is_shown_the_help() -> None:
    """A command without words explains itself, as click does, and has done nothing."""
    for words in ([], ["cars"]):
        assert "Commands:" in ask(*words).output
        assert ask(*words).exit_code == 2


def test_names_with_underscores_are_understood() -> None:
    """The client's names work as they are."""
    assert ask("cars", "tea_bar", "brew", "--pot_id", "7", "--name", "Tea", "-o", "json").exit_code == 0


def test_the_answer_is_shown_as_it_is_asked_for() -> None:
    """A table by default; JSON with its envelope; columns that were chosen."""
    assert ask("cars", "get", "--id", "7").stdout.split() == ["property", "value", "id", "7", "name", "Ada"]
    page = ask("cars", "list", "-o", "json", handler=fleet(5, counted=True)).stdout
    assert json.loads(page)["count"] == 5
    assert ask("cars", "list", "-o", "csv", "--columns", "id, id", handler=fleet(2)).stdout == "id,id\n0,0\n1,1\n"


def test_an_answer_without_a_body_shows_nothing() -> None:
    """Nothing is written where nothing came, if the operation gives nothing."""
    result = ask("cars", "scrap", "--id", "7", handler=answering(204))
    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize(
    ("words", "handler"),
    [
        ("get --id 7", answering(json="hi")),
        ("get --id 7", answering(204)),
        ("prices", answering(json=[1])),
        ("list", answering(json={})),
        ("list --all", answering(json={})),
        ("list-by-cursor", answering(json={"result": {"items": "none"}})),
    ],
)
def test_an_answer_that_is_not_as_documented_is_no_success(words: str, handler: Handler, form: str) -> None:
    """A script does not go on with it, whether it asked for one page or for all, and in whatever form."""
    result = ask("cars", *words.split(), "-o", form, handler=handler)
    assert (result.exit_code, result.stdout) == (5, "")
    assert "the response is not as documented" in result.stderr


def test_a_list_is_found_in_any_of_its_envelopes() -> None:
    """What the client finds is what is shown, in a table and as CSV."""
    result = ask("cars", "list", "-o", "csv", handler=answering(json={"items": [{"id": 1}]}))
    assert result.stdout == "id\n1\n"
    result = ask("cars", "list", "--all", "-o", "csv", handler=answering(json={"items": [{"id": 1}], "count": 1}))
    assert result.stdout == "id\n1\n"


def test_an_object_of_data_is_csv_downwards() -> None:
    """Where the keys are data, CSV has a row for each; an object with named properties is one row."""
    prices = answering(json={"small": 1, "large": 2})
    assert ask("cars", "prices", "-o", "csv", handler=prices).stdout == "property,value\nsmall,1\nlarge,2\n"
    assert ask("cars", "get", "--id", "7", "-o", "csv").stdout == "id,name\n7,Ada\n"


def test_an_empty_list_is_told_to_people() -> None:
    """Standard output stays empty, so that a script counts no line."""
    empty = answering(json={"result": []})
    result = ask("cars", "list", handler=empty)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No entries.\n")
    result = ask("cars", "list", "-o", "csv", handler=empty)
    assert (result.stdout, result.stderr) == ("", "")


def test_a_deprecated_operation_is_marked() -> None:
    """The help says so, and who calls it is warned beside the answer."""
    assert "(DEPRECATED)" in ask("cars", "scrap", "--help").stdout
    assert "(DEPRECATED)" not in ask("cars", "get", "--help").stdout
    result = ask("cars", "scrap", "--id", "7", "-o", "json", handler=answering(json={}))
    assert json.loads(result.stdout) == {}
    assert "deprecated" in result.stderr


@pytest.mark.parametrize("command", ["list", "list-by-cursor"])
def test_all_pages_are_walked_at_the_documented_pace(command: str) -> None:
    """`--all` gives one list of entries, by numbers or by a cursor, and paces its calls."""

    def answer(request: httpx.Request) -> httpx.Response:
        if command == "list":
            return fleet(5, counted=True)(request)
        start = int(request.url.params.get("after_id", -1)) + 1
        return httpx.Response(200, json={"result": {"items": [{"id": n} for n in range(start, min(start + 2, 5))]}})

    clients = Clients(answer)
    result = ask("cars", command, "--all", "-o", "json", clients=clients)
    assert [entry["id"] for entry in json.loads(result.stdout)] == [0, 1, 2, 3, 4]
    assert clients.made == [("t", {"rate_limits": "documented"})]


def test_options_say_where_to_send() -> None:
    """Data center, address and policy go to the client; what was not said does not."""
    clients = Clients(answering(json={}))
    ask("cars", "get", "--id", "7", "--data-center", "us", "--timeout", "3", clients=clients)
    ask("cars", "get", "--id", "7", "--base-url", "http://x", clients=clients)
    assert clients.made == [("t", {"data_center": "us", "timeout": 3.0}), ("t", {"base_url": "http://x"})]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["cras"], "No such command 'cras'. Did you mean 'cars'? See workato-embedded --help."),
        (["cars", "gte"], "No such command 'gte'. Did you mean 'get'? See workato-embedded cars --help."),
        (["cars", "get"], "Missing option '--id'. See workato-embedded cars get --help."),
        (["cars", "get", "--id", "."], "invalid --id: '.'. See workato-embedded cars get --help."),
        (
            ["cars", "get", "--id", "7", "--data-center", "eu"],
            "there is no such place. See workato-embedded cars get --help.",
        ),
        (["--verson"], "No such option '--verson'. Did you mean '--version'? See workato-embedded --help."),
        (
            ["-o", "json", "cars", "list"],
            "No such option '-o'. Put options after the command, as in workato-embedded recipes list -o json."
            " See workato-embedded --help.",
        ),
        (["cars", "get", "--zzz"], "No such option '--zzz'. See workato-embedded cars get --help."),
        (
            ["cars", "get", "--id", "7", "8"],
            "Got unexpected extra argument (8). See workato-embedded cars get --help.",
        ),
        (
            ["cars", "get", "--id", "7", "--timeout", "inf"],
            "Invalid value for '--timeout': 'inf' is not a number of seconds above 0 and at most a day."
            " See workato-embedded cars get --help.",
        ),
        (
            ["cars", "tea-bar", "brew", "--pot-id", "7"],
            "--name is missing: pass it, or name in --body. See workato-embedded cars tea-bar brew --help.",
        ),
    ],
)
def test_a_wrong_word_is_one_sentence(words: list[str], said: str) -> None:
    """What was written wrongly is said in one line, without lines of usage above it, with code 2; nothing is sent."""
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={})

    result = ask(*words, handler=answer)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"Error: {said}\n")
    assert not sent


@pytest.mark.parametrize(
    ("handler", "code", "said"),
    [
        (answering(404, json={"message": "Not found"}), 14, "Error: GET /api/cars/7: 404 Not found\n"),
        (answering(200, text="<html>"), 5, "Error: GET /api/cars/7: "),
        (answering(200, json={"success": False, "message": "no"}), 19, "Error: GET /api/cars/7: 200 no\n"),
    ],
)
def test_what_the_client_raises_is_a_sentence_and_a_code(handler: Handler, code: int, said: str) -> None:
    """Standard output stays empty, and the code tells the class of the error."""
    result = ask("cars", "get", "--id", "7", handler=handler)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(said)


def test_an_unknown_column_does_not_hide_the_answer() -> None:
    """What was answered may have been made by this call, so that it is shown all the same; the code tells."""
    result = ask("cars", "get", "--id", "7", "--columns", "id,nmae", "-o", "csv")
    assert (result.exit_code, result.stdout) == (1, "id,nmae\n7,\n")
    assert result.stderr == "Error: unknown column 'nmae': the properties are id, name.\n"
    strange = answering(json={"\x1b[2J": 1})
    assert r"the properties are \x1b[2J." in ask("cars", "get", "--id", "7", "--columns", "id", handler=strange).stderr


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_half_a_letter_is_shown_as_an_escape(form: str) -> None:
    """An answer that has half a pair of UTF-16 cannot be written as it is, and is no reason to fail."""
    result = ask("cars", "get", "--id", "7", "-o", form, handler=answering(text='{"name": "\\ud800"}'))
    assert result.exit_code == 0
    assert r"\ud800" in result.stdout


def test_without_a_token_nothing_is_sent() -> None:
    """Where nobody can be asked, the command says how to give it."""
    clients = Clients(answering(json={}))
    result = ask("cars", "get", "--id", "7", token=None, clients=clients)
    assert (result.exit_code, clients.made) == (2, [])
    assert result.stderr.startswith(f"Error: missing API token: set {TOKEN_VARIABLE}. ")


def test_somebody_is_asked_for_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the token is asked for, unseen."""
    asked: list[dict[str, Any]] = []

    def prompt(text: str, **options: Any) -> str:
        asked.append(options)
        return "typed"

    monkeypatch.setattr("workato_embedded._runtime.cli.running.is_terminal", lambda stream: True)
    monkeypatch.setattr(click, "prompt", prompt)
    clients = Clients(answering(json={"id": 7, "name": "Ada"}))
    assert ask("cars", "get", "--id", "7", token=None, clients=clients).exit_code == 0
    assert (clients.made[-1][0], asked) == ("typed", [{"hide_input": True, "err": True}])


def test_nobody_types_a_token_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with the options is said before the token is asked for."""
    monkeypatch.setattr("workato_embedded._runtime.cli.running.is_terminal", lambda stream: True)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: pytest.fail("asked"))
    result = ask("cars", "get", "--id", "7", "--data-center", "eu", token=None)
    assert result.exit_code == 2
    assert "there is no such place" in result.stderr


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), click.Abort()])
@pytest.mark.parametrize("terminal", [True, False])
def test_an_interruption_has_its_code(stop: BaseException, terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the command as shells expect it, and a terminal has its sentence in a line of its own."""

    def interrupt(request: httpx.Request) -> httpx.Response:
        raise stop

    monkeypatch.setattr("workato_embedded._runtime.cli.usage_errors.is_terminal", lambda stream: terminal)
    result = ask("cars", "get", "--id", "7", handler=interrupt)
    assert (result.exit_code, result.stdout) == (130, "")
    written = isinstance(stop, KeyboardInterrupt) and terminal
    assert result.stderr == ("\n" if written else "") + "Error: interrupted.\n"


def test_an_output_that_cannot_be_written_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was carried out is not followed by a traceback because a disk is full."""

    def fail(text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workato_embedded._runtime.cli.running.write", fail)
    result = ask("cars", "get", "--id", "7")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: the output cannot be written: No space left on device.\n"


def test_a_terminal_is_told_what_a_table_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Properties for which a table has no column are counted, for people alone."""
    monkeypatch.setattr("workato_embedded._runtime.cli.running.is_terminal", lambda stream: True)
    wide = answering(json={"result": [{f"p{number}": number for number in range(11)}], "count": 1})
    monkeypatch.setenv("COLUMNS", "38")
    assert ask("cars", "list", handler=wide).stderr.startswith("1 more property: ")
    monkeypatch.setenv("COLUMNS", "30")
    assert ask("cars", "list", handler=wide).stderr.startswith("3 more properties: ")
    monkeypatch.undo()
    assert ask("cars", "list", handler=wide).stderr == ""
