"""The guide to the proxy is correct."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner
from workato_embedded_mock import MockServer
from workato_embedded_mock.cli import main

GUIDE = (Path(__file__).parents[3] / "docs/guides/validating-proxy.md").read_text("utf-8")
API = "https://www.workato.com"
PROXY = "http://127.0.0.1:8766"


def blocks(kind: str) -> list[str]:
    """Return the code blocks of one kind in the guide."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_guide_work(server: MockServer, tmp_path: Path, unused_tcp_port: int) -> None:
    """The command and the requests of the guide have the documented output, with a mock instead of the API."""
    (command,), (calls,), (ready, output) = blocks("sh"), blocks("python"), blocks("text")
    here = f"http://127.0.0.1:{unused_tcp_port}"
    words = shlex.split(command.replace(API, server.root_url).replace("8766", str(unused_tcp_port)))
    assert words[:2] == ["workato-mock", "proxy"]
    with subprocess.Popen(
        [sys.executable, "-m", "workato_embedded_mock", *words[1:]], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == ready.replace(PROXY, here)
            exec(compile(calls.replace(PROXY, here), "guide", "exec"), {})
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.stdout.read() == output.replace(API, server.root_url)
    assert "YOUR_TOKEN" not in (tmp_path / "traffic.har").read_text("utf-8")


def test_the_guide_documents_every_option() -> None:
    """The guide lists each option with its environment variable, and no others."""
    output = CliRunner().invoke(main, ["proxy", "--help"]).stdout
    for pattern in (r"--[a-z]+(?:-[a-z]+)*", r"WORKATO_MOCK_[A-Z_]+"):
        named = {name for line in GUIDE.splitlines() if line.startswith("|") for name in re.findall(pattern, line)}
        offered = set(re.findall(pattern, output)) - {"--help"}
        assert {name for name in named if set(name) != {"-"}} == offered
