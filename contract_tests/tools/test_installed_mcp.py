"""The MCP server works as installed from its wheel, in an environment without the mock, over both transports."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import ElicitResult

from contract_tests.support.distributions import Installed, dependencies, install
from contract_tests.support.processes import wait_for

OWN = {"workato-embedded", "workato-embedded-mock"}


@pytest.fixture(scope="module")
def installed(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The client with the extra `mcp`, and without the mock."""
    client = "workato-embedded"
    libraries = dependencies(f"{client}[mcp]").keys() - OWN
    return install(tmp_path_factory.mktemp("mcp"), [wheels[client]], libraries)


async def confirm(context: Any, params: Any) -> ElicitResult:  # noqa: ARG001 - the SDK's
    """Confirm a question about this machine."""
    assert "127.0.0.1" in params.message
    return ElicitResult(action="accept", content={"confirm": True})


async def use(client: Client) -> None:
    """Search, read and write with the tools of a server."""
    found = await client.call_tool("search_operations", {"query": "create customer"})
    assert found.structured_content["operations"][0]["operation_id"] == "create_managed_user"
    body = {"name": "Globex", "notification_email": "ops@example.com", "external_id": "globex"}
    created = await client.call_tool("call_write_operation", {"operation_id": "create_managed_user", "body": body})
    assert created.structured_content["status"] == 200
    path = {"managed_user_id": "Eglobex"}
    read = await client.call_tool("call_read_operation", {"operation_id": "get_managed_user", "path": path})
    assert read.structured_content["result"]["name"] == "Globex"


def environment(base_url: str, token: str) -> dict[str, str]:
    """Return the variables of the server, without those of this process that Python reads."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
    return {**kept, "WORKATO_EMBEDDED_BASE_URL": base_url, "WORKATO_EMBEDDED_API_TOKEN": token}


def test_a_program_starts_the_installed_server(installed: Installed, base_url: str, token: str) -> None:
    """A program starts the command of the wheel, and reads and writes through standard input and output."""
    program = "import workato_embedded_mock"
    assert installed.run("python", "-c", program).stderr.endswith("No module named 'workato_embedded_mock'\n")
    server = StdioServerParameters(
        command=str(installed.folder / "bin/workato-embedded"), args=["mcp"], env=environment(base_url, token)
    )

    async def connected() -> None:
        async with Client(stdio_client(server), elicitation_callback=confirm) as client:
            await use(client)

    asyncio.run(connected())


@pytest.mark.nightly
def test_the_installed_server_serves_http(installed: Installed, base_url: str, token: str) -> None:
    """The server of the wheel serves HTTP on this machine, and rejects pages of other origins and other host names."""
    with served(installed, environment(base_url, token)) as url:

        async def connected() -> None:
            async with Client(url, elicitation_callback=confirm) as client:
                await use(client)

        asyncio.run(connected())
        request: dict[str, Any] = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        accept = {"Accept": "application/json, text/event-stream"}
        foreign = httpx2.post(url, json=request, headers={**accept, "Origin": "https://example.com"})
        renamed = httpx2.post(url, json=request, headers={**accept, "Host": "example.com"})
        assert (foreign.status_code, renamed.status_code) == (403, 421)


@contextmanager
def served(installed: Installed, variables: dict[str, str]) -> Iterator[str]:
    """Serve HTTP in a process, and yield the URL when it is ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [str(installed.folder / "bin/workato-embedded"), "mcp", "--http", f"127.0.0.1:{port}"]
    with subprocess.Popen(words, env=variables, stderr=subprocess.DEVNULL, cwd=installed.folder) as process:
        try:
            wait_for(port, process)
            yield f"http://127.0.0.1:{port}/mcp"
        finally:
            process.terminate()
