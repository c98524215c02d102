"""What the guide of the command shows is what happens."""

from __future__ import annotations

import re
import shlex

import pytest
from workato_embedded._runtime.cli.exits import EXIT_CODES

from contract_tests.command.words import run
from contract_tests.judge import ROOT

GUIDE = (ROOT / "docs/guides/command.md").read_text(encoding="utf-8")
LINES = [
    line
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("workato-embedded ")
]


@pytest.mark.parametrize("line", LINES)
def test_an_example_works(line: str, base_url: str, token: str) -> None:
    """Each call in the guide succeeds against the mock."""
    answer = run(*shlex.split(line)[1:], WORKATO_EMBEDDED_API_TOKEN=token, WORKATO_EMBEDDED_BASE_URL=base_url)
    assert answer.exit_code == 0, answer.output
    assert answer.stdout


def test_the_exit_codes_are_those_of_the_guide() -> None:
    """The table has each class of errors with its code."""
    told = re.findall(r"^\| (\d+) \| `(\w+)`", GUIDE, re.MULTILINE)
    assert {(int(code), name) for code, name in told} == {(code, kind.__name__) for kind, code in EXIT_CODES.items()}
    assert len(LINES) >= 7
