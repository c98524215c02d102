"""The proxy forwards requests and responses unchanged."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from workato_embedded_mock import MockServer
from workato_embedded_mock.proxy import app as proxy_app
from workato_embedded_mock.proxy import relay
from workato_embedded_mock.proxy.settings import base_url

Endpoint = Callable[[Request], Awaitable[Response]]


def api_with(response: Endpoint) -> Starlette:
    """Return an API that handles every request in one way."""

    async def endpoint(request: Request) -> Response:
        return await response(request)

    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return Starlette(routes=[Route("/{path:path}", endpoint, methods=methods)])


def reasons(response: httpx2.Response) -> list[tuple[str, str]]:
    """Return pointer and keyword of each reason of a response."""
    return [(item["pointer"], item["keyword"]) for item in json.loads(response.headers.get("X-Mock-Reason", "[]"))]


def entries(path: Path) -> list[dict[str, Any]]:
    """Return the exchanges of a HAR file."""
    log = json.loads(path.read_bytes())["log"]
    assert log["version"] == "1.2"
    found: list[dict[str, Any]] = log["entries"]
    return found


def test_a_mock_behind_the_proxy_behaves_the_same(server: MockServer, open_proxy: Any, tmp_path: Path) -> None:
    """Responses are those of the mock, valid requests have no findings, and the file has every exchange."""
    client, proxy = open_proxy(server.url, record=tmp_path / "r.har")
    made = client.post("/managed_users", json={"name": "Ann", "notification_email": "ann@example.com"})
    assert (made.status_code, made.json()["name"]) == (200, "Ann")
    path = f"/managed_users/{made.json()['id']}"
    calls = [client.get(path), client.get("/managed_users/Eacme%2F42"), client.delete(path), client.get(path)]
    assert [call.status_code for call in calls] == [200, 200, 200, 404]
    assert [call.headers.get("X-Mock-Reason") for call in [made, *calls[:3]]] == [None] * 4
    assert ("/path/managed_user_id", "exists") in reasons(calls[3])
    assert proxy.summary.as_json()["findings"] == 0
    recorded = entries(tmp_path / "r.har")
    assert [entry["response"]["status"] for entry in recorded] == [200, 200, 200, 200, 404]
    assert [entry["_operationId"] for entry in recorded][:2] == ["create_managed_user", "get_managed_user"]
    assert recorded[2]["request"]["url"] == f"{server.url}/managed_users/Eacme%2F42"
    assert json.loads(recorded[0]["request"]["postData"]["text"])["name"] == "Ann"


def test_bytes_are_forwarded_unchanged(run_app: Any, open_proxy: Any, tmp_path: Path) -> None:
    """Bodies that are not JSON are forwarded unchanged, and the file has only their sizes."""
    sent = bytes(range(256)) * 4000

    async def echo(request: Request) -> Response:
        return Response(await request.body(), media_type="application/zip")

    client, _ = open_proxy(run_app(api_with(echo)), record=tmp_path / "r.har")
    headers = {"Content-Type": "application/octet-stream"}
    response = client.post(
        "/packages/import/1", content=(sent[i : i + 999] for i in range(0, len(sent), 999)), headers=headers
    )
    assert response.content == sent
    (entry,) = entries(tmp_path / "r.har")
    assert (entry["request"]["bodySize"], entry["response"]["content"]["size"]) == (len(sent), len(sent))
    assert "text" not in entry["request"]["postData"]
    assert "text" not in entry["response"]["content"]


def test_path_and_query_are_forwarded_unchanged(run_app: Any, open_proxy: Any) -> None:
    """The proxy keeps escapes in path and query, and the URL of the API may have a path."""

    async def describe(request: Request) -> Response:
        return JSONResponse([request.scope["raw_path"].decode(), request.scope["query_string"].decode()])

    root = run_app(api_with(describe))
    for to, prefix in ((root, ""), (f"{root}/api/", ""), (f"{root}/gate/api", "/gate")):
        client, _ = open_proxy(to)
        raw = httpx2.Request(
            "GET", client.base_url, extensions={"target": b"/api/x/E%2f%41~|/y?by[code]=%5b&&a=b+c%20d"}
        )
        response = client.send(raw)
        assert response.json() == [f"{prefix}/api/x/E%2f%41~|/y", "by[code]=%5b&&a=b+c%20d"]


def test_hop_by_hop_headers_are_not_forwarded(run_app: Any, open_proxy: Any) -> None:
    """The proxy removes headers of the connection, also those named in `Connection`, and sends the host of the API."""

    async def describe(request: Request) -> Response:
        described = JSONResponse(dict(request.headers), headers={"Connection": "X-Hop", "X-Hop": "1", "X-End": "2"})
        described.raw_headers.append((b"set-cookie", b"a=1"))
        described.raw_headers.append((b"set-cookie", b"b=2"))
        return described

    root = run_app(api_with(describe))
    client, _ = open_proxy(root)
    response = client.get(
        "/x", headers={"Connection": "keep-alive, X-Mine", "X-Mine": "1", "TE": "trailers", "X-Other": "2"}
    )
    got = response.json()
    assert got["host"] == root.removeprefix("http://")
    assert got["x-other"] == "2"
    assert not {"x-mine", "te"} & got.keys()
    assert (response.headers.get("x-hop"), response.headers["x-end"]) == (None, "2")
    assert response.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert len(response.headers.get_list("date")) == 1


def test_a_redirect_is_forwarded(run_app: Any, open_proxy: Any) -> None:
    """The proxy does not follow redirects."""

    async def redirect(_: Request) -> Response:
        return RedirectResponse("http://192.0.2.1/elsewhere")

    client, _ = open_proxy(run_app(api_with(redirect)))
    response = client.get("/managed_users")
    assert (response.status_code, response.headers["location"]) == (307, "http://192.0.2.1/elsewhere")
    assert reasons(response) == [("/response/status", "enum")]


def test_only_paths_of_the_api_are_forwarded(run_app: Any, open_proxy: Any) -> None:
    """The proxy returns 404 for paths outside the API, and for paths that leave the API by dots."""

    async def never(_: Request) -> Response:
        raise AssertionError

    client, _ = open_proxy(run_app(api_with(never)))
    for target in (b"/", b"/api", b"/other", b"/_mock/reset", b"/api/../x", b"/api/a/%2e%2E/%2e%2e/x", b"/api/./x"):
        response = client.send(httpx2.Request("GET", client.base_url, extensions={"target": target}))
        assert (response.status_code, reasons(response)) == (404, [("/path", "exists")]), target


def test_an_unreachable_api_is_reported(open_proxy: Any, unused_tcp_port: int, tmp_path: Path) -> None:
    """If the API is unreachable, the proxy returns a 502 in JSON, records status 0, and counts a failure."""
    client, proxy = open_proxy(f"http://127.0.0.1:{unused_tcp_port}", record=tmp_path / "r.har")
    response = client.get("/managed_users")
    assert response.status_code == 502
    assert f"http://127.0.0.1:{unused_tcp_port}/api/managed_users cannot be reached" in response.json()["message"]
    assert ("", "upstream") in reasons(response)
    (entry,) = entries(tmp_path / "r.har")
    assert (entry["response"]["status"], entry["_error"]) == (0, response.json()["message"])
    assert proxy.summary.as_json()["operations"][0]["statuses"] == {"failed": 1}


def test_a_timeout_of_the_api_is_reported(run_app: Any, open_proxy: Any, hanging_endpoint: Any) -> None:
    """If the API does not respond in time, the proxy returns 504."""
    client, _ = open_proxy(run_app(api_with(hanging_endpoint)), timeout=0.2)
    response = client.get("/managed_users")
    assert (response.status_code, "in time" in response.json()["message"]) == (504, True)


def test_an_interrupted_response_is_reported(run_app: Any, open_proxy: Any, tmp_path: Path) -> None:
    """The proxy returns 502 for interrupted JSON, and forwards other bodies until the interruption."""

    async def half() -> AsyncIterator[bytes]:
        yield b"{"
        yield b"half"

    async def break_off(request: Request) -> Response:
        kind = "application/json" if "managed_users" in request.url.path else "text/plain"
        return StreamingResponse(half(), headers={"content-length": "9"}, media_type=kind)

    client, _ = open_proxy(run_app(api_with(break_off)), record=tmp_path / "r.har")
    assert client.get("/managed_users").status_code == 502
    with pytest.raises(httpx2.RemoteProtocolError):
        client.get("/other")
    assert [entry["response"]["status"] for entry in entries(tmp_path / "r.har")] == [0, 200]
    assert all("closes the connection" in entry["_error"] for entry in entries(tmp_path / "r.har"))


def test_a_caller_that_disconnects_cancels_the_request(
    run_app: Any, open_proxy: Any, hanging_endpoint: Any, tmp_path: Path
) -> None:
    """If the caller disconnects, the proxy cancels its request to the API and records the error."""
    client, proxy = open_proxy(run_app(api_with(hanging_endpoint)), record=tmp_path / "r.har")
    with pytest.raises(httpx2.ReadTimeout):
        client.get("/managed_users", timeout=0.2)
    assert hanging_endpoint.disconnected.wait(10)
    # The proxy records the exchange shortly after the API sees the cancellation.
    for _ in range(500):
        if not proxy.summary.as_json()["exchanges"]:
            client.get(f"{str(client.base_url).removesuffix('/api/')}/_mock/proxy")
    (entry,) = entries(tmp_path / "r.har")
    assert (entry["response"]["status"], "left" in entry["_error"]) == (0, True)


def test_a_foreign_host_does_not_read_the_summary(server: MockServer, open_proxy: Any) -> None:
    """A page whose host name leads to this machine gets 403 instead of the summary."""
    client, _ = open_proxy(server.url)
    summary = f"{str(client.base_url).removesuffix('/api/')}/_mock/proxy"
    rejected = client.get(summary, headers={"Host": "evil.example.com"})
    assert (rejected.status_code, "--allow-host" in rejected.json()["message"]) == (403, True)
    assert [client.get(summary, headers={"Host": host}).status_code for host in ("localhost", "[::1]:1")] == [200, 200]


def test_large_json_is_forwarded_unchecked(
    run_app: Any, open_proxy: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The proxy forwards large JSON, reports it as unchecked, and omits it from the file."""
    monkeypatch.setattr(relay, "LARGEST_BODY", 1000)
    monkeypatch.setattr(proxy_app, "LARGEST_BODY", 1000)

    async def echo(request: Request) -> Response:
        return Response(await request.body(), media_type="application/json")

    client, _ = open_proxy(run_app(api_with(echo)), record=tmp_path / "r.har")
    body = {"name": "n" * 100_000, "notification_email": "e"}
    response = client.post("/managed_users", json=body)
    assert response.json() == body
    assert reasons(response) == [("/body", "maxLength"), ("/response/body", "maxLength")]
    assert "nnnn" not in (tmp_path / "r.har").read_text()
    assert entries(tmp_path / "r.har")[0]["request"]["bodySize"] > 100_000


def test_a_compressed_response_is_checked(run_app: Any, open_proxy: Any, tmp_path: Path) -> None:
    """The proxy checks a compressed response and forwards its bytes; a body that it cannot decompress is reported."""

    async def compress(request: Request) -> Response:
        body = gzip.compress(b'{"success": "yes"}') if request.method == "PUT" else b"no gzip"
        return Response(body, headers={"Content-Encoding": "gzip"}, media_type="application/json")

    client, _ = open_proxy(run_app(api_with(compress)), record=tmp_path / "r.har")
    response = client.put("/managed_users/1/recipes/2/stop")
    assert (response.json(), response.headers["content-encoding"]) == ({"success": "yes"}, "gzip")
    assert reasons(response) == [("/response/body/success", "type")]
    with client.stream("GET", "/managed_users/1") as broken:
        assert b"".join(broken.iter_raw()) == b"no gzip"
        assert reasons(broken) == [("/response/body", "maxLength")]


def test_a_response_that_decodes_to_more_than_is_checked_is_reported(
    run_app: Any, open_proxy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy stops decoding a compressed response at the size that it checks, and forwards its bytes."""
    monkeypatch.setattr(relay, "LARGEST_BODY", 100_000)
    body = gzip.compress(b"[" + b" " * 10_000_000 + b"]")

    async def compress(_: Request) -> Response:
        return Response(body, headers={"Content-Encoding": "gzip"}, media_type="application/json")

    client, _ = open_proxy(run_app(api_with(compress)))
    with client.stream("GET", "/managed_users/1") as response:
        assert b"".join(response.iter_raw()) == body
        assert reasons(response) == [("/response/body", "maxLength")]


def test_a_response_may_have_no_body(run_app: Any, open_proxy: Any) -> None:
    """Responses to HEAD and those with status 304 have no body."""

    async def respond_to_head(request: Request) -> Response:
        if request.method == "HEAD":
            return Response(headers={"content-length": "77", "content-type": "application/json"})
        return PlainTextResponse("", 304)

    client, _ = open_proxy(run_app(api_with(respond_to_head)))
    response = client.head("/managed_users")
    assert (response.content, response.headers["content-length"], reasons(response)) == (
        b"",
        "77",
        [],
    )
    assert client.get("/managed_users").status_code == 304


@pytest.mark.parametrize(
    "text", ["nowhere", "ftp://h/api", "http://", "http://u:p@h", "http://h/api?x=1", "http://h:port"]
)
def test_an_invalid_url_of_the_api_is_rejected(text: str) -> None:
    """An invalid URL of the API is rejected with a description, and a valid URL may include the base path."""
    with pytest.raises(ValueError, match=r"URL|query"):
        base_url(text, "/api")
    assert base_url("http://h/api/", "/api") == base_url("http://h", "/api")


def test_a_strict_proxy_forwards_flat_bodies(open_proxy: Any, server: MockServer) -> None:
    """A body without its wrapper is forwarded with a note, also by a strict proxy: programs of the vendor send it."""
    client, _ = open_proxy(server.root_url, strict=True)
    code = json.dumps({"keyword": "trigger", "provider": "clock", "name": "tick", "number": 0})
    response = client.post("managed_users/512044/recipes", json={"name": "Flat", "code": code})
    assert (response.status_code, response.json()["success"]) == (200, True)
    assert ("/body/recipe", "required") in reasons(response)
    rejected = client.put("managed_users/512044/recipes/9002", json={"folder_id": 5512})
    assert rejected.status_code == 400
    assert reasons(rejected)[0] == ("/body/recipe/folder_id", "type")


def test_both_ids_of_a_response_are_that_of_the_api(run_app: Any, open_proxy: Any) -> None:
    """If the API sends one of the two ids, the proxy sends it in both headers."""

    async def respond(_request: Request) -> Response:
        return JSONResponse([], headers={"X-Request-Id": "from-the-api"})

    client, _ = open_proxy(run_app(api_with(respond)))
    headers = client.get("managed_users/512044/roles").headers
    assert (headers["X-Request-Id"], headers["X-Correlation-Id"]) == ("from-the-api", "from-the-api")
