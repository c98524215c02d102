"""The guide to the files for other teams is correct."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jsonschema import ValidationError

from contract_tests.dist.conftest import GUIDE


def test_the_example_of_the_guide_checks_an_object(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program of the guide accepts its object, and rejects one of another type."""
    (program,) = re.findall(r"^```python\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(folder)
    exec(compile(program, "guide", "exec"), {})
    with pytest.raises(ValidationError, match="is not of type 'string'"):
        exec(compile(program.replace('"Finance"', "7"), "guide", "exec"), {})


def test_the_guide_names_only_files_that_exist(folder: Path) -> None:
    """Each file that the guide names is one of the files."""
    named = set(re.findall(r"`([\w.-]+\.(?:json|yaml|txt|zip))`", GUIDE.read_text("utf-8")))
    assert len(named) > 7
    assert named <= {path.name for path in folder.iterdir()}
