"""What the guide of the command shows is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from workato_embedded._runtime.cli.exit_codes import EXIT_CODES

from contract_tests.client.command_line import run
from contract_tests.support.validator import ROOT

GUIDE = (ROOT / "docs/guides/command.md").read_text(encoding="utf-8")
BLOCKS = [
    [line for line in block.splitlines() if line.startswith("workato-embedded ")]
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
]
EXAMPLES = [block for block in BLOCKS if block]


@pytest.mark.parametrize("block", EXAMPLES, ids=lambda block: block[0].split(" --")[0])
def test_the_examples_work(
    block: list[str], base_url: str, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The calls of each example succeed against the mock, one after the other."""
    monkeypatch.chdir(tmp_path)
    for line in block:
        answer = run(*shlex.split(line)[1:], WORKATO_EMBEDDED_API_TOKEN=token, WORKATO_EMBEDDED_BASE_URL=base_url)
        assert answer.exit_code == 0, answer.output
        assert answer.stdout


def test_the_exit_codes_are_those_of_the_guide() -> None:
    """The table has each class of errors with its code."""
    told = re.findall(r"^\| (\d+) \| `(\w+)`", GUIDE, re.MULTILINE)
    assert {(int(code), name) for code, name in told} == {(code, kind.__name__) for kind, code in EXIT_CODES.items()}
    assert sum(len(block) for block in EXAMPLES) >= 11
