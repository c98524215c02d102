"""Each operation is a command that sends the same request as the client's method."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest
from workato_embedded import WorkatoEmbedded, cli
from workato_embedded._operations.index import ALL
from workato_embedded._runtime.cli.tables import FIRST
from workato_embedded._runtime.cli.writes import IRREVERSIBLE, READS, is_irreversible

from contract_tests.support.command_line import COMMANDS, run, words_of
from contract_tests.support.documented_calls import OPERATIONS, DocumentedServer, arguments, method

BASE_URL = "http://127.0.0.1:1/api"


def test_each_operation_is_one_command() -> None:
    """There is one command for each operation, named as the client's method."""
    assert COMMANDS.keys() == {operation.id for operation in ALL}
    for operation_id, (words, command) in COMMANDS.items():
        client = OPERATIONS[operation_id]["x-client"]
        assert ".".join(words) == f"{client['resource']}.{client['method']}"
        assert command.operation.id == operation_id


def test_options_of_parameters_and_of_the_command_differ() -> None:
    """No parameter of the API has an option with the name of one of the command's own options."""
    own = {"--all", "--output", "--columns", "--show-secrets", "--data-center", "--base-url", "--timeout", "--body"}
    own |= {"--max-response-size", "--max-download-size", "--total-timeout"}
    own |= {"--customer", "--envelope", "--jq", "--yes", "--since", "--poll"}
    assert not own & {parameter.option for _, command in COMMANDS.values() for parameter in command.parameters}
    for operation_id, (_, command) in COMMANDS.items():
        options = [parameter.option for parameter in command.parameters]
        assert len(options) == len(set(options)), operation_id


def test_each_deprecated_command_names_the_command_of_the_successor() -> None:
    """The command of a deprecated operation has the date and the successor of the document, and no other has."""
    for operation_id, (_, command) in COMMANDS.items():
        operation = OPERATIONS[operation_id]
        until = operation.get("x-until")
        assert (command.deprecation is not None) is operation.get("deprecated", False), operation_id
        if command.deprecation:
            assert command.deprecation.status == (f"retired since {until}" if until else "deprecated")
            successor, _ = COMMANDS.get(operation.get("x-replaced-by", ""), ((), None))
            assert command.deprecation.successor == successor, operation_id


def body_of(request: httpx2.Request) -> Any:
    """Return the body of a request as JSON values, or as bytes if it is not JSON."""
    return json.loads(request.content) if "json" in request.headers.get("content-type", "") else request.content


@pytest.mark.parametrize("operation_id", COMMANDS)
def test_the_help_of_each_command_is_complete(operation_id: str) -> None:
    """The help of a command has its summary, its confidence, its request and each parameter."""
    words, command = COMMANDS[operation_id]
    result = run(*words, "--help")
    assert result.exit_code == 0
    text = " ".join(result.output.split())
    assert f"{command.summary}." in text
    assert command.provenance in text
    # A path that is longer than a line is broken.
    assert f"{command.operation.method}{command.operation.path}." in text.replace(" ", "")
    assert all(f"{parameter.option} " in text or f"{parameter.option}/" in text for parameter in command.parameters)


def use(server: DocumentedServer, monkeypatch: pytest.MonkeyPatch) -> type[WorkatoEmbedded]:
    """Make the command send to a server, and return the class of its client."""
    http = httpx2.Client(transport=httpx2.MockTransport(server))

    class Client(WorkatoEmbedded):
        def __init__(self, token: str, **options: Any) -> None:
            super().__init__(token, base_url=BASE_URL, http_client=http, **options)

    monkeypatch.setattr("workato_embedded._client.WorkatoEmbedded", Client)
    return Client


def given(operation: dict[str, Any]) -> dict[str, Any]:
    """Return the documented arguments of an operation by their names in the API."""
    return {name.removesuffix("_"): value for name, value in arguments(operation).items()}


@pytest.mark.parametrize("operation_id", [name for name, (_, command) in COMMANDS.items() if command.paged])
def test_json_of_each_list_is_an_array(operation_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list is a JSON array, and the customer and the ids of a command can be given in the short form."""
    operation = OPERATIONS[operation_id]
    server = DocumentedServer(operation)
    use(server, monkeypatch)
    words, command = COMMANDS[operation_id]
    path = [parameter.name for parameter in command.parameters if parameter.location == "path"]
    others = {name: value for name, value in given(operation).items() if name not in path}
    result = run(
        *words_of(operation_id, others, tmp_path),
        *(word for name in path[:1] for word in ("-m", str(given(operation)[name]))),
        *(str(given(operation)[name]) for name in path[1:]),
        *("-o", "json"),
        WORKATO_EMBEDDED_API_TOKEN="token",
    )
    assert result.exit_code == 0, result.output
    assert isinstance(json.loads(result.stdout), list), words
    assert len(server.requests) == 1


@pytest.mark.parametrize("operation_id", COMMANDS)
def test_each_command_sends_the_request_of_the_method(
    operation_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The documented example as options gives the same request, and `--envelope` prints the unchanged response."""
    operation = OPERATIONS[operation_id]
    server = DocumentedServer(operation)
    client = use(server, monkeypatch)
    result = run(*words_of(operation_id, given(operation), tmp_path), "--envelope", WORKATO_EMBEDDED_API_TOKEN="token")
    assert result.exit_code == 0, result.output
    method(client("token"), operation)(**arguments(operation))
    of_command, of_method = server.requests
    assert (of_command.method, of_command.url, body_of(of_command)) == (
        of_method.method,
        of_method.url,
        body_of(of_method),
    )
    assert {**of_command.headers, "content-length": ""} == {**of_method.headers, "content-length": ""}
    received = server.responses[0]
    assert json.loads(result.stdout or "null") == (received.json() if received.content else None)


def test_each_preferred_column_is_a_property_of_a_list() -> None:
    """What tables show first is documented: each name is a property of the entries of a list."""
    document = json.dumps([OPERATIONS[name] for name, (_, command) in COMMANDS.items() if command.paged])
    assert all(f'"{column}": ' in document for column in FIRST)


def test_the_operations_that_ask_and_that_only_read_exist() -> None:
    """Operations that ask for confirmation exist, and the document says of each other one that it can be undone."""
    assert COMMANDS.keys() >= IRREVERSIBLE | READS
    for operation_id, (_, command) in COMMANDS.items():
        if "cannot be undone" in command.description or command.summary.startswith("Delete"):
            assert is_irreversible(command), operation_id
        if "This is a read" in command.description:
            assert operation_id in READS


def test_the_list_of_resources_matches_the_resources() -> None:
    """The names and texts in the list of resources are those of the resources, which the list does not load."""
    for name, text in cli.RESOURCES.items():
        group = cli.load(name)
        assert (group.name, group.help) == (name, text)
