"""The guide to importing packages of the platform works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from workato_embedded_mock import MockServer

from contract_tests.support.validator import ROOT

GUIDE = ROOT / "docs/guides/import-from-workato.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_the_blocks_of_the_guide_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks run in order: the server with its options, the environment, and then the Python code."""
    (_, start), (_, export), *others = BLOCKS
    assert start == "workato-mock serve --transitions immediate\n"
    command, *settings = shlex.split(export)
    assert command == "export"
    monkeypatch.chdir(tmp_path)
    with MockServer(transitions="immediate") as server:
        for name, _, value in (setting.partition("=") for setting in settings):
            # The port in the guide may be in use.
            monkeypatch.setenv(name, value.replace("http://127.0.0.1:8765", server.root_url))
        names: dict[str, Any] = {}
        for number, (kind, text) in enumerate(others):
            assert kind == "python"
            exec(compile(text, f"import-from-workato-{number}", "exec"), names)
    assert {path.name for path in tmp_path.iterdir()} == {"project.zip", "exported.zip", "imported.zip"}
