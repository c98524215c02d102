"""Tests of `request`, which calls any path below the base URL."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from click.testing import Result
from workato_embedded._runtime.cli import writes
from workato_embedded._runtime.cli.request_command import list_operation, path_values
from workato_embedded._runtime.operations import any_operation

from ..samples import COUNTED, fleet, respond_with
from .cars import Clients, ask


def call(*words: str, response: Any = None, stdin: str | None = None) -> tuple[Result, list[httpx2.Request]]:
    """Run the command, and return its output and the requests."""
    sent: list[httpx2.Request] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return respond_with(json=response)(request)

    return ask("request", *words, handler=respond, input=stdin), sent


def test_the_response_is_printed_unchanged() -> None:
    """The output is the JSON of the response with its envelope, or the results of `--jq` on it."""
    body = {"result": [{"id": 1}], "count": 1}
    result, sent = call("get", "/cars%2F7/new", response=body)
    assert (result.exit_code, json.loads(result.stdout)) == (0, body)
    assert [(request.method, str(request.url)) for request in sent] == [("GET", "https://example.com/api/cars%2F7/new")]
    assert call("GET", "/cars", "--jq", ".count", response=body)[0].stdout == "1\n"


def test_query_headers_and_body_are_sent() -> None:
    """Query parameters, also repeated ones, headers and the body reach the API as they are given."""
    words = (
        "--query",
        "a=1",
        "--query",
        '{"b": [1, 2]}',
        "--query",
        "a=x y",
        "--header",
        "X-Trace: t:1",
        "--body",
        "-",
    )
    result, (request,) = call("POST", "/cars", *words, response={}, stdin='{"car": {"id": null}}')
    assert result.exit_code == 0
    assert sorted(request.url.params.multi_items()) == [("a", "1"), ("a", "x y"), ("b", "1"), ("b", "2")]
    assert (request.headers["x-trace"], json.loads(request.content)) == ("t:1", {"car": {"id": None}})


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("GET", "https://other.example.com/api/cars"), "invalid path: expected a leading slash"),
        (("GET", "//other.example.com/cars"), "invalid path '//other.example.com/cars': it has an empty segment"),
        (("GET", "/../cars"), "invalid path '/../cars'"),
        (("GET", "/cars?page=2"), "no query"),
        (("GET-IT", "/cars"), "invalid method: expected a word such as GET"),
        (("GET", "/cars", "--header", "X-Trace"), "'X-Trace' is not a header such as X-Request-Id: 42"),
        (("GET", "/cars", "--header", ": 1"), "': 1' is not a header"),
        (("GET", "/cars", "--header", "Authorization: Bearer x"), "headers must not contain Authorization"),
        (("GET", "/boats", "--all"), "--all needs a list of the document: GET /boats is not one"),
        (("POST", "/cars", "--all"), "--all needs a list of the document: POST /cars is not one"),
        (("GET", "/cars/7", "--all"), "--all needs a list of the document: GET /cars/7 is not one"),
    ],
)
def test_a_path_never_leaves_the_base_url(words: tuple[str, ...], message: str) -> None:
    """A URL, a path that leaves the base URL, and other invalid arguments are usage errors, and nothing is sent."""
    result, sent = call(*words)
    assert (result.exit_code, result.stdout, sent) == (2, "", [])
    assert message in result.stderr


def test_all_pages_of_a_list_of_the_document_are_one_array() -> None:
    """`--all` finds the list by its path, sends the query with each page, and keeps the rate limits."""
    clients = Clients(fleet(5, counted=True))
    result = ask("request", "GET", "/cars", "--query", "per_page=2", "--all", clients=clients)
    assert [car["id"] for car in json.loads(result.stdout)] == [0, 1, 2, 3, 4]
    assert clients.made == [("t", {"rate_limits": "documented"})]


def test_an_error_has_the_exit_code_of_its_status() -> None:
    """An error status is one sentence with the exit code of all commands."""
    result = ask("request", "GET", "/boats", handler=respond_with(404, json={"message": "Not found"}))
    assert (result.exit_code, result.stdout, result.stderr) == (14, "", "Error: GET /api/boats: 404 Not found\n")


def test_a_delete_asks_and_other_writes_are_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal a DELETE asks, other writes name the host, and a GET prints nothing else."""
    monkeypatch.setattr(writes, "is_terminal", lambda _: True)
    result, sent = call("delete", "/cars/7", stdin="n\n")
    assert (result.exit_code, sent) == (1, [])
    assert result.stderr.startswith("DELETE /cars/7 at example.com? [y/N]: ")
    assert call("DELETE", "/cars/7", "--yes", response={})[0].stderr == ""
    assert call("POST", "/cars", response={})[0].stderr == "POST /cars at example.com.\n"
    assert call("GET", "/cars", response={})[0].stderr == ""


def test_the_most_specific_list_is_found() -> None:
    """A path without a parameter takes precedence over a template that also fits."""
    one, two = (replace(COUNTED, path=path) for path in ("/cars/{kind}", "/cars/all"))
    assert list_operation([one, two], any_operation("GET", "/cars/all")) is two
    found = list_operation([one, two], any_operation("GET", "/cars/a%2Fb"))
    assert path_values(found, "/cars/a%2Fb") == {"kind": "a/b"}
