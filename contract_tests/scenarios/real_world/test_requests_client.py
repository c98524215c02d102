"""What our client does where real programs went wrong: empty ids, ids of requests, and the state of connections."""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Awaitable, Callable
from functools import reduce
from typing import Any, cast

import httpx2
import pytest
from workato_embedded import AsyncWorkatoEmbedded, NotFoundError, WorkatoEmbedded

from contract_tests.support.command_line import COMMANDS, run
from contract_tests.support.validator import operations

OPERATIONS = operations()
# Every parameter in a path: the operation, and the name.
PATH_PARAMETERS = [
    (operation_id, name)
    for operation_id, operation in OPERATIONS.items()
    for name in re.findall(r"{(\w+)}", operation["path"])
]


def method_of(client: Any, operation_id: str, *, raw: bool = False) -> Callable[..., Any]:
    """Return the method of a client for an operation."""
    declared = OPERATIONS[operation_id]["x-client"]
    resource: Any = reduce(getattr, declared["resource"].split("."), client)
    return cast("Callable[..., Any]", getattr(resource.with_raw_response if raw else resource, declared["method"]))


def arguments_of(method: Callable[..., Any], empty: str) -> dict[str, Any]:
    """Return values for the required arguments of a method: an empty one, and `7` for the others."""
    parameters = inspect.signature(method).parameters.values()
    required = [each.name for each in parameters if each.default is each.empty and each.kind is not each.VAR_KEYWORD]
    return {name: "" if name.rstrip("_") == empty else b"PK" if name == "package" else "7" for name in required}


def fail(_request: httpx2.Request) -> httpx2.Response:
    """Fail the test, because a request was sent."""
    pytest.fail("a request was sent")


@pytest.mark.parametrize(("operation_id", "name"), PATH_PARAMETERS)
def test_an_empty_path_argument_is_rejected(operation_id: str, name: str) -> None:
    """No client and no command sends an empty path argument: `DELETE /managed_users/7//` would delete the customer."""
    transport = httpx2.MockTransport(fail)
    client = WorkatoEmbedded("t", http_client=httpx2.Client(transport=transport))
    arguments = arguments_of(method_of(client, operation_id), name)
    assert "" in arguments.values()
    for raw in (False, True):
        with pytest.raises(ValueError, match=f"invalid {name}"):
            method_of(client, operation_id, raw=raw)(**arguments)

    async def call() -> None:
        asynchronous = AsyncWorkatoEmbedded("t", http_client=httpx2.AsyncClient(transport=transport))
        await cast("Awaitable[Any]", method_of(asynchronous, operation_id)(**arguments))

    with pytest.raises(ValueError, match=f"invalid {name}"):
        asyncio.run(call())


@pytest.mark.parametrize(("operation_id", "name"), PATH_PARAMETERS)
def test_the_command_rejects_an_empty_path_argument(operation_id: str, name: str) -> None:
    """The command exits with the code of usage errors for an empty path argument, and names the option."""
    words, command = COMMANDS[operation_id]
    options = [
        word
        for parameter in command.parameters
        if parameter.location == "path"
        for word in (parameter.option, "" if parameter.name == name else "7")
    ]
    result = run(*words, *options, "--base-url", "http://127.0.0.1:9/api", WORKATO_EMBEDDED_API_TOKEN="t")
    assert result.exit_code == 2, result.output


def test_an_error_shows_the_id_of_its_request(client: WorkatoEmbedded) -> None:
    """The request id that was sent, or one that the mock makes, is in both headers and in every error message."""
    with pytest.raises(NotFoundError, match=r"\(id import-42\)") as caught:
        client.managed_users.get("7", correlation_id="import-42")
    assert caught.value.request_id == "import-42"
    assert caught.value.response.headers["X-Request-Id"] == "import-42"
    response = client.managed_users.with_raw_response.get("512044")
    assert re.fullmatch("[0-9a-f]{32}", response.request_id or "")


def test_the_state_of_a_connection_is_shown(base_url: str, token: str, client: WorkatoEmbedded) -> None:
    """`authorization_status` and `authorization_error` are not masked in `repr`, tables and CSV."""
    made = client.connections.create("512044", provider="jira", name="Broken", input={"host": ""})
    assert (made.authorization_status, bool(made.authorization_error)) == ("failed", True)
    error = str(made.authorization_error)
    assert "authorization_status='failed'" in repr(made)
    assert error in repr(made)
    for output in ("table", "csv"):
        line = ["connections", "list", "--managed-user-id", "512044", "--base-url", base_url, "-o", output]
        columns = ["--columns", "name,authorization_status,authorization_error"]
        shown = run(*line, *columns, WORKATO_EMBEDDED_API_TOKEN=token).stdout
        (row,) = [each for each in shown.splitlines() if "Broken" in each]
        assert "failed" in row
        assert error[:20] in row
