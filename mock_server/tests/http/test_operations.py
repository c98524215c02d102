"""Every operation of the document has a rule, and returns the documented 500 if the rule fails."""

from __future__ import annotations

import asyncio
import functools
import logging
import re
import uuid
from collections.abc import Iterator
from typing import Any, NoReturn

import httpx2
import pytest
from workato_embedded_mock import MockApp, Settings
from workato_embedded_mock.app import build_app
from workato_embedded_mock.openapi.document import load_document, operations_of
from workato_embedded_mock.rules.catalogue import all_rules
from workato_embedded_mock.rules.context import Rule

DOCUMENT = load_document()
OPERATIONS = {one["operationId"]: (path, method, one) for path, method, one in operations_of(DOCUMENT.content)}


def broken(rule: Rule) -> Rule:
    """Return a rule that takes the same arguments and always fails."""

    @functools.wraps(rule)
    def fail(*_: object, **__: object) -> NoReturn:
        raise RuntimeError("a bug of the mock")

    return fail


@pytest.fixture(scope="module")
def failing_app() -> Iterator[MockApp]:
    """Run an app whose rules all fail."""
    with build_app(Settings(), DOCUMENT, {name: broken(rule) for name, rule in all_rules().items()}) as app:
        yield app


def resolved(value: Any) -> Any:
    """Return the object that a reference of the document refers to."""
    while "$ref" in value:
        _, _, section, name = value["$ref"].split("/")
        value = DOCUMENT.content["components"][section][name]
    return value


def send_example(app: MockApp, operation_id: str) -> httpx2.Response:
    """Send the documented example of a request to an app in-process."""
    path, method, declared = OPERATIONS[operation_id]
    options: dict[str, Any] = {}
    for parameter in map(resolved, declared.get("parameters", ())):
        if parameter["in"] == "query" and parameter.get("required"):
            value, name = parameter["example"], parameter["name"]
            sent = {f"{name}[{key}]": one for key, one in value.items()} if isinstance(value, dict) else {name: value}
            options.setdefault("params", {}).update(sent)
    for kind, media in declared.get("requestBody", {}).get("content", {}).items():
        options |= {"json": media["example"]} if kind == "application/json" else {"content": b"PK"}

    async def send() -> httpx2.Response:
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://mock/api") as client:
            url = re.sub(r"{\w+}", "1", path)
            return await client.request(method, url, headers={"Authorization": "Bearer t"}, **options)

    return asyncio.run(send())


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_an_internal_error_is_the_documented_500(
    failing_app: MockApp, operation_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    """If a rule fails, every operation returns its documented 500, and the log has the incident id of the response."""
    with caplog.at_level(logging.ERROR):
        response = send_example(failing_app, operation_id)
    body = response.json()
    assert (response.status_code, body.keys(), body["message"]) == (500, {"message", "id"}, "Server error")
    assert str(uuid.UUID(body["id"])) == body["id"]
    assert body["id"] in caplog.text
    assert "500" in OPERATIONS[operation_id][2]["responses"]


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_every_operation_has_a_rule(operation_id: str) -> None:
    """No operation returns a mere example instead of running a rule."""
    assert operation_id in all_rules()
