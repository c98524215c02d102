"""Every operation is a command, and the command sends what the client's method sends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from workato_embedded import WorkatoEmbedded, cli
from workato_embedded._operations.index import ALL

from contract_tests.client.command_line import COMMANDS, run, words_of
from contract_tests.client.test_every_operation import OPERATIONS, Documented, arguments, method

BASE_URL = "http://127.0.0.1:1/api"


def test_each_operation_is_one_command() -> None:
    """As many commands as operations, under the names that the client has."""
    assert COMMANDS.keys() == {operation.id for operation in ALL}
    for operation_id, (words, command) in COMMANDS.items():
        client = OPERATIONS[operation_id]["x-client"]
        assert ".".join(words) == f"{client['resource']}.{client['method']}"
        assert command.operation.id == operation_id


def test_no_parameter_is_called_as_an_option_of_the_command() -> None:
    """What the API names and what the command names can always both be written."""
    own = {"--all", "--output", "--columns", "--show-secrets", "--data-center", "--base-url", "--timeout", "--body"}
    assert not own & {parameter.option for _, command in COMMANDS.values() for parameter in command.parameters}
    for operation_id, (_, command) in COMMANDS.items():
        options = [parameter.option for parameter in command.parameters]
        assert len(options) == len(set(options)), operation_id


def body_of(request: httpx.Request) -> Any:
    """Return what a request carries: its JSON, in which the order of fields says nothing, or its bytes."""
    return json.loads(request.content) if "json" in request.headers.get("content-type", "") else request.content


@pytest.mark.parametrize("operation_id", COMMANDS)
def test_each_command_explains_itself(operation_id: str) -> None:
    """Its help has the spec's words, how well the operation is known, and each parameter."""
    words, command = COMMANDS[operation_id]
    result = run(*words, "--help")
    assert result.exit_code == 0
    text = " ".join(result.output.split())
    assert f"{command.summary}." in text
    assert command.evidence in text
    assert f"{command.operation.method} {command.operation.path}." in text
    assert all(f"{parameter.option} " in text or f"{parameter.option}/" in text for parameter in command.parameters)


@pytest.mark.parametrize("operation_id", COMMANDS)
def test_each_command_sends_what_the_method_sends(
    operation_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The documented example, written as flags, becomes the same request; JSON is the documented answer as it came."""
    operation = OPERATIONS[operation_id]
    answers = Documented(operation)
    http = httpx.Client(transport=httpx.MockTransport(answers))

    class Client(WorkatoEmbedded):
        def __init__(self, token: str, **options: Any) -> None:
            super().__init__(token, base_url=BASE_URL, http_client=http, **options)

    monkeypatch.setattr("workato_embedded._client.WorkatoEmbedded", Client)
    given = {name.removesuffix("_"): value for name, value in arguments(operation).items()}
    result = run(*words_of(operation_id, given, tmp_path), "-o", "json", WORKATO_EMBEDDED_API_TOKEN="token")
    assert result.exit_code == 0, result.output
    method(Client("token"), operation)(**arguments(operation))
    ours, theirs = answers.requests
    assert (ours.method, ours.url, body_of(ours)) == (theirs.method, theirs.url, body_of(theirs))
    assert {**ours.headers, "content-length": ""} == {**theirs.headers, "content-length": ""}
    assert json.loads(result.stdout) == answers.responses[0].json()


def test_the_resources_are_those_of_the_spec() -> None:
    """The list that the command shows without loading them says what each of them says."""
    for name, text in cli.RESOURCES.items():
        room = cli.load(name)
        assert (room.name, room.help) == (name, text)
