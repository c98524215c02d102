"""The guide for who comes from plain requests shows two ways to the same result."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from workato_embedded import WorkatoEmbedded

from contract_tests.support.validator import ROOT

GUIDE = (ROOT / "docs/guides/from-requests.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


def test_both_sides_of_each_example_agree(
    base_url: str, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From top to bottom, each example runs against the mock, and what it asserts holds."""
    assert len(SNIPPETS) == 17
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    names: dict[str, Any] = {"address": base_url, "token": token}
    try:
        for number, snippet in enumerate(SNIPPETS, 1):
            exec(compile(snippet, f"example {number}", "exec"), names)
    finally:
        client = names.get("client")
        if isinstance(client, WorkatoEmbedded):
            client.close()
