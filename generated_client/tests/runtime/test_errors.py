"""Tests of the errors."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from workato_embedded._runtime import errors
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.errors import APIStatusError, WorkatoEmbeddedError

from .samples import GET, LIST, SCRAP, Handler, respond_with, sync_client

pytestmark = pytest.mark.usefixtures("http_library")

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
    """An error status raises its class, with method, path, body and message."""
    with pytest.raises(APIStatusError) as caught:
        sync_client(respond_with(status, json={"message": "No."})).call(GET, CALL)
    error = caught.value
    assert type(error) is kind
    assert (error.status_code, error.message, error.body) == (status, "No.", {"message": "No."})
    assert (error.method, error.path, error.request_id) == ("GET", "/api/cars/7", None)
    assert str(error) == f"GET /api/cars/7: {status} No."


def test_a_server_error_has_its_incident_id() -> None:
    """The id of the incident is an attribute of a server error and part of its message."""
    with pytest.raises(errors.InternalServerError) as caught:
        sync_client(respond_with(500, json={"message": "Server error", "id": "5b6c"})).call(GET, CALL)
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
def test_any_error_body_is_accepted(content: bytes, body: Any, message: str) -> None:
    """With HTML, an empty body or other JSON, the status decides the class."""
    with pytest.raises(errors.InternalServerError) as caught:
        sync_client(respond_with(502, content=content)).call(GET, CALL)
    assert (caught.value.body, caught.value.message) == (body, message)


def test_the_request_id_comes_from_the_header() -> None:
    """The request id comes from the header `X-Request-Id` if the body has no id."""
    with pytest.raises(errors.NotFoundError) as caught:
        sync_client(respond_with(404, json={"id": 7}, headers={"X-Request-Id": "abc"})).call(GET, CALL)
    assert caught.value.request_id == "abc"


def test_a_long_body_is_not_the_message() -> None:
    """The message of an error is one short line, even if the body is a whole page."""
    page = "<html>\n" + "long " * 1000
    with pytest.raises(errors.InternalServerError) as caught:
        sync_client(respond_with(503, text=page)).call(GET, CALL)
    assert caught.value.message.startswith("<html> long long")
    assert len(caught.value.message) == 300
    assert caught.value.body == page


def test_deeply_nested_json_is_handled() -> None:
    """JSON that is nested too deeply raises the error of the status, or APIResponseError if the status is a success."""
    bomb = b"[" * 100_000
    with pytest.raises(errors.BadRequestError):
        sync_client(respond_with(400, content=bomb)).call(GET, CALL)
    with pytest.raises(errors.APIResponseError, match="the response is nested deeper than 100 levels"):
        sync_client(respond_with(200, content=bomb)).call(GET, CALL)


@pytest.mark.parametrize(
    ("location", "where"),
    [("https://user:pw@example.com/x?key=1", "example.com"), ("/elsewhere", "another path")],
)
def test_a_redirect_error_names_the_host(location: str, where: str) -> None:
    """The error about a redirect names only the host, because the rest of the URL can contain a secret."""
    with pytest.raises(APIStatusError) as caught:
        sync_client(respond_with(302, headers={"Location": location})).call(GET, CALL)
    assert caught.value.message == f"the response redirects to {where}, which is not followed"


def test_a_3xx_without_location_is_an_error() -> None:
    """A status such as 304, without the header `Location`, is an error."""
    with pytest.raises(errors.APIStatusError, match="304 Not Modified"):
        sync_client(respond_with(304)).call(GET, CALL)


def test_retry_after_is_an_attribute() -> None:
    """The seconds of `Retry-After` are an attribute of RateLimitError."""
    with pytest.raises(errors.RateLimitError) as caught:
        sync_client(respond_with(429, headers={"Retry-After": "3600"})).call(GET, CALL)
    assert caught.value.retry_after == 3600


def reject(_: httpx2.Request) -> httpx2.Response:
    """Fail to connect."""
    raise httpx2.ConnectError("rejected")


@pytest.mark.parametrize(
    "handler",
    [respond_with(404, json={"message": "No."}), respond_with(200, text="<html>"), reject],
    ids=["rejected", "page", "nobody"],
)
def test_errors_can_be_pickled_without_the_token(handler: Handler) -> None:
    """A pickled error and its cause contain no token."""
    with pytest.raises(WorkatoEmbeddedError) as caught:
        sync_client(handler).call(GET, CALL)
    data = pickle.dumps(caught.value)
    again = pickle.loads(data)
    assert (type(again), str(again)) == (type(caught.value), str(caught.value))
    assert b"secret-token" not in data
    cause = caught.value.__cause__
    if isinstance(cause, httpx2.RequestError):
        assert "secret-token" not in cause.request.headers["authorization"]


def test_an_operation_without_a_result_accepts_an_empty_response() -> None:
    """An empty body is not an error if the operation has no result."""
    assert sync_client(respond_with(204)).call(SCRAP, CALL) is None
    assert sync_client(respond_with(200, content=b" \n")).call(SCRAP, CALL) is None


def test_code_errors_are_in_the_message() -> None:
    """A recipe that cannot start has its code errors in the message."""
    body = {"success": False, "code_errors": [[1, [["Query", None, "can't be blank", "q"]]]], "config_errors": []}
    with pytest.raises(errors.RefusedError, match="can't be blank"):
        sync_client(respond_with(json=body)).call(SCRAP, CALL)


def test_success_false_is_raised() -> None:
    """`success: false` raises RefusedError, whatever the success status."""
    with pytest.raises(errors.RefusedError) as caught:
        sync_client(respond_with(json={"success": False, "errors": {"base": ["running"]}})).call(SCRAP, CALL)
    assert caught.value.status_code == 200
    assert caught.value.body["errors"] == {"base": ["running"]}


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b"7", b'{"result": [], "more": 1'])
def test_an_undocumented_success_is_an_error(content: bytes) -> None:
    """An HTML page with status 200 is an APIResponseError, not a JSONDecodeError."""
    with pytest.raises(errors.APIResponseError) as caught:
        sync_client(respond_with(content=content)).call(GET, CALL)
    assert caught.value.response.status_code == 200
    assert str(caught.value).startswith("GET /api/cars/7: the response is")


def test_a_missing_list_is_an_error() -> None:
    """If a list is documented, anything else is an APIResponseError."""
    with pytest.raises(errors.APIResponseError, match="expected a list, not dict"):
        sync_client(respond_with(json={"result": {}})).page(LIST, Call())


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (httpx2.ConnectError("rejected"), errors.APIConnectionError),
        (httpx2.ReadTimeout(""), errors.APITimeoutError),
        (httpx2.DecodingError("no gzip"), errors.APIConnectionError),
    ],
)
def test_connection_errors_have_their_own_classes(raised: Exception, kind: type[WorkatoEmbeddedError]) -> None:
    """Connection errors are raised as APIConnectionError, with httpx2's error as the cause."""

    def fail(_: httpx2.Request) -> httpx2.Response:
        raise raised

    with pytest.raises(errors.APIConnectionError) as caught:
        sync_client(fail).call(GET, CALL)
    assert type(caught.value) is kind
    assert type(caught.value.__cause__) is type(raised)
    assert str(caught.value) == f"GET /api/cars/7: {str(raised) or 'ReadTimeout'} (example.com)"


def test_the_class_tree_in_the_docstring_is_correct() -> None:
    """Every class of the module is in the tree, below its base class."""
    drawing = [line.rstrip() for line in str(errors.__doc__).splitlines()]
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, WorkatoEmbeddedError):
            (row,) = [n for n, line in enumerate(drawing) if line.lstrip("│├└─ ").split(" ")[0] == kind.__name__]
            indent = len(drawing[row]) - len(drawing[row].lstrip("│├└─ "))
            above = [line for line in drawing[:row] if len(line) > 0 and len(line) - len(line.lstrip("│├└─ ")) < indent]
            parent = above[-1].lstrip("│├└─ ").split(" ")[0] if indent else "Exception"
            assert kind.__bases__[0].__name__ == parent


def test_a_redirect_keeps_no_secret() -> None:
    """An error about a redirect does not keep the request that would follow it with the token."""
    with pytest.raises(APIStatusError) as caught:
        sync_client(respond_with(302, headers={"Location": "https://evil.example.com/x"})).call(GET, CALL)
    assert caught.value.response.next_request is None
    assert b"secret-token" not in pickle.dumps(caught.value)


def test_a_response_error_has_the_attributes_of_a_status_error() -> None:
    """An APIResponseError has status, body, id, method and path."""
    with pytest.raises(errors.APIResponseError) as caught:
        sync_client(respond_with(200, text="<html>", headers={"X-Request-Id": "r-1"})).call(GET, CALL)
    error = caught.value
    assert (error.status_code, error.body, error.request_id) == (200, "<html>", "r-1")
    assert (error.method, error.path) == ("GET", "/api/cars/7")
    assert pickle.loads(pickle.dumps(error)).body == "<html>"


def test_an_unread_body_is_none() -> None:
    """An error about a response with an unread body does not read it."""

    def chunks() -> Iterator[bytes]:
        yield b"PK"

    response = httpx2.Response(302, content=chunks(), request=httpx2.Request("GET", "https://example.com/a"))
    assert errors.APIResponseError("too many redirects", response=response).body is None


def test_the_path_in_a_message_is_one_line() -> None:
    """The path in a message is percent-encoded, so that an id cannot forge log lines."""
    with pytest.raises(errors.NotFoundError) as caught:
        sync_client(respond_with(404, json={"message": "No."})).call(GET, Call(path={"id": "E\nERROR a/b"}))
    assert caught.value.path == "/api/cars/E%0AERROR%20a%2Fb"
    assert "\n" not in str(caught.value)


def test_deeply_nested_error_bodies_have_no_message() -> None:
    """JSON that is nested too deeply has no message."""
    body: dict[str, Any] = {}
    for _ in range(50_000):
        body = {"errors": body}
    response = httpx2.Response(400, request=httpx2.Request("GET", "https://example.com/a"))
    assert errors.BadRequestError(response=response, body=body).message == "Bad Request"
    for depth in (900, 50_000):
        deep = b'{"errors":' * depth + b"1" + b"}" * depth
        with pytest.raises(errors.BadRequestError) as caught:
            sync_client(respond_with(400, content=deep)).call(GET, CALL)
        assert caught.value.message


def test_success_false_without_a_message_has_a_default_message() -> None:
    """A RefusedError without a message of the API says that the body has `success: false`."""
    with pytest.raises(errors.RefusedError, match="200 the body says success: false"):
        sync_client(respond_with(200, json={"success": False})).call(GET, CALL)


def test_the_correlation_id_is_preferred_and_shown() -> None:
    """`correlation_id` is sent as a header; error messages show the id that was sent or returned."""
    headers = {"X-Request-Id": "r-1", "X-Correlation-Id": "c-1"}
    with pytest.raises(errors.NotFoundError, match=r"\(id c-1\)") as caught:
        sync_client(respond_with(404, json={"message": "Not found"}, headers=headers)).call(GET, CALL)
    assert caught.value.request_id == "c-1"

    def fail(request: httpx2.Request) -> httpx2.Response:
        assert request.headers["X-Correlation-Id"] == "mine"
        raise httpx2.ConnectError("refused")

    options: Any = {"correlation_id": "mine", "max_retries": 0}
    with pytest.raises(errors.APIConnectionError, match=r"\(id mine\)") as failed:
        sync_client(fail).call(GET, CALL._replace(options=options))
    assert failed.value.request_id == "mine"
    assert str(pickle.loads(pickle.dumps(failed.value))) == str(failed.value)
