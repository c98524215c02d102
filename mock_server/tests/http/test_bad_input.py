"""Malformed requests get the documented error responses, and never a 500."""

from __future__ import annotations

import json
import socket
from urllib.parse import urlsplit

import httpx2
import pytest
from workato_embedded_mock import MockServer
from workato_embedded_mock.openapi.bodies import LARGEST_BODY

NEW = {"name": "New", "notification_email": "new@example.com"}
JSON = {"Content-Type": "application/json"}


def reasons_of(response: httpx2.Response) -> list[dict[str, str]]:
    """Return the reasons of a response, after checking that it is the documented 400."""
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    reasons: list[dict[str, str]] = json.loads(response.headers["X-Mock-Reason"])
    assert reasons
    return reasons


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"nonsense",
        b'{"name": "a", "notification_email": "b"',
        b"'{}'",
        b"\xff\xfe{}",
        b'\xef\xbb\xbf{"name": "a", "notification_email": "b"}',
        b'{"name": NaN, "notification_email": "b"}',
        b'{"name": "a", "notification_email": "b", "x": Infinity}',
        b'{"name": "a", "notification_email": "b", "x": 1e999}',
        b'{"name": "a", "notification_email": "b", "x": 99999999999999999999}',
        b'{"name": "a", "notification_email": "b", "x": ' + b"9" * 5000 + b"}",
        b'{"name": "a\\u0000", "notification_email": "b"}',
        b'{"name": "\\ud800", "notification_email": "b"}',
        b'{"name": "a", "notification_email": "b", "auth_settings": {"\\udfff": 1}}',
        b'{"name": "a\nb", "notification_email": "b"}',
        b'{"name": "a", "notification_email": "b", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"name": "a", "notification_email": "b", "auth_settings": {"x":' + b"[" * 200 + b"]" * 200 + b"}}",
        b"null",
        b"[]",
        b'"text"',
        b"7",
        b"{}",
        b'{"name": "a"}',
        b'{"name": "", "notification_email": "b"}',
        b'{"name": 5, "notification_email": "b"}',
        b'{"name": null, "notification_email": "b"}',
        b'{"name": "a", "notification_email": "b", "in_trial": "yes"}',
        b'{"name": "a", "notification_email": "b", "whitelisted_apps": "slack"}',
        b'{"name": "a", "notification_email": "b", "auth_settings": {"type": "magic"}}',
    ],
)
def test_an_invalid_body_is_rejected_and_nothing_is_written(client: httpx2.Client, body: bytes) -> None:
    """Malformed JSON, wrong types, missing fields and values that cannot be stored return 400."""
    reasons_of(client.post("/managed_users", content=body, headers=JSON))
    assert client.get("/managed_users").json()["count"] == 2


def test_the_reasons_point_at_each_error(client: httpx2.Client) -> None:
    """Each reason of a rejected body has a JSON pointer and the keyword of the schema."""
    reasons = reasons_of(client.post("/managed_users", json={"name": 5, "whitelisted_apps": ["a", 1]}))
    assert {(reason["pointer"], reason["keyword"]) for reason in reasons} == {
        ("/body/name", "type"),
        ("/body/notification_email", "required"),
        ("/body/whitelisted_apps/1", "type"),
    }


def test_unusual_but_valid_bodies_are_accepted(client: httpx2.Client) -> None:
    """In a body unknown fields are ignored, the last of equal keys counts, and escapes and large integers are kept."""
    body = b'{"name": "a", "name": "\\ud83d\\ude00 \\\\u0000", "notification_email": "b", "x": [{}], "y": 1e3}'
    assert client.post("/managed_users", content=body, headers=JSON).json()["name"] == "\U0001f600 \\u0000"
    largest = {**NEW, "task_limit_adjustment": 2**63 - 1}
    made = client.post("/managed_users", json=largest).json()["id"]
    assert client.get(f"/managed_users/{made}").json()["task_limit_adjustment"] == str(2**63 - 1)


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/x-www-form-urlencoded", ""])
def test_json_is_accepted_with_any_content_type(client: httpx2.Client, content_type: str | None) -> None:
    """JSON with a missing or wrong content type is accepted, and noted in `X-Mock-Reason`."""
    headers = {} if content_type is None else {"Content-Type": content_type}
    response = client.post("/managed_users", content=json.dumps(NEW), headers=headers)
    assert response.status_code == 200
    assert json.loads(response.headers["X-Mock-Reason"])[0]["pointer"] == "/header/content-type"


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
def test_the_correct_content_type_is_not_noted(client: httpx2.Client, content_type: str) -> None:
    """JSON with its own content type is not noted; the type may have parameters and is case-insensitive."""
    response = client.post("/managed_users", content=json.dumps(NEW), headers={"Content-Type": content_type})
    assert (response.status_code, "X-Mock-Reason" in response.headers) == (200, False)


def test_a_body_that_is_too_large_is_rejected(client: httpx2.Client) -> None:
    """A body of the maximum size is accepted, and a larger one is rejected."""
    frame = len(json.dumps({**NEW, "x": ""}))
    fitting = json.dumps({**NEW, "x": "x" * (LARGEST_BODY - frame)}).encode()
    assert len(fitting) == LARGEST_BODY
    assert client.post("/managed_users", content=fitting, headers=JSON).status_code == 200
    assert reasons_of(client.post("/managed_users", content=fitting + b" ", headers=JSON))[0]["keyword"] == "maxLength"


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=x",
        "page=",
        "page=1.0",
        "page=1e3",
        "page=" + "9" * 19,
        "page=" + "9" * 5000,
        "per_page=0",
        "per_page=" + "9" * 30,
        "page=%00",
        "page=%FF",
        "page=\u0661",
    ],
)
def test_an_invalid_query_is_rejected(client: httpx2.Client, query: str) -> None:
    """Query parameters that are out of range or not numbers return 400."""
    reasons_of(client.get(f"/managed_users?{query}"))


def test_a_page_after_the_last_one_is_empty(client: httpx2.Client) -> None:
    """A page after the last one is empty, even if its offset exceeds 64 bits."""
    for page in (3, 10**12, 2**63 - 1):
        assert client.get("/managed_users", params={"page": page}).json()["result"] == []


def test_unusual_but_valid_queries_are_accepted(client: httpx2.Client) -> None:
    """In a query unknown parameters are ignored, and the last of equal parameters counts."""
    response = client.get("/managed_users?unknown=1&unknown[a]=2&page=2&page=1&per_page=%31&=&&%20")
    assert (response.json()["page"], response.json()["per_page"]) == (1, 1)
    many = "&".join(f"by[x{number}]=1" for number in range(4000))
    assert client.get(f"/managed_users/512044/lookup_tables/4101/rows?{many}").json() == {"result": []}


@pytest.mark.parametrize("text", ["%00", "%FF", "a%00b", "%ED%A0%80"])
def test_a_filter_that_no_text_can_equal_matches_nothing(client: httpx2.Client, northwind: str, text: str) -> None:
    """NUL characters and invalid UTF-8 in a query match nothing, and are not an error."""
    assert client.get(f"{northwind}/connections?provider={text}").json() == {"result": []}
    assert client.get(f"{northwind}/properties?prefix={text}").json() == {"result": {}}
    assert client.get(f"{northwind}/lookup_tables/4101/rows?by[code]={text}").json() == {"result": []}
    assert client.get(f"{northwind}?x={text}").status_code == 200


def test_a_page_size_above_the_maximum_is_reduced_and_noted(client: httpx2.Client) -> None:
    """A page size above the maximum is reduced to it, as the real API is believed to do."""
    response = client.get("/managed_users?per_page=5000")
    assert response.json()["per_page"] == 100
    assert json.loads(response.headers["X-Mock-Reason"])[0]["pointer"] == "/query/per_page"


def _send_bytes(server: MockServer, data: bytes) -> bytes:
    """Send bytes that no client library would send, close the sending side, and return the response."""
    parts = urlsplit(server.root_url)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        chunks = []
        while chunk := connection.recv(65536):
            chunks.append(chunk)
    return b"".join(chunks)


@pytest.mark.parametrize("length", ["100", "1", "-1", "x", "0"])
def test_a_wrong_content_length_is_handled(server: MockServer, client: httpx2.Client, length: str) -> None:
    """For a wrong Content-Length the server returns 400 or closes the connection, and continues to serve."""
    head = "POST /api/managed_users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer length\r\nConnection: close\r\n"
    response = _send_bytes(server, f'{head}Content-Length: {length}\r\n\r\n{{"name": 1}}'.encode())
    assert response == b"" or response.startswith(b"HTTP/1.1 400")
    assert client.get("/managed_users").status_code == 200


def test_invalid_http_is_handled(server: MockServer, client: httpx2.Client) -> None:
    """Random bytes, a target without a path and a request in the form for proxies do not stop the server."""
    assert _send_bytes(server, b"\x16\x03\x01\x00\xa5 hello\r\n\r\n").startswith(b"HTTP/1.1 400")
    for target in (b"*", b"http://x/api/managed_users", b"/api/managed_users\xff"):
        response = _send_bytes(server, b"GET " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert response.startswith((b"HTTP/1.1 404", b"HTTP/1.1 401", b"HTTP/1.1 400"))
    assert client.get("/managed_users").status_code == 200


def test_strict_mode_rejects_tolerated_requests() -> None:
    """Strict mode rejects a trailing slash, a wrong content type and a page size above the maximum."""
    with MockServer(strict=True) as server, httpx2.Client(base_url=server.url) as client:
        client.headers["Authorization"] = "Bearer strict"
        assert client.get("/managed_users").status_code == 200
        response = client.get("/managed_users/")
        assert (response.status_code, response.json()) == (404, {"message": "Not found"})
        assert reasons_of(client.get("/managed_users?per_page=101"))[0]["pointer"] == "/query/per_page"
        for headers in ({}, {"Content-Type": "text/plain"}):
            reasons = reasons_of(client.post("/managed_users", content=json.dumps(NEW), headers=headers))
            assert reasons[0]["pointer"] == "/header/content-type"
        assert client.post("/managed_users", json=NEW).status_code == 200
