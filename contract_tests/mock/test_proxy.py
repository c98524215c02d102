"""The validating proxy reports no findings for calls that the document allows."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from contract_tests.contracts.cases import CASES
from contract_tests.support.recorder import Recorder, without_times

PROXY = [sys.executable, "-W", "error", "-m", "workato_embedded_mock", "proxy", "--port", "0"]


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Return the path of the file that the proxy writes."""
    return tmp_path / "recording.har"


@pytest.fixture
def proxy_url(base_url: str, recording: Path) -> Iterator[str]:
    """Run a proxy to the mock server as a process, and yield its base URL."""
    # The package may be on the path of this process only.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [*PROXY, "--to", base_url, "--record", str(recording)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def test_valid_calls_have_no_findings(proxy_url: str, base_url: str, recording: Path) -> None:
    """Each operation returns the same result through the proxy as directly, and the recording contains no token."""
    tokens = []
    for operation_id, case in CASES.items():
        through, direct = (hashlib.sha256(f"{operation_id} {way}".encode()).hexdigest() for way in ("proxy", "mock"))
        result = Recorder(proxy_url, through).prepare(case.first).sync(case.call)
        other = Recorder(base_url, direct).prepare(case.first).sync(case.call)
        assert without_times(result) == without_times(other)
        tokens.append(through)
    summary = httpx2.get(f"{proxy_url.removesuffix('/api')}/_mock/proxy").json()
    assert {operation["operation_id"] for operation in summary["operations"]} == CASES.keys()
    assert [operation for operation in summary["operations"] if operation["findings"]] == []
    text = recording.read_text("utf-8")
    assert len(json.loads(text)["log"]["entries"]) == summary["exchanges"]
    assert [token for token in tokens if token in text] == []
