"""The guide for users of requests shows two ways to the same result."""

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


def test_the_examples_work_and_have_the_same_result(
    base_url: str, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each example of the guide, in order, runs against the mock, and its assertions hold."""
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
