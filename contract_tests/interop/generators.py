"""Runs OpenAPI Generator and the compilers of what it writes, from an environment with its own lock."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

from contract_tests.field.environments import environment
from contract_tests.support.node import NODE
from contract_tests.support.validator import ROOT

LANGUAGES: Final = ("csharp", "go", "java", "ruby", "typescript-fetch")

_DOCUMENT: Final = ROOT / "spec/dist/openapi.yaml"
_LOCKS: Final = Path(__file__).with_name("locks")
# The compiler of Go, and the generated code, need nothing from the network.
_OFFLINE: Final = {"GOPROXY": "off", "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=mod"}


def generate(language: str, folder: Path) -> str:
    """Write a client into a folder, and return what the generator printed."""
    program = environment("openapi-generator", _LOCKS) / "openapi-generator-cli"
    command = [str(program), "generate", "-g", language, "-i", str(_DOCUMENT), "-o", str(folder)]
    # Compiling less makes a short run faster.
    return run(command, folder.parent, {"JAVA_OPTS": "-XX:TieredStopAtLevel=1"})


def build_go(folder: Path) -> None:
    """Compile a client in Go. It imports only Go's standard library; the tests that come with it need other modules."""
    program = environment("openapi-generator", _LOCKS) / "go"
    caches = {"GOCACHE": str(folder.parent / "cache"), "GOPATH": str(folder.parent / "path")}
    run([str(program), "build", "./..."], folder, {**_OFFLINE, **caches})


def check_typescript(folder: Path) -> None:
    """Check the types of a client in TypeScript."""
    compiler = NODE / "node_modules/typescript/bin/tsc"
    options = ["--strict", "--noEmit", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"]
    run(["node", str(compiler), *options, "index.ts"], folder, {})


def run(command: list[str], folder: Path, variables: dict[str, str]) -> str:
    """Run a command in a folder and return its output.

    Raises:
        AssertionError: The command failed; the message has its output.
    """
    environ = {**os.environ, **variables}
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    output = done.stdout + done.stderr
    assert done.returncode == 0, f"`{' '.join(command)}` ended with {done.returncode}:\n{output}"
    return output
