"""The samples of the published site send the documented example of their operation."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import io
import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
import workato_embedded
from workato_embedded import AsyncWorkatoEmbedded, WorkatoEmbedded

from contract_tests.support.command_line import run
from contract_tests.support.documented_calls import BASE_URL, OPERATIONS, DocumentedServer, arguments, method
from contract_tests.support.validator import ROOT, Validator
from generator.bundle import bundle
from generator.samples import samples

# A sample sends a request to a server, and gives it back.
Sender = Callable[[str, DocumentedServer], None]
_SERVER = "https://www.workato.com/api"


@pytest.fixture(scope="module")
def written() -> dict[str, dict[str, str]]:
    """Return the samples of all operations."""
    return samples(bundle(ROOT / "spec"))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in a folder with the file that samples upload, and with a token."""
    (tmp_path / "package.zip").write_bytes(b"PK")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKATO_EMBEDDED_API_TOKEN", "token")


def run_python(sample: str, server: DocumentedServer) -> None:
    """Run a sample for the synchronous client."""
    http = httpx2.Client(transport=httpx2.MockTransport(server))
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
        patch.setattr(workato_embedded, "WorkatoEmbedded", lambda: WorkatoEmbedded(base_url=BASE_URL, http_client=http))
        exec(compile(sample, "sample", "exec"), {})


def run_async_python(sample: str, server: DocumentedServer) -> None:
    """Run a sample for the asynchronous client."""
    tree = ast.parse(sample)
    # The last line runs `main` in an event loop of its own.
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(server))
        patch.setattr(
            workato_embedded, "AsyncWorkatoEmbedded", lambda: AsyncWorkatoEmbedded(base_url=BASE_URL, http_client=http)
        )
        assert ast.unparse(tree.body.pop()) == "asyncio.run(main())"
        exec(compile(tree, "sample", "exec"), names)
        asyncio.run(names["main"]())


def run_command(sample: str, server: DocumentedServer) -> None:
    """Run a sample for the command."""
    http = httpx2.Client(transport=httpx2.MockTransport(server))

    class Client(WorkatoEmbedded):
        def __init__(self, token: str, **options: Any) -> None:
            super().__init__(token, base_url=BASE_URL, http_client=http, **options)

    words = shell_words(sample)
    assert words.pop(0) == "workato-embedded"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workato_embedded._client.WorkatoEmbedded", Client)
        result = run(*words)
    assert result.exit_code == 0, result.output


def run_curl(sample: str, server: DocumentedServer) -> None:
    """Send the request of a sample for curl."""
    words = iter(shell_words(sample))
    assert next(words) == "curl"
    headers, content, verb, url = {}, b"", "GET", ""
    for word in words:
        if word == "--request":
            verb = next(words)
        elif word == "--header":
            name, _, value = next(words).partition(": ")
            headers[name] = value.replace("$WORKATO_EMBEDDED_API_TOKEN", "token")
        elif word == "--data":
            content = next(words).encode()
        elif word == "--data-binary":
            content = Path(next(words).removeprefix("@")).read_bytes()
        else:
            url = word.replace(_SERVER, BASE_URL, 1)
    server(httpx2.Request(verb, url, headers=headers, content=content))


def shell_words(command: str) -> list[str]:
    """Return the words of a command of several lines, as a shell reads it."""
    return shlex.split(command.replace("\\\n", ""))


SENDERS: dict[str, Sender] = {
    "curl": run_curl,
    "Python": run_python,
    "Python (async)": run_async_python,
    "Command": run_command,
}


@pytest.mark.parametrize("language", SENDERS)
def test_each_sample_sends_the_documented_example(written: dict[str, dict[str, str]], language: str) -> None:
    """The unchanged sample of each operation runs, and sends the same valid request as the client's method."""
    validator = Validator(BASE_URL)
    assert written.keys() == OPERATIONS.keys()
    for operation_id, operation in OPERATIONS.items():
        server = DocumentedServer(operation)
        SENDERS[language](written[operation_id][language], server)
        with httpx2.Client(transport=httpx2.MockTransport(server)) as http:
            method(WorkatoEmbedded("token", base_url=BASE_URL, http_client=http), operation)(**arguments(operation))
        of_sample, of_method = server.requests[0], server.requests[-1]
        validator.check_request(of_sample)
        assert described(of_sample) == described(of_method), operation_id


def described(request: httpx2.Request) -> tuple[str, str, dict[str, list[str]], str, Any]:
    """Return what a request means: method, path, query, authorization and body."""
    query = {name: request.url.params.get_list(name) for name in request.url.params}
    # A list without an end gets the page and its size from the client's method.
    wanted = {
        name: values for name, values in query.items() if name not in ("page", "per_page", "page[number]", "page[size]")
    }
    is_json = "json" in request.headers.get("content-type", "")
    body = json.loads(request.content) if is_json and request.content else request.content
    return request.method, request.url.path, wanted, request.headers["authorization"], body


def test_the_samples_for_typescript_name_each_path_and_body(written: dict[str, dict[str, str]]) -> None:
    """A sample for TypeScript calls the path of its operation with its method; `make docs` checks its types."""
    for operation_id, operation in OPERATIONS.items():
        assert f'client.{operation["method"]}("{operation["path"]}"' in written[operation_id]["TypeScript"]
