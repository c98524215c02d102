"""The app is built from document, rules, seed and store, and rejects any that do not match."""

from __future__ import annotations

import asyncio
import copy
import functools
import json
import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockApp, Settings, StartError, create_app
from workato_embedded_mock.app import build_app
from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.openapi.document import METHODS, Document, read_document
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.catalogue import all_rules
from workato_embedded_mock.rules.context import Context, Rule

SETTINGS = Settings()


def send_request(app: MockApp, method: str, path: str, **options: Any) -> httpx2.Response:
    """Send one request to an app in-process."""

    async def send() -> httpx2.Response:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://mock/api") as client:
            return await client.request(method, path, headers={"Authorization": "Bearer app"}, **options)

    return asyncio.run(send())


def changed(document: Document, change: Callable[[dict[str, Any]], object]) -> Document:
    """Return a copy of a document with a change."""
    content = copy.deepcopy(document.content)
    change(content)
    return Document(content, document.sha256, document.path)


def test_every_rule_has_an_operation(document: Document) -> None:
    """No rule remains when an operation is renamed or removed."""
    operations = {
        item[method]["operationId"]
        for item in document.content["paths"].values()
        for method in METHODS
        if method in item
    }
    assert all_rules().keys() <= operations


def test_an_operation_without_a_rule_returns_its_example(document: Document) -> None:
    """An operation without a rule returns its example with status 501, to authorized callers only."""
    rules = all_rules()
    del rules["get_member"]
    with build_app(SETTINGS, document, rules) as app:
        response = send_request(app, "GET", "/managed_users/512044/members/771203")
        assert (response.status_code, response.json()["name"]) == (501, "Sam Rivers")
        assert "get_member" in response.headers["X-Mock-Reason"]
        assert send_request(app, "GET", "/managed_users/512044/members").status_code == 200


def test_a_rule_without_an_operation_is_rejected(document: Document) -> None:
    """With a rule that no operation has, the app does not start, and the error names the rule."""
    with pytest.raises(StartError, match="has no operation invented_rule"):
        build_app(SETTINGS, document, {**all_rules(), "invented_rule": all_rules()["get_member"]})


def test_a_rule_with_wrong_arguments_is_rejected(document: Document) -> None:
    """A rule with wrong arguments is rejected, and the error has the expected arguments and those of the rule."""
    rules = all_rules()
    rules["get_member"] = rules["list_members"]
    with pytest.raises(StartError, match=r"get_member takes the arguments \['managed_user_id'\]"):
        build_app(SETTINGS, document, rules)


def test_a_document_with_another_security_scheme_is_rejected(document: Document) -> None:
    """The mock supports bearer tokens only."""

    def change(content: dict[str, Any]) -> None:
        content["paths"]["/managed_users"]["get"]["security"] = []

    with pytest.raises(StartError, match="list_managed_users does not accept bearer tokens"):
        build_app(SETTINGS, changed(document, change), all_rules())


def test_a_parameter_with_an_unsupported_type_is_rejected(document: Document) -> None:
    """With a parameter of an unsupported type the app does not start, and the error names the parameter."""

    def change(content: dict[str, Any]) -> None:
        parameters = content["paths"]["/managed_users/{managed_user_id}/connections"]["get"]["parameters"]
        parameters[0]["schema"] = {"type": "number"}

    with pytest.raises(StartError, match="cannot read the parameter provider, whose type is number"):
        build_app(SETTINGS, changed(document, change), all_rules())


def test_a_document_that_is_not_valid_is_rejected(document: Document) -> None:
    """An operation without an id, or an invalid OpenAPI document, is reported in one sentence."""
    nameless = changed(document, lambda content: content["paths"]["/managed_users"]["get"].pop("operationId"))
    with pytest.raises(StartError, match="no operationId for GET /managed_users"):
        build_app(SETTINGS, nameless, all_rules())
    broken = changed(document, lambda content: content.pop("info"))
    with pytest.raises(StartError, match=r"openapi\.json is not an OpenAPI document: .*info") as caught:
        build_app(SETTINGS, broken, all_rules())
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "cannot be read: No such file"),
        ("{", "does not parse: not JSON"),
        ("\xff", "does not parse"),
        ("[]", "is not an OpenAPI document"),
        ('{"openapi": "3.0.3"}', "is not an OpenAPI document"),
    ],
)
def test_a_file_that_is_not_a_document_is_rejected(tmp_path: Path, text: str | None, sentence: str) -> None:
    """A missing file, one that does not parse, or one without an OpenAPI document is reported with its path."""
    path = tmp_path / "openapi.json"
    if text is not None:
        path.write_text(text, encoding="latin-1")
    with pytest.raises(StartError, match=sentence) as caught:
        read_document(path)
    assert str(path) in str(caught.value)


def _fail(context: Context, managed_user_id: str, body: Json) -> Json:
    """Write, and then fail with an unexpected exception."""
    all_rules()["update_managed_user"](context, managed_user_id=managed_user_id, body=body)
    raise ZeroDivisionError


def _reject(context: Context, managed_user_id: str, body: Json) -> Json:
    """Write, and then reject the request."""
    all_rules()["update_managed_user"](context, managed_user_id=managed_user_id, body=body)
    raise bad_request("/body", "test", "rejected")


async def _reject_async(context: Context, managed_user_id: str, body: Json) -> Json:
    """Reject the request, in a coroutine function, which no rule may be."""
    return _reject(context, managed_user_id, body)


def test_a_coroutine_function_is_rejected_as_a_rule(document: Document) -> None:
    """A coroutine function is rejected as a rule: while it awaits, other requests would run inside its transaction."""
    with pytest.raises(StartError, match="update_managed_user is a coroutine function"):
        build_app(SETTINGS, document, {**all_rules(), "update_managed_user": _reject_async})


def test_an_internal_error_is_the_documented_500(document: Document, caplog: pytest.LogCaptureFixture) -> None:
    """If a rule fails, its writes are rolled back, and response and log have the same incident id."""
    with build_app(SETTINGS, document, {**all_rules(), "update_managed_user": _fail}) as app:
        response = send_request(app, "PUT", "/managed_users/512044", json={"name": "Changed"})
        assert (response.status_code, response.json().keys()) == (500, {"message", "id"})
        assert response.json()["message"] == "Server error"
        assert str(uuid.UUID(response.json()["id"])) in caplog.text
        assert send_request(app, "GET", "/managed_users/512044").json()["name"] == "Northwind Tools"


def test_all_rules_run_on_one_thread(document: Document) -> None:
    """Of 100 concurrent requests, half of them writing, all run on the thread of the event loop."""
    threads: list[int] = []

    def noting(rule: Rule) -> Rule:
        @functools.wraps(rule)
        def noted(*given: Any, **named: Any) -> Any:
            threads.append(threading.get_ident())
            return rule(*given, **named)

        return noted

    async def send(app: MockApp) -> list[int]:
        options: dict[str, Any] = {"base_url": "http://mock/api", "headers": {"Authorization": "Bearer t"}}
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), **options) as client:
            calls = [client.get("/managed_users/512044") for _ in range(50)]
            calls += [client.put("/managed_users/512044", json={"name": f"Name {number}"}) for number in range(50)]
            return [response.status_code for response in await asyncio.gather(*calls)]

    with build_app(SETTINGS, document, {name: noting(rule) for name, rule in all_rules().items()}) as app:
        assert asyncio.run(send(app)) == [200] * 100
    assert threads == [threading.get_ident()] * 100


@pytest.mark.parametrize("name", ["sqlite://", "sqlite:///{}/mock.db"])
@pytest.mark.parametrize("served", [False, True])
def test_only_a_server_lets_rules_wait_in_threads(
    document: Document, tmp_path: Path, run_app: Callable[[MockApp], str], name: str, *, served: bool
) -> None:
    """Rules run in threads of their own only under a server, and if they may wait for the database."""
    threads: set[str] = set()

    def list_managed_users(*given: Any, **named: Any) -> Any:
        threads.add(threading.current_thread().name)
        return all_rules()["list_managed_users"](*given, **named)

    functools.update_wrapper(list_managed_users, all_rules()["list_managed_users"])
    database = name.format(tmp_path)
    rules = {**all_rules(), "list_managed_users": list_managed_users}
    with build_app(replace(SETTINGS, database=database), document, rules) as app:
        if served:
            url, headers = f"{run_app(app)}/api/managed_users", {"Authorization": "Bearer t"}
            assert httpx2.get(url, headers=headers, timeout=60).status_code == 200
        else:
            assert send_request(app, "GET", "/managed_users").status_code == 200
    (thread,) = threads
    assert (thread == threading.current_thread().name) is not served
    assert thread.startswith("workato-mock-") is (served and "mock.db" in database)


def test_an_error_response_rolls_back_what_the_rule_wrote(document: Document) -> None:
    """A request that gets an error response changes nothing."""
    with build_app(SETTINGS, document, {**all_rules(), "update_managed_user": _reject}) as app:
        assert send_request(app, "PUT", "/managed_users/512044", json={"name": "Changed"}).status_code == 400
        assert send_request(app, "GET", "/managed_users/512044").json()["name"] == "Northwind Tools"


def test_a_closed_app_returns_500_and_its_control_plane_503() -> None:
    """A closed app does not continue with an empty store."""
    app = create_app()
    app.close()
    app.close()
    assert send_request(app, "GET", "/managed_users").status_code == 500
    assert send_request(app, "GET", "http://mock/_mock/ready").status_code == 503


def test_the_lifespan_shutdown_closes_the_store() -> None:
    """The shutdown event of an ASGI server closes the store."""
    app = create_app()
    messages = iter(["lifespan.startup", "lifespan.shutdown"])
    sent = []

    async def receive() -> dict[str, Any]:
        return {"type": next(messages)}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    asyncio.run(app({"type": "lifespan"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert send_request(app, "GET", "http://mock/_mock/ready").status_code == 503


def test_a_client_that_disconnects_early_is_ignored(caplog: pytest.LogCaptureFixture) -> None:
    """If a client disconnects while it sends its request, nothing is returned, logged or written."""
    messages = iter(
        [
            {"type": "http.request", "body": b'{"name": "New", ', "more_body": True},
            {"type": "http.disconnect"},
        ]
    )
    sent: list[Any] = []
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/managed_users",
        "raw_path": b"/api/managed_users",
        "query_string": b"",
        "headers": [(b"authorization", b"Bearer app")],
    }

    async def receive() -> Any:
        return next(messages)

    async def send(message: Any) -> None:
        sent.append(message)

    with create_app() as app:
        asyncio.run(app(scope, receive, send))
        assert json.loads(send_request(app, "GET", "/managed_users").text)["count"] == 2
    assert sent == []
    assert caplog.records == []
