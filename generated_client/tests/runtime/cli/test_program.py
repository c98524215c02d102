"""Tests of the whole command line: groups, connection options, output and errors."""

from __future__ import annotations

import json
import platform
from typing import Any

import click
import httpx2
import pytest
from workato_embedded._runtime.settings import TOKEN_VARIABLE

from ..samples import fleet, respond_with
from .cars import CARS, Clients, Handler, ask


def test_help_lists_resources_commands_and_options() -> None:
    """The root lists resources, a resource its commands, and a command its options."""
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


def test_the_version_is_what_a_report_of_a_problem_needs() -> None:
    """`--version` prints the version of the package, of the document and of Python."""
    python = platform.python_version()
    assert ask("--version").stdout == f"workato-embedded, version 1.2.3 (document 2024.05.06, Python {python})\n"


def test_a_call_without_arguments_shows_the_help() -> None:
    """A call without arguments prints the help and does nothing else."""
    for words in ([], ["cars"]):
        assert "Commands:" in ask(*words).output
        assert ask(*words).exit_code == 2


def test_names_with_underscores_are_accepted() -> None:
    """Names may have underscores, as in the client."""
    assert ask("cars", "tea_bar", "brew", "--pot_id", "7", "--name", "Tea", "-o", "json").exit_code == 0


def test_output_options_choose_the_format() -> None:
    """The default output is a table; JSON has no envelope unless it is asked for; `--columns` chooses columns."""
    assert ask("cars", "get", "--id", "7").stdout.split() == ["property", "value", "id", "7", "name", "Ada"]
    cars = fleet(5, counted=True)
    assert [car["id"] for car in json.loads(ask("cars", "list", "-o", "json", handler=cars).stdout)] == [0, 1, 2]
    for words in (["--envelope"], ["--envelope", "-o", "json"]):
        assert json.loads(ask("cars", "list", *words, handler=cars).stdout)["count"] == 5
    assert ask("cars", "list", "-o", "csv", "--columns", "id, id", handler=fleet(2)).stdout == "id,id\n0,0\n1,1\n"


def test_an_empty_response_prints_nothing() -> None:
    """Nothing is printed if the operation has no result and the response no body."""
    result = ask("cars", "scrap", "--id", "7", handler=respond_with(204))
    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize(
    ("words", "handler"),
    [
        ("get --id 7", respond_with(json="hi")),
        ("get --id 7", respond_with(204)),
        ("prices", respond_with(json=[1])),
        ("list", respond_with(json={})),
        ("list --all", respond_with(json={})),
        ("list-by-cursor", respond_with(json={"result": {"items": "none"}})),
    ],
)
def test_an_undocumented_response_is_an_error(words: str, handler: Handler, form: str) -> None:
    """An undocumented response has the exit code of APIResponseError, for one page or all pages, in each format."""
    result = ask("cars", *words.split(), "-o", form, handler=handler)
    assert (result.exit_code, result.stdout) == (5, "")
    assert "the response is not as documented" in result.stderr


def test_a_list_is_shown_from_any_envelope() -> None:
    """A list is found in each known envelope, in a table and in CSV."""
    result = ask("cars", "list", "-o", "csv", handler=respond_with(json={"items": [{"id": 1}]}))
    assert result.stdout == "id\n1\n"
    result = ask("cars", "list", "--all", "-o", "csv", handler=respond_with(json={"items": [{"id": 1}], "count": 1}))
    assert result.stdout == "id\n1\n"


def test_only_a_map_is_csv_with_one_row_per_key() -> None:
    """A map has one CSV row per key, and an object with named properties has one row."""
    prices = respond_with(json={"small": 1, "large": 2})
    assert ask("cars", "prices", "-o", "csv", handler=prices).stdout == "property,value\nsmall,1\nlarge,2\n"
    assert ask("cars", "get", "--id", "7", "-o", "csv").stdout == "id,name\n7,Ada\n"


def test_an_empty_list_is_reported_on_standard_error() -> None:
    """An empty list prints nothing to standard output, so that scripts count no lines."""
    empty = respond_with(json={"result": []})
    result = ask("cars", "list", handler=empty)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No entries.\n")
    result = ask("cars", "list", "-o", "csv", handler=empty)
    assert (result.stdout, result.stderr) == ("", "")


def test_the_help_of_a_deprecated_operation_begins_with_its_successor() -> None:
    """The help of a deprecated operation says first since when, and what to use; the list of commands marks it."""
    successor = "Retired since 2020-02-29; use workato-embedded cars tea-bar pour."
    assert _paragraphs("cars", "scrap")[1:3] == [successor, "Scrap a car."]
    assert _paragraphs("cars", "crush")[1:3] == ["Deprecated.", "Crush a car."]
    assert _paragraphs("cars", "get")[1] == "Get a car."
    listed = " ".join(ask("cars", "--help").stdout.split())
    assert "Scrap a car (RETIRED)" in listed
    assert "Crush a car (DEPRECATED)" in listed


def _paragraphs(*words: str) -> list[str]:
    return [" ".join(part.split()) for part in ask(*words, "--help").stdout.split("\n\n")]


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_call_of_a_deprecated_operation_warns_once(form: str) -> None:
    """A call prints one line to standard error with command, date and successor, and the output is as without it."""
    call = ("--id", "7", "-o", form)
    get, scrap = ask("cars", "get", *call), ask("cars", "scrap", *call)
    warning = (
        "Warning: workato-embedded cars scrap is retired since 2020-02-29; use workato-embedded cars tea-bar pour.\n"
    )
    assert (get.stderr, scrap.stderr) == ("", warning)
    assert (scrap.exit_code, scrap.stdout) == (0, get.stdout)
    assert ask("cars", "crush", *call).stderr == "Warning: workato-embedded cars crush is deprecated.\n"


@pytest.mark.parametrize("command", ["list", "list-by-cursor"])
def test_all_fetches_all_pages_within_the_rate_limits(command: str) -> None:
    """`--all` returns one list for page numbers and cursors, and enables rate limiting."""

    def respond(request: httpx2.Request) -> httpx2.Response:
        if command == "list":
            return fleet(5, counted=True)(request)
        start = int(request.url.params.get("after_id", -1)) + 1
        return httpx2.Response(200, json={"result": {"items": [{"id": n} for n in range(start, min(start + 2, 5))]}})

    clients = Clients(respond)
    result = ask("cars", command, "--all", "-o", "json", clients=clients)
    assert [entry["id"] for entry in json.loads(result.stdout)] == [0, 1, 2, 3, 4]
    assert clients.made == [("t", {"rate_limits": "documented"})]


def test_connection_options_reach_the_client() -> None:
    """Data center, base URL and timeout are passed to the client only if they are given."""
    clients = Clients(respond_with(json={}))
    ask("cars", "get", "--id", "7", "--data-center", "us", "--timeout", "3", clients=clients)
    ask("cars", "get", "--id", "7", "--base-url", "http://x", clients=clients)
    assert clients.made == [("t", {"data_center": "us", "timeout": 3.0}), ("t", {"base_url": "http://x"})]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["cras"], "No such command 'cras'. Did you mean 'cars'? See workato-embedded --help."),
        (["cars", "gte"], "No such command 'gte'. Did you mean 'get'? See workato-embedded cars --help."),
        (["cars", "get"], "Missing argument 'ID'. See workato-embedded cars get --help."),
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
            ["cars", "list", "--envelope", "-o", "csv"],
            "--envelope prints JSON: pass -o json or leave -o out. See workato-embedded cars list --help.",
        ),
        (
            ["cars", "list", "--envelope", "--all"],
            "pass --all or --envelope, not both: each page has an envelope. See workato-embedded cars list --help.",
        ),
        (
            ["cars", "get", "--id", "7", "8"],
            "unexpected argument '8'. See workato-embedded cars get --help.",
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
def test_usage_errors_are_one_sentence(words: list[str], message: str) -> None:
    """A usage error is one line with exit code 2, and nothing is sent."""
    sent: list[httpx2.Request] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return httpx2.Response(200, json={})

    result = ask(*words, handler=respond)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"Error: {message}\n")
    assert not sent


@pytest.mark.parametrize(
    ("handler", "code", "message"),
    [
        (respond_with(404, json={"message": "Not found"}), 14, "Error: GET /api/cars/7: 404 Not found\n"),
        (respond_with(200, text="<html>"), 5, "Error: GET /api/cars/7: "),
        (respond_with(200, json={"success": False, "message": "no"}), 19, "Error: GET /api/cars/7: 200 no\n"),
    ],
)
def test_client_errors_are_one_sentence_with_an_exit_code(handler: Handler, code: int, message: str) -> None:
    """An error of the client prints nothing to standard output, and its class decides the exit code."""
    result = ask("cars", "get", "--id", "7", handler=handler)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(message)


def test_an_unknown_column_does_not_hide_the_result() -> None:
    """The result is printed despite an unknown column, because the call may have created something."""
    result = ask("cars", "get", "--id", "7", "--columns", "id,nmae", "-o", "csv")
    assert (result.exit_code, result.stdout) == (1, "id,nmae\n7,\n")
    assert result.stderr == "Error: unknown column 'nmae': the properties are id, name.\n"
    strange = respond_with(json={"\x1b[2J": 1})
    assert r"the properties are \x1b[2J." in ask("cars", "get", "--id", "7", "--columns", "id", handler=strange).stderr


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_lone_surrogate_is_escaped(form: str) -> None:
    """A response with an unpaired surrogate is printed with an escape."""
    result = ask("cars", "get", "--id", "7", "-o", form, handler=respond_with(text='{"name": "\\ud800"}'))
    assert result.exit_code == 0
    assert r"\ud800" in result.stdout


def test_a_missing_token_is_a_usage_error() -> None:
    """Without a token and a terminal, the message names the environment variable."""
    clients = Clients(respond_with(json={}))
    result = ask("cars", "get", "--id", "7", token=None, clients=clients)
    assert (result.exit_code, clients.made) == (2, [])
    assert result.stderr.startswith(f"Error: missing API token: set {TOKEN_VARIABLE}, or run workato-embedded login. ")


def test_a_terminal_prompts_for_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal prompts for a missing token and does not show what is typed."""
    prompts: list[dict[str, Any]] = []

    def prompt(_text: str, **options: Any) -> str:
        prompts.append(options)
        return "typed"

    monkeypatch.setattr("workato_embedded._runtime.cli.running.is_terminal", lambda _: True)
    monkeypatch.setattr(click, "prompt", prompt)
    clients = Clients(respond_with(json={"id": 7, "name": "Ada"}))
    assert ask("cars", "get", "--id", "7", token=None, clients=clients).exit_code == 0
    assert (clients.made[-1][0], prompts) == ("typed", [{"hide_input": True, "err": True}])


def test_options_are_checked_before_the_token_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invalid options are reported before the prompt for the token."""
    monkeypatch.setattr("workato_embedded._runtime.cli.running.is_terminal", lambda _: True)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: pytest.fail("prompted"))
    result = ask("cars", "get", "--id", "7", "--data-center", "eu", token=None)
    assert result.exit_code == 2
    assert "there is no such place" in result.stderr


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), click.Abort()])
@pytest.mark.parametrize("terminal", [True, False])
def test_an_interruption_has_its_exit_code(
    stop: BaseException, terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends the command with the exit code of shells and a message in a line of its own."""

    def interrupt(_request: httpx2.Request) -> httpx2.Response:
        raise stop

    monkeypatch.setattr("workato_embedded._runtime.cli.usage_errors.is_terminal", lambda _: terminal)
    result = ask("cars", "get", "--id", "7", handler=interrupt)
    assert (result.exit_code, result.stdout) == (130, "")
    written = isinstance(stop, KeyboardInterrupt) and terminal
    assert result.stderr == ("\n" if written else "") + "Error: interrupted.\n"


def test_an_unwritable_output_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is reported in one sentence without a traceback."""

    def fail(_text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workato_embedded._runtime.cli.running.write", fail)
    result = ask("cars", "get", "--id", "7")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: the output cannot be written: No space left on device.\n"


def test_a_terminal_reports_omitted_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of properties without a column is reported on a terminal only."""
    monkeypatch.setattr("workato_embedded._runtime.cli.output_options.is_terminal", lambda _: True)
    wide = respond_with(json={"result": [{f"p{number}": number for number in range(11)}], "count": 1})
    monkeypatch.setenv("COLUMNS", "38")
    assert ask("cars", "list", handler=wide).stderr.startswith("1 more property: ")
    monkeypatch.setenv("COLUMNS", "30")
    assert ask("cars", "list", handler=wide).stderr.startswith("3 more properties: ")
    monkeypatch.undo()
    assert ask("cars", "list", handler=wide).stderr == ""


@pytest.mark.parametrize(("status", "body"), [(404, {"message": "Not found"}), (200, {"success": False})])
def test_errors_show_the_reasons_of_a_mock_server(status: int, body: dict[str, Any]) -> None:
    """Each reason in `X-Mock-Reason` is a line after the error, with control characters escaped."""
    reasons = [
        {"pointer": "/path/id", "keyword": "exists", "text": "there is no car 7\x1b[2J"},
        {"pointer": "", "keyword": "faultRule", "text": "fault rule 1"},
    ]
    handler = respond_with(status, json=body, headers={"X-Mock-Reason": json.dumps(reasons)})
    result = ask("cars", "get", "--id", "7", handler=handler)
    first, *others = result.stderr.splitlines()
    assert first.startswith("Error: GET /api/cars/7: ")
    assert others == [
        r"Reason: there is no car 7\x1b[2J (/path/id: exists)",
        "Reason: fault rule 1 (faultRule)",
    ]
    assert result.stdout == ""
