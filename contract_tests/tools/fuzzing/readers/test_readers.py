"""What reads files of others returns a result or one clear error, whatever the file contains."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract_tests.support.validator import ROOT
from contract_tests.tools.fuzzing.readers.targets import targets

TARGETS = targets()
SHORT = settings(max_examples=60, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", list(TARGETS))
@SHORT
@given(data=st.data())
def test_damaged_files_are_read_or_rejected(name: str, data: st.DataObject) -> None:
    """Damaged packages, pages and recordings give a result or the error of their reader."""
    TARGETS[name].read(data.draw(TARGETS[name].inputs))


@pytest.mark.nightly
@pytest.mark.parametrize("name", list(TARGETS))
def test_very_many_damaged_files_need_bounded_memory(name: str) -> None:
    """Thousands of damaged files are read or rejected by a process that may have 1 GiB of memory."""
    command = [sys.executable, "-m", "contract_tests.tools.fuzzing.readers", name, "10000", "1024"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-4000:]
