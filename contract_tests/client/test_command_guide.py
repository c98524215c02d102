"""The examples in the guide of the command work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from workato_embedded._runtime.cli.exit_codes import EXIT_CODES
from workato_embedded.embedding import generate_key

from contract_tests.support.command_line import run
from contract_tests.support.validator import ROOT

GUIDE = (ROOT / "docs/guides/command.md").read_text(encoding="utf-8")
BLOCKS = [
    [line for line in block.splitlines() if line.startswith("workato-embedded ")]
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
]
KEY = generate_key().private_key
# `test_profiles.py` runs the examples of profiles.
EXAMPLES = [block for block in BLOCKS if block and " login " not in block[0]]


@pytest.mark.parametrize("block", EXAMPLES, ids=lambda block: block[0].split(" --")[0])
def test_the_examples_work(
    block: list[str], base_url: str, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commands of each example succeed in order against the mock."""
    monkeypatch.chdir(tmp_path)
    values = {"API_TOKEN": token, "BASE_URL": base_url, "SIGNING_KEY": KEY, "VENDOR_ID": "vnd1"}
    environment = {f"WORKATO_EMBEDDED_{name}": value for name, value in values.items()}
    for line in block:
        result = run(*shlex.split(line)[1:], **environment)
        assert result.exit_code == 0, result.output
        assert result.stdout


def test_the_guide_lists_all_exit_codes() -> None:
    """The table of the guide has each exception with its exit code."""
    listed = re.findall(r"^\| (\d+) \| `(\w+)`", GUIDE, re.MULTILINE)
    assert {(int(code), name) for code, name in listed} == {(code, kind.__name__) for kind, code in EXIT_CODES.items()}
    assert sum(len(block) for block in EXAMPLES) >= 11
