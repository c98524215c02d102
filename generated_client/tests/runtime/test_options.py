"""Tests of request options."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx2
import pytest
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.errors import NotFoundError

from .samples import CREATE, GET, LIST, SETTINGS, UPLOAD, Car, async_client, fleet, sync_client

pytestmark = pytest.mark.usefixtures("http_library")


class Seen:
    """Records requests and returns a car."""

    def __init__(self) -> None:
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        """Return the response to a request."""
        self.requests.append(request)
        return httpx2.Response(200, json={"id": 1, "name": "Ada"})


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_call_accepts_request_options(asynchronous: bool) -> None:
    """Headers, query, body fields and limits of a call apply to this call only."""
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


def test_extra_values_replace_those_of_the_method() -> None:
    """A name that the method also sends is sent once, with the value of the option."""
    seen = Seen()
    options = {"extra_query": {"colour": "red"}, "extra_body": {"name": "Bob"}}
    sync_client(seen).call(CREATE, Call(query={"colour": "blue"}, body={"name": "Ada"}, options=options))
    assert (seen.requests[0].url.query, seen.requests[0].content) == (b"colour=red", b'{"car":{"name":"Bob"}}')


def test_extra_body_adds_a_body() -> None:
    """A method without a body can send an undocumented one."""
    seen = Seen()
    sync_client(seen).call(GET, Call(path={"id": 1}, options={"extra_body": {"deep": True}}))
    assert json.loads(seen.requests[0].content) == {"deep": True}


def test_options_apply_to_all_pages() -> None:
    """Options of a list apply to each of its pages."""
    seen: list[httpx2.QueryParams] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.url.params)
        return fleet(5)(request)

    iterated = list(sync_client(respond).page(LIST, Call(options={"extra_query": {"colour": "red"}})))
    assert len(iterated) == 5
    assert [params["colour"] for params in seen] == ["red", "red"]


def test_max_retries_of_a_call_overrides_the_client() -> None:
    """`max_retries` of a call replaces the client's."""
    sent: list[httpx2.Request] = []

    def busy(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return httpx2.Response(503 if len(sent) < 3 else 404)

    client = sync_client(busy, SETTINGS.changed(max_retries=0, sleep=lambda _: None))
    with pytest.raises(NotFoundError):
        client.call(GET, Call(path={"id": 1}, options={"max_retries": 5}))


@pytest.mark.parametrize(
    ("options", "kind", "sentence"),
    [
        (
            {"tmeout": 5},
            TypeError,
            r"Cars.upload\(\) has no argument 'tmeout', did you mean 'timeout'\? the options are correlation_id, ",
        ),
        ({"timeout": -1}, ValueError, "invalid timeout: expected more than 0"),
        ({"extra_headers": {"Authorization": "x"}}, ValueError, "headers must not contain Authorization"),
        ({"extra_body": {"a": 1}}, ValueError, "extra_body cannot be combined with a file"),
        ({"extra_headers": ["X-A"]}, TypeError, "headers must be a mapping, not list"),
    ],
)
def test_invalid_options_are_rejected_before_sending(
    options: dict[str, Any], kind: type[Exception], sentence: str
) -> None:
    """A misspelt or invalid option raises as in Python or in the constructor."""
    seen = Seen()
    with pytest.raises(kind, match=sentence):
        sync_client(seen).call(UPLOAD, Call(content=b"PK", options=options))
    assert not seen.requests


def test_request_calls_any_path() -> None:
    """A path without a method is called with the same token, retries and errors."""
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
        sync_client(lambda _: httpx2.Response(404, json={"message": "No"})).request("GET", "/cars/9")


@pytest.mark.parametrize("method", ["", "GE T", "GET\r\nX: y", "GÉT"])
def test_an_invalid_http_method_is_rejected(method: str) -> None:
    """A method that is not valid in a request line is a ValueError before anything is sent."""
    seen = Seen()
    with pytest.raises(ValueError, match="invalid method: expected a word such as GET"):
        sync_client(seen).request(method, "/cars")
    assert not seen.requests


@pytest.mark.parametrize(
    "path", ["cars", "//evil.example.com/x", "/a/../b", "/a/%2e%2e/b", "/a?x=1", "/a#x", "/a\\b", "/", "/a//b", "/a\nb"]
)
def test_a_path_outside_the_base_url_is_rejected(path: str) -> None:
    """The token is sent only to paths below the base URL."""
    seen = Seen()
    with pytest.raises(ValueError, match="invalid path"):
        sync_client(seen).request("GET", path)
    assert not seen.requests
