"""Errors are raised by status, with what the API said, and never with the token."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from workato_embedded._runtime import errors
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.errors import APIStatusError, WorkatoEmbeddedError

from .samples import GET, LIST, SCRAP, Handler, answering, sync_client

CALL = Call(path={"id": 7})

BY_STATUS = [
    (400, errors.BadRequestError),
    (401, errors.AuthenticationError),
    (403, errors.PermissionDeniedError),
    (404, errors.NotFoundError),
    (409, errors.ConflictError),
    (422, errors.UnprocessableEntityError),
    (429, errors.RateLimitError),
    (500, errors.InternalServerError),
    (502, errors.InternalServerError),
    (599, errors.InternalServerError),
    (799, errors.InternalServerError),
    (100, APIStatusError),
    (302, APIStatusError),
    (418, APIStatusError),
]


@pytest.mark.parametrize(("status", "kind"), BY_STATUS)
def test_each_status_raises_its_class(status: int, kind: type[APIStatusError]) -> None:
    """A status that is no success raises the class for it, with method, path, body and message."""
    with pytest.raises(APIStatusError) as caught:
        sync_client(answering(status, json={"message": "No."})).call(GET, CALL)
    error = caught.value
    assert type(error) is kind
    assert (error.status_code, error.message, error.body) == (status, "No.", {"message": "No."})
    assert (error.method, error.path, error.request_id) == ("GET", "/api/cars/7", None)
    assert str(error) == f"GET /api/cars/7: {status} No."


def test_a_server_error_has_its_id() -> None:
    """The incident's id, which the vendor's support asks for, is an attribute and stands in the text."""
    with pytest.raises(errors.InternalServerError) as caught:
        sync_client(answering(500, json={"message": "Server error", "id": "5b6c"})).call(GET, CALL)
    assert caught.value.request_id == "5b6c"
    assert str(caught.value) == "GET /api/cars/7: 500 Server error (id 5b6c)"


@pytest.mark.parametrize(
    ("content", "body", "message"),
    [
        (b"<html>Bad gateway</html>", "<html>Bad gateway</html>", "<html>Bad gateway</html>"),
        (b"", None, "Bad Gateway"),
        (b"[]", [], "Bad Gateway"),
        (b'{"errors": {"name": ["is empty"]}}', {"errors": {"name": ["is empty"]}}, "name: is empty"),
        (
            b'{"message": "Invalid", "errors": {"a": ["x", "y"]}}',
            {"message": "Invalid", "errors": {"a": ["x", "y"]}},
            "Invalid; a: x, y",
        ),
        (b'{"error": "nope"}', {"error": "nope"}, "nope"),
        (b"{}", {}, "Bad Gateway"),
        (b"null", None, "Bad Gateway"),
        (b'"text"', "text", "text"),
        (b"\xff\xfe", "\ufffd\ufffd", "\ufffd\ufffd"),
    ],
)
def test_any_error_body_is_survived(content: bytes, body: Any, message: str) -> None:
    """HTML, nothing, other JSON: the status decides the class, and what can be read is there."""
    with pytest.raises(errors.InternalServerError) as caught:
        sync_client(answering(502, content=content)).call(GET, CALL)
    assert (caught.value.body, caught.value.message) == (body, message)


def test_a_header_has_the_request_s_id() -> None:
    """Where the body has none, the id comes from the header that proxies and frameworks set."""
    with pytest.raises(errors.NotFoundError) as caught:
        sync_client(answering(404, json={"id": 7}, headers={"X-Request-Id": "abc"})).call(GET, CALL)
    assert caught.value.request_id == "abc"


def test_a_long_page_does_not_become_the_message() -> None:
    """The message is one short line; the body has the whole page."""
    page = "<html>\n" + "long " * 1000
    with pytest.raises(errors.InternalServerError) as caught:
        sync_client(answering(503, text=page)).call(GET, CALL)
    assert caught.value.message.startswith("<html> long long")
    assert len(caught.value.message) == 300
    assert caught.value.body == page


def test_a_json_bomb_is_an_error_like_others() -> None:
    """JSON that is nested too deep to read is text in an error, and no JSON in a success."""
    bomb = b"[" * 100_000
    with pytest.raises(errors.BadRequestError):
        sync_client(answering(400, content=bomb)).call(GET, CALL)
    with pytest.raises(errors.APIResponseError, match="the response is not JSON"):
        sync_client(answering(200, content=bomb)).call(GET, CALL)


@pytest.mark.parametrize(
    ("location", "where"),
    [("https://user:pw@example.com/x?key=1", "example.com"), ("/elsewhere", "another path")],
)
def test_a_redirect_says_where_it_leads(location: str, where: str) -> None:
    """The host is named, and no more of the address, which can have a secret in it."""
    with pytest.raises(APIStatusError) as caught:
        sync_client(answering(302, headers={"Location": location})).call(GET, CALL)
    assert caught.value.message == f"the response redirects to {where}, which is not followed"


def test_an_answer_that_leads_nowhere_is_an_error_too() -> None:
    """A status such as 304 has no `Location` to name."""
    with pytest.raises(errors.APIStatusError, match="304 Not Modified"):
        sync_client(answering(304)).call(GET, CALL)


def test_a_limit_says_how_long_to_wait() -> None:
    """The seconds of Retry-After are an attribute."""
    with pytest.raises(errors.RateLimitError) as caught:
        sync_client(answering(429, headers={"Retry-After": "3600"})).call(GET, CALL)
    assert caught.value.retry_after == 3600


def refuse(_: httpx.Request) -> httpx.Response:
    """Fail to connect."""
    raise httpx.ConnectError("refused")


@pytest.mark.parametrize(
    "handler",
    [answering(404, json={"message": "No."}), answering(200, text="<html>"), refuse],
    ids=["refused", "page", "nobody"],
)
def test_an_error_can_be_pickled_and_has_no_token(handler: Handler) -> None:
    """Errors travel between processes whole, and what travels has no token in it, nor has what caused them."""
    with pytest.raises(WorkatoEmbeddedError) as caught:
        sync_client(handler).call(GET, CALL)
    data = pickle.dumps(caught.value)
    again = pickle.loads(data)
    assert (type(again), str(again)) == (type(caught.value), str(caught.value))
    assert b"secret-token" not in data
    cause = caught.value.__cause__
    if isinstance(cause, httpx.RequestError):
        assert "secret-token" not in cause.request.headers["authorization"]


def test_nothing_is_an_answer_where_nothing_is_needed() -> None:
    """An operation without a result takes an empty answer."""
    assert sync_client(answering(204)).call(SCRAP, CALL) is None
    assert sync_client(answering(200, content=b" \n")).call(SCRAP, CALL) is None


def test_a_recipe_that_cannot_start_says_why() -> None:
    """The code errors stand in the message, since such a refusal has no other words."""
    body = {"success": False, "code_errors": [[1, [["Query", None, "can't be blank", "q"]]]], "config_errors": []}
    with pytest.raises(errors.RefusedError, match="can't be blank"):
        sync_client(answering(json=body)).call(SCRAP, CALL)


def test_a_refusal_with_status_200_is_raised() -> None:
    """`success: false` is a refusal, whatever the status."""
    with pytest.raises(errors.RefusedError) as caught:
        sync_client(answering(json={"success": False, "errors": {"base": ["running"]}})).call(SCRAP, CALL)
    assert caught.value.status_code == 200
    assert caught.value.body["errors"] == {"base": ["running"]}


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b"7", b'{"result": [], "more": 1'])
def test_a_success_that_is_not_as_documented_is_an_error(content: bytes) -> None:
    """A proxy's page with status 200 is neither a result nor a JSONDecodeError."""
    with pytest.raises(errors.APIResponseError) as caught:
        sync_client(answering(content=content)).call(GET, CALL)
    assert caught.value.response.status_code == 200
    assert str(caught.value).startswith("GET /api/cars/7: the response is")


def test_a_list_that_is_none_is_an_error() -> None:
    """Where a list is documented, anything else is an APIResponseError."""
    with pytest.raises(errors.APIResponseError, match="expected a list, not dict"):
        sync_client(answering(json={"result": {}})).page(LIST, Call())


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (httpx.ConnectError("refused"), errors.APIConnectionError),
        (httpx.ReadTimeout(""), errors.APITimeoutError),
        (httpx.DecodingError("no gzip"), errors.APIConnectionError),
    ],
)
def test_no_answer_is_a_connection_error(raised: Exception, kind: type[WorkatoEmbeddedError]) -> None:
    """Failures of the connection are of our own classes, with the cause kept."""

    def fail(_: httpx.Request) -> httpx.Response:
        raise raised

    with pytest.raises(errors.APIConnectionError) as caught:
        sync_client(fail).call(GET, CALL)
    assert type(caught.value) is kind
    assert caught.value.__cause__ is raised
    assert str(caught.value) == f"GET /api/cars/7: {str(raised) or 'ReadTimeout'} (example.com)"


def test_the_tree_is_as_drawn() -> None:
    """Every class of the module stands in the drawing at its top, below the class that it derives from."""
    drawing = [line.rstrip() for line in str(errors.__doc__).splitlines()]
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, WorkatoEmbeddedError):
            (row,) = [n for n, line in enumerate(drawing) if line.lstrip("│├└─ ").split(" ")[0] == kind.__name__]
            indent = len(drawing[row]) - len(drawing[row].lstrip("│├└─ "))
            above = [line for line in drawing[:row] if len(line) > 0 and len(line) - len(line.lstrip("│├└─ ")) < indent]
            parent = above[-1].lstrip("│├└─ ").split(" ")[0] if indent else "Exception"
            assert kind.__bases__[0].__name__ == parent


def test_nothing_secret_is_kept_of_a_redirect() -> None:
    """A redirect is not followed, and the request that would have followed it is not kept: it has the token."""
    with pytest.raises(APIStatusError) as caught:
        sync_client(answering(302, headers={"Location": "https://evil.example.com/x"})).call(GET, CALL)
    assert caught.value.response.next_request is None
    assert b"secret-token" not in pickle.dumps(caught.value)


def test_an_answer_that_is_not_documented_says_as_much() -> None:
    """It has what an error of a status has: status, body, id, method and path."""
    with pytest.raises(errors.APIResponseError) as caught:
        sync_client(answering(200, text="<html>", headers={"X-Request-Id": "r-1"})).call(GET, CALL)
    error = caught.value
    assert (error.status_code, error.body, error.request_id) == (200, "<html>", "r-1")
    assert (error.method, error.path) == ("GET", "/api/cars/7")
    assert pickle.loads(pickle.dumps(error)).body == "<html>"


def test_a_body_that_was_not_read_is_none() -> None:
    """An error about an answer that is yet to be read does not read it."""

    def pieces() -> Iterator[bytes]:
        yield b"PK"

    response = httpx.Response(302, content=pieces(), request=httpx.Request("GET", "https://example.com/a"))
    assert errors.APIResponseError("it leads nowhere", response=response).body is None


def test_a_path_stays_one_line() -> None:
    """An id is shown as it is sent, percent-encoded, so that it cannot pass for other lines of a log."""
    with pytest.raises(errors.NotFoundError) as caught:
        sync_client(answering(404, json={"message": "No."})).call(GET, Call(path={"id": "E\nERROR a/b"}))
    assert caught.value.path == "/api/cars/E%0AERROR%20a%2Fb"
    assert "\n" not in str(caught.value)


def test_a_body_without_end_is_survived() -> None:
    """JSON that is nested too deep to be put into words, or to be read at all, has none."""
    body: dict[str, Any] = {}
    for _ in range(50_000):
        body = {"errors": body}
    response = httpx.Response(400, request=httpx.Request("GET", "https://example.com/a"))
    assert errors.BadRequestError(response=response, body=body).message == "Bad Request"
    for depth in (900, 50_000):
        deep = b'{"errors":' * depth + b"1" + b"}" * depth
        with pytest.raises(errors.BadRequestError) as caught:
            sync_client(answering(400, content=deep)).call(GET, CALL)
        assert caught.value.message


def test_a_success_that_refuses_without_words_says_so() -> None:
    """Its status alone would read like a success."""
    with pytest.raises(errors.RefusedError, match="200 the body says success: false"):
        sync_client(answering(200, json={"success": False})).call(GET, CALL)
