"""The validating proxy agrees with the judge: what is allowed and documented is no finding."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from contract_tests.contracts.cases import CASES
from contract_tests.support.recorder import Recorder, without_times

PROXY = [sys.executable, "-W", "error", "-m", "workato_embedded_mock", "proxy", "--port", "0"]


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """The file into which the proxy writes."""
    return tmp_path / "recording.har"


@pytest.fixture
def proxy_url(base_url: str, recording: Path) -> Iterator[str]:
    """The address of a proxy before the mock server, as a process of its own."""
    # The program may lie in a checkout that only this process knows.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [*PROXY, "--to", base_url, "--record", str(recording)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def test_sound_calls_have_no_findings(proxy_url: str, base_url: str, recording: Path) -> None:
    """Every operation, called through the proxy, gives the result that it gives without; the file has no token."""
    tokens = []
    for operation_id, case in CASES.items():
        through, straight = (hashlib.sha256(f"{operation_id} {way}".encode()).hexdigest() for way in ("proxy", "mock"))
        result = Recorder(proxy_url, through).prepare(case.first).sync(case.call)
        other = Recorder(base_url, straight).prepare(case.first).sync(case.call)
        assert without_times(result) == without_times(other)
        tokens.append(through)
    summary = httpx.get(f"{proxy_url.removesuffix('/api')}/_mock/proxy").json()
    assert {operation["operation_id"] for operation in summary["operations"]} == CASES.keys()
    assert [operation for operation in summary["operations"] if operation["findings"]] == []
    text = recording.read_text("utf-8")
    assert len(json.loads(text)["log"]["entries"]) == summary["exchanges"]
    assert [token for token in tokens if token in text] == []
