"""A call can be given what its method does not know, and policy of its own."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.errors import NotFoundError

from .samples import CREATE, GET, LIST, SETTINGS, UPLOAD, Car, async_client, fleet, sync_client


class Seen:
    """Notes requests, and answers a car."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        self.requests.append(request)
        return httpx.Response(200, json={"id": 1, "name": "Ada"})


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_call_takes_options_of_its_own(asynchronous: bool) -> None:
    """Headers, query, fields of the body inside its wrapper, and policy; the next call knows nothing of them."""
    seen = Seen()
    options: dict[str, Any] = {
        "timeout": 7,
        "extra_headers": {"x-trace": "t-1", "user-agent": "mine"},
        "extra_query": {"dry": True},
        "extra_body": {"colour": "red"},
    }
    calls = [Call(body={"name": "Ada"}, options=options), Call(body={"name": "Ada"})]

    async def later() -> list[Car]:
        client = async_client(seen)
        return [await client.call(CREATE, call) for call in calls]

    client = sync_client(seen)
    assert len(asyncio.run(later()) if asynchronous else [client.call(CREATE, call) for call in calls]) == 2
    first, second = seen.requests
    assert (first.url.query, first.content) == (b"dry=true", b'{"car":{"name":"Ada","colour":"red"}}')
    assert (first.headers["x-trace"], first.headers.get_list("user-agent")) == ("t-1", ["mine"])
    assert first.extensions["timeout"]["read"] == 7
    assert (second.url.query, second.content, "x-trace" in second.headers) == (b"", b'{"car":{"name":"Ada"}}', False)
    assert second.extensions["timeout"]["read"] == 30


def test_what_is_extra_takes_the_place_of_the_rest() -> None:
    """A name that the method sends too is sent as the option has it, once."""
    seen = Seen()
    options = {"extra_query": {"colour": "red"}, "extra_body": {"name": "Bob"}}
    sync_client(seen).call(CREATE, Call(query={"colour": "blue"}, body={"name": "Ada"}, options=options))
    assert (seen.requests[0].url.query, seen.requests[0].content) == (b"colour=red", b'{"car":{"name":"Bob"}}')


def test_a_call_without_a_body_can_be_given_one() -> None:
    """What the API may take one day can be sent today."""
    seen = Seen()
    sync_client(seen).call(GET, Call(path={"id": 1}, options={"extra_body": {"deep": True}}))
    assert json.loads(seen.requests[0].content) == {"deep": True}


def test_options_hold_for_all_pages() -> None:
    """Who lists with an option goes on with it."""
    seen: list[httpx.QueryParams] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.params)
        return fleet(5)(request)

    walked = list(sync_client(answer).page(LIST, Call(options={"extra_query": {"colour": "red"}})))
    assert len(walked) == 5
    assert [params["colour"] for params in seen] == ["red", "red"]


def test_a_call_can_have_a_patience_of_its_own() -> None:
    """`max_retries` of a call takes the place of the client's."""
    sent: list[httpx.Request] = []

    def busy(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(503 if len(sent) < 3 else 404)

    client = sync_client(busy, SETTINGS.changed(max_retries=0, sleep=lambda _: None))
    with pytest.raises(NotFoundError):
        client.call(GET, Call(path={"id": 1}, options={"max_retries": 5}))


@pytest.mark.parametrize(
    ("options", "kind", "sentence"),
    [
        (
            {"tmeout": 5},
            TypeError,
            "unknown argument 'tmeout': the options are extra_body, extra_headers",
        ),
        ({"timeout": -1}, ValueError, "invalid timeout: expected more than 0"),
        ({"extra_headers": {"Authorization": "x"}}, ValueError, "headers must not contain Authorization"),
        ({"extra_body": {"a": 1}}, ValueError, "extra_body cannot be combined with a file"),
        ({"extra_headers": ["X-A"]}, TypeError, "headers must be a mapping, not list"),
    ],
)
def test_a_wrong_option_is_refused_before_anything_is_sent(
    options: dict[str, Any], kind: type[Exception], sentence: str
) -> None:
    """A misspelt argument, or one that cannot be used, is told as Python or the client's constructor does."""
    seen = Seen()
    with pytest.raises(kind, match=sentence):
        sync_client(seen).call(UPLOAD, Call(content=b"PK", options=options))
    assert not seen.requests


def test_any_address_can_be_called() -> None:
    """What has no method yet is called with token, repetitions and errors of all others, and comes as it is."""
    seen = Seen()
    client = sync_client(seen)
    made = client.request("post", "/cars/1/{odd}", query={"a": 1}, body={"b": None}, timeout=3)
    assert made == {"id": 1, "name": "Ada"}
    (request,) = seen.requests
    assert (request.method, str(request.url)) == ("POST", "https://example.com/api/cars/1/%7Bodd%7D?a=1")
    assert (request.content, request.headers["authorization"]) == (b'{"b":null}', "Bearer secret-token")

    async def later() -> Any:
        return await async_client(seen).request("GET", "/cars")

    assert asyncio.run(later()) == made
    with pytest.raises(NotFoundError, match="GET /api/cars/9: 404 No"):
        sync_client(lambda _: httpx.Response(404, json={"message": "No"})).request("GET", "/cars/9")


@pytest.mark.parametrize("method", ["", "GE T", "GET\r\nX: y", "GÉT"])
def test_a_method_is_a_word(method: str) -> None:
    """What could not stand in a request line is refused before anything is sent."""
    seen = Seen()
    with pytest.raises(ValueError, match="invalid method: expected a word such as GET"):
        sync_client(seen).request(method, "/cars")
    assert not seen.requests


@pytest.mark.parametrize(
    "path", ["cars", "//evil.example.com/x", "/a/../b", "/a/%2e%2e/b", "/a?x=1", "/a#x", "/a\\b", "/", "/a//b", "/a\nb"]
)
def test_an_address_that_leads_elsewhere_is_refused(path: str) -> None:
    """Only what stands below the base URL is called: the token goes nowhere else."""
    seen = Seen()
    with pytest.raises(ValueError, match="invalid path"):
        sync_client(seen).request("GET", path)
    assert not seen.requests
