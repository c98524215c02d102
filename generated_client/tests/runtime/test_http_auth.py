"""Tests of credentials that callers pass: auth objects of httpx2 and of httpx, with clients of both libraries."""

from __future__ import annotations

import gzip
from collections.abc import Generator, Iterator
from typing import Any

import httpx
import httpx2
import pytest
import requests
from workato_embedded._runtime.errors import APIConnectionError
from workato_embedded._runtime.http_objects import auth_object

from .programs import ADA, UPLOADED, Program
from .samples import SETTINGS


@pytest.fixture(params=[httpx2, httpx], ids=["auth-of-httpx2", "auth-of-httpx"])
def other(request: pytest.FixtureRequest) -> Any:
    """The library of an auth object, which may differ from that of the HTTP client."""
    return request.param


def signing(library: Any) -> Any:
    """Return an auth object that signs the body, and the body of the response to the first attempt."""

    class Signing(library.Auth):  # type: ignore[misc]
        requires_request_body = True
        requires_response_body = True

        def auth_flow(self, request: Any) -> Generator[Any, Any, None]:
            assert type(request) is library.Request
            request.headers["X-Signed"] = str(request.content)
            response = yield request
            assert type(response) is library.Response
            if response.status_code == 401:
                request.headers["X-Again"] = response.json()["nonce"]
                yield request

    return Signing()


class Chunks:
    """An asynchronous iterator that is not a generator, and so has no `aclose`."""

    def __init__(self) -> None:
        self._chunks = iter([b"grant", b"=x"])

    def __aiter__(self) -> Chunks:
        return self

    async def __anext__(self) -> bytes:
        for chunk in self._chunks:
            return chunk
        raise StopAsyncIteration


def refreshing(library: Any) -> Any:
    """Return an auth object that sends a request of its own first, with a body of its own class."""

    class Stream(library.SyncByteStream, library.AsyncByteStream):  # type: ignore[misc]
        def __iter__(self) -> Iterator[bytes]:
            return iter([b"grant", b"=x"])

        def __aiter__(self) -> Chunks:
            return Chunks()

    class Refreshing(library.Auth):  # type: ignore[misc]
        requires_response_body = True

        def auth_flow(self, request: Any) -> Generator[Any, Any, None]:
            response = yield library.Request("POST", "https://auth.example.com/token", stream=Stream())
            request.headers["Authorization"] = f"Bearer {response.json()['token']}"
            yield request

    return Refreshing()


def test_an_auth_object_can_read_bodies_and_send_again(other: Any, program: Program) -> None:
    """An auth object of either library reads bodies, and changes a request that it sends again."""
    seen: list[Any] = []

    def respond(request: Any) -> Any:
        seen.append((request.headers["x-signed"], request.headers.get("x-again"), b"".join(request.stream)))
        content = gzip.compress(b'{"nonce":"n"}')
        return (
            program.respond()
            if "x-again" in request.headers
            else program.respond(401, content, content_encoding="gzip")
        )

    settings = SETTINGS.changed(auth=signing(other))
    assert program.call(respond, UPLOADED, settings=settings) == ADA
    assert seen == [("b'PK'", None, b"PK"), ("b'PK'", "n", b"PK")]


def test_an_auth_object_can_send_a_request_of_its_own(other: Any, program: Program) -> None:
    """An auth object of either library can request a token before the request of the call."""
    seen: list[tuple[str, bytes]] = []

    def respond(request: Any) -> Any:
        seen.append((f"{request.method} {request.url}", request.read()))
        if request.url.host == "auth.example.com":
            return program.respond(content=b'{"token":"t"}')
        assert request.headers["authorization"] == "Bearer t"
        return program.respond()

    settings = SETTINGS.changed(auth=refreshing(other))
    assert program.call(respond, settings=settings) == ADA
    assert seen == [("POST https://auth.example.com/token", b"grant=x"), ("GET https://example.com/api/cars/7", b"")]


def test_a_failed_connection_of_an_auth_object_is_a_connection_error(other: Any, program: Program) -> None:
    """A request that an auth object sends by itself and that fails is an APIConnectionError."""

    class Failing(other.Auth):  # type: ignore[misc]
        def auth_flow(self, _: Any) -> Generator[Any, Any, None]:
            yield from ()
            raise other.ConnectError("no route to the token server")

    with pytest.raises(APIConnectionError, match="no route to the token server"):
        program.call(lambda _: program.respond(), settings=SETTINGS.changed(auth=Failing()))


def test_digest_authentication_works(other: Any, program: Program) -> None:
    """The digest authentication of either library responds to a challenge."""
    seen: list[str] = []

    def respond(request: Any) -> Any:
        seen.append(request.headers.get("authorization", ""))
        if seen[-1].startswith("Digest "):
            return program.respond()
        challenge = 'Digest realm="api", nonce="abc", qop="auth", algorithm=SHA-256'
        return program.respond(401, b"", WWW_Authenticate=challenge)

    assert program.call(respond, settings=SETTINGS.changed(auth=other.DigestAuth("ada", "key"))) == ADA
    assert [text.partition(",")[0] for text in seen] == ["", 'Digest username="ada"']


@pytest.mark.parametrize(
    "auth",
    [
        httpx.BasicAuth("ada", "key"),
        httpx2.BasicAuth("ada", "key"),
        ("ada", "key"),
        requests.auth.HTTPBasicAuth("ada", "key"),
    ],
)
def test_each_form_of_credentials_is_accepted(auth: Any, program: Program) -> None:
    """Auth objects of both libraries, a pair and a function that changes a request add the credentials."""
    seen: list[str] = []

    def respond(request: Any) -> Any:
        seen.append(request.headers["authorization"])
        return program.respond()

    program.call(respond, settings=SETTINGS.changed(auth=auth))
    assert seen == ["Basic YWRhOmtleQ=="]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("ada:key", "str"),
        (7, "int"),
        (("ada",), "tuple"),
        (httpx.BasicAuth, "type"),
        (httpx.Timeout(1), "httpx.Timeout"),
    ],
)
def test_an_auth_object_of_another_kind_is_rejected(given: Any, name: str) -> None:
    """The TypeError about `auth` names the class of the rejected object and what is accepted."""
    with pytest.raises(TypeError) as rejected:
        auth_object(given)
    expected = "an httpx2.Auth, an httpx.Auth, a user name and a password, or a function"
    assert str(rejected.value) == f"invalid auth: expected {expected}, not {name}"
