"""Compile the TypeScript client in `node/other-client` and run it against a mock."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workato_embedded_mock import MockServer

from contract_tests.contracts.cases.packages import PACKAGE
from contract_tests.support.validator import ROOT

NODE = ROOT / "node"
CLIENT = "openapi-fetch"
_SCRIPT = NODE / "build/js/other-client/main.mjs"


@dataclass(frozen=True)
class Run:
    """The result of a run.

    Attributes:
        version: The version of the client's library.
        operations: The ids of the operations that succeeded, sorted.
        failures: The ids of the other operations, each with its status.
        round_trip: `ok`, or the error of the round trip.
    """

    version: str
    operations: list[str]
    failures: dict[str, str]
    round_trip: str


def missing() -> str | None:
    """Return what is missing to run the client, or None."""
    if shutil.which("npm") is None:
        return "Node with npm is not installed"
    if not (NODE / "node_modules" / CLIENT).is_dir():
        return f"{CLIENT} is not installed in node/; `make interop` installs it"
    return None


def run() -> Run:
    """Generate the types, compile the client, and let it call every operation.

    Raises:
        RuntimeError: The client does not compile or ended with an error; the message has its output.
    """
    _done(["npm", "run", "--silent", "other-client"])
    with tempfile.TemporaryDirectory() as folder, MockServer() as server:
        package = Path(folder, "package.zip")
        package.write_bytes(PACKAGE)
        output: dict[str, Any] = json.loads(_done(["node", str(_SCRIPT), server.url, str(package)]))
    responses = output["responses"]
    failures = {
        name: "refused" if response["refused"] else str(response["status"])
        for name, response in sorted(responses.items())
        if response["refused"] or response["status"] >= 300
    }
    version = json.loads((NODE / "node_modules" / CLIENT / "package.json").read_text("utf-8"))["version"]
    return Run(version, sorted(responses.keys() - failures.keys()), failures, output["round_trip"])


def _done(command: list[str]) -> str:
    done = subprocess.run(command, cwd=NODE, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"`{Path(command[0]).name}` ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout
