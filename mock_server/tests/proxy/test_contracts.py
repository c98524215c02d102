"""The proxy finds differences between requests, responses and the document, and counts them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from workato_embedded_mock import MockServer
from workato_embedded_mock.errors import Reason
from workato_embedded_mock.openapi.unknown_fields import UnknownFields
from workato_embedded_mock.proxy.summary import Summary

Finding = tuple[str, str]
OpenProxyTo = Callable[[Response], httpx2.Client]

USER = {"name": "Ann", "notification_email": "ann@example.com"}


def findings(response: httpx2.Response) -> list[Finding]:
    """Return pointer and keyword of each finding."""
    return [(item["pointer"], item["keyword"]) for item in json.loads(response.headers.get("X-Mock-Reason", "[]"))]


@pytest.fixture
def proxy_to(run_app: Any, open_proxy: Any) -> OpenProxyTo:
    """Return a function that opens a proxy to an API with one response to all requests."""

    def open_one(response: Response) -> httpx2.Client:
        async def respond(_: Request) -> Response:
            return response

        routes = [Route("/{path:path}", respond, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])]
        client: httpx2.Client = open_proxy(run_app(Starlette(routes=routes)))[0]
        return client

    return open_one


@pytest.fixture
def proxy_to_mock(server: MockServer, open_proxy: Any) -> httpx2.Client:
    """Return a client of a proxy to a mock."""
    client: httpx2.Client = open_proxy(server.url)[0]
    return client


@pytest.mark.parametrize(
    ("response", "found"),
    [
        (JSONResponse({}, 418), [("/response/status", "enum")]),
        (PlainTextResponse("[]"), [("/response/header/content-type", "enum")]),
        (Response(b"[]"), [("/response/header/content-type", "enum")]),
        (Response(b"{", media_type="application/json"), [("/response/body", "json")]),
        (Response(b"", media_type="application/json"), [("/response/body", "json")]),
        (JSONResponse([]), [("/response/body", "type")]),
        (
            JSONResponse(
                {"result": [{"id": "1", "odd": 1}, {"id": 2, "odd": 1}], "count": 2, "page": 1, "per_page": 9}
            ),
            [("/response/body/result/0/id", "type"), ("/response/body/result/0/odd", "additionalProperties")],
        ),
        (JSONResponse({"message": 7}, 401), [("/response/body/message", "type")]),
        (JSONResponse({"message": "Unauthorized"}, 401), []),
    ],
)
def test_an_invalid_response_is_found(proxy_to: OpenProxyTo, response: Response, found: list[Finding]) -> None:
    """The proxy checks status, content type, JSON, schema and fields of a response, and forwards it unchanged."""
    client = proxy_to(response)
    received = client.get("/managed_users")
    assert (received.status_code, received.content) == (response.status_code, response.body)
    reported = findings(received)
    assert [item for item in found if item not in reported] == []
    assert bool(reported) == bool(found)


@pytest.mark.parametrize(
    ("method", "path", "options", "found"),
    [
        ("GET", "/managed_users?page=x", {}, [("/query/page", "type")]),
        ("GET", "/managed_users?per_page=1000", {}, [("/query/per_page", "maximum")]),
        ("GET", "/managed_users?color=red&color=blue", {}, [("/query/color", "additionalProperties")]),
        ("GET", "/managed_users/", {}, [("/path", "trailingSlash")]),
        ("GET", "/managed_user", {}, [("/path", "exists")]),
        ("PATCH", "/managed_users", {}, [("/method", "enum")]),
        ("GET", "/managed_users/1/recipes/x", {}, [("/path/recipe_id", "type")]),
        ("GET", "/managed_users", {"headers": {"Authorization": "Basic x"}}, [("/header/authorization", "bearer")]),
        ("GET", "/managed_users", {"json": {}}, [("/body", "additionalProperties")]),
        ("POST", "/managed_users", {}, [("/body", "required")]),
        ("POST", "/managed_users", {"content": b"{"}, [("/header/content-type", "required"), ("/body", "json")]),
        ("POST", "/managed_users", {"json": {"name": 7}}, [("/body/name", "type")]),
        ("POST", "/managed_users", {"json": {**USER, "hue": 1}}, [("/body/hue", "additionalProperties")]),
        ("POST", "/managed_users/1/imports?folder_id=1", {}, [("/body", "required")]),
        ("POST", "/managed_users/1/imports?folder_id=1", {"json": []}, [("/header/content-type", "enum")]),
        ("GET", "/managed_users/1/lookup_tables/4101/lookup?by[a]=1", {}, []),
    ],
)
def test_an_invalid_request_is_found(
    proxy_to: OpenProxyTo, method: str, path: str, options: dict[str, Any], found: list[Finding]
) -> None:
    """An invalid request is forwarded, because only the API decides whether to accept it."""
    response = proxy_to(PlainTextResponse("the API's own", 299)).request(method, path, **options)
    assert (response.status_code, response.text) == (299, "the API's own")
    reported = [item for item in findings(response) if item != ("/response/status", "enum")]
    assert [item for item in found if item not in reported] == []
    assert bool(reported) == bool(found)


def test_findings_contain_no_values(proxy_to: OpenProxyTo) -> None:
    """Findings are written to files and logs, so they have no values of requests and responses."""
    client = proxy_to(JSONResponse({"result": "hidden-value", "count": ["hidden-value"], "page": 1, "per_page": 9}))
    response = client.get("/managed_users?page=hidden-value")
    assert len(findings(response)) >= 3
    assert "hidden-value" not in response.headers["X-Mock-Reason"]


def test_the_reasons_of_a_mock_are_kept(proxy_to_mock: httpx2.Client) -> None:
    """The reasons of the mock are listed together with the findings of the proxy, without duplicates."""
    response = proxy_to_mock.get("/managed_users/99999999?color=1&page=x")
    reported = findings(response)
    assert ("/path/managed_user_id", "exists") in reported
    assert ("/query/color", "additionalProperties") in reported
    assert len(reported) == len(set(reported))
    assert len(findings(proxy_to_mock.get("/managed_user"))) == 1


def test_strict_mode_rejects_invalid_requests(open_proxy: Any, unused_tcp_port: int) -> None:
    """In strict mode the proxy returns the documented error for an invalid request and does not call the API."""
    client, proxy = open_proxy(f"http://127.0.0.1:{unused_tcp_port}", strict=True)
    response = client.post("/managed_users?page=x&color=1", json={"name": 7, "hue": 1})
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert {("/body/name", "type"), ("/body/hue", "additionalProperties")} <= set(findings(response))
    assert client.get("/managed_users/").status_code == 404
    assert client.get("/managed_users", headers={"Authorization": ""}).status_code == 401
    assert client.put("/managed_users").status_code == 405
    assert client.post("/managed_users?color=1", json={**USER, "hue": 1}).status_code == 502
    statuses = [line["statuses"] for line in proxy.summary.as_json()["operations"]]
    assert statuses[0] == {"refused": 1, "failed": 1}


def test_the_summary_counts_by_operation(proxy_to: OpenProxyTo) -> None:
    """Findings are counted by pointer and keyword, once per exchange and for all items of a list together."""
    respond = {"result": [{"id": 1}, {"id": "x"}, {"id": "y"}], "count": 3, "page": 1, "per_page": 9}
    client = proxy_to(JSONResponse(respond))
    for path in ("/managed_users", "/managed_users?page=2", "/nothing/12", "/nothing/13"):
        client.get(path)
    where = f"{str(client.base_url).removesuffix('/api/')}/_mock/proxy"
    reported = httpx2.get(where).json()
    assert (reported["exchanges"], [line["exchanges"] for line in reported["operations"]]) == (4, [2, 2])
    first, second = reported["operations"]
    assert (first["operation_id"], first["method"], first["path"]) == ("list_managed_users", "GET", "/managed_users")
    assert first["statuses"] == {"200": 2}
    assert {"pointer": "/response/body/result/*/id", "keyword": "type", "count": 2} in first["findings"]
    assert (second["operation_id"], second["path"]) == (None, "/nothing/{}")
    assert httpx2.post(where).status_code == 405


def test_the_summary_has_a_maximum_size() -> None:
    """Findings and operations above a maximum number are only counted, and the summary can be printed as text."""
    summary = Summary("http://h/api")
    for number in range(1000):
        summary.note(("GET", f"/{number}", None), "404", [])
        summary.note(("GET", "/a", "a"), "200", [Reason(f"/body/x{number}", "type", "")])
    reported = summary.as_json()
    assert (reported["exchanges"], reported["findings"]) == (2000, 1000)
    assert len(reported["operations"]) <= 201
    lines = summary.as_text().split("\n")
    assert lines[0] == "2000 exchanges with http://h/api, 1000 findings"
    assert lines[1] == "GET /0: 404 1x (not in the document)"
    assert "  1x /body/x7 type" in lines
    assert "  800x others" in lines


def test_unknown_fields_are_found_at_any_depth() -> None:
    """References, lists and alternatives are followed, and schemas without properties allow any field."""
    schemas = {"Leaf": {"properties": {"a": {}}}, "Open": {"type": "object"}}
    unknown = UnknownFields({"components": {"schemas": schemas}})
    schema = {
        "properties": {
            "list": {"items": {"$ref": "#/components/schemas/Leaf"}},
            "either": {"anyOf": [{"$ref": "#/components/schemas/Leaf"}, {"properties": {"b": {}}}, {"type": "string"}]},
            "all": {"allOf": [{"$ref": "#/components/schemas/Leaf"}, {"properties": {"b": {}}}]},
            "open": {"$ref": "#/components/schemas/Open"},
            "map": {"properties": {"a": {}}, "additionalProperties": {"$ref": "#/components/schemas/Leaf"}},
            "closed": {"properties": {"a": {}}, "additionalProperties": False},
        }
    }
    value = {
        "list": [{"a": 1}, {"a": {"any": 1}, "x/y": 1}, {"x/y": 1}],
        "either": {"a": 1, "b": 1, "c": 1},
        "all": {"a": 1, "b": 1, "c": 1},
        "open": {"x": {"y": 1}},
        "map": {"a": 1, "b": {"a": 1, "c": 1}},
        "closed": {"x": 1},
        "more": 1,
    }
    found = ["/list/1/x~1y", "/either/c", "/all/c", "/map/b/c", "/closed/x", "/more"]
    assert unknown.find(schema, value, "") == found
    assert len(unknown.find({"properties": {"a": {}}}, {str(number): 1 for number in range(99)}, "")) == 20
