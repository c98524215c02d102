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


def test_the_first_steps_run_the_same_collection(folder: Path) -> None:
    """The guide to the first steps has the command that the guide to the files has, with the folder of the files."""
    first, command = (
        re.findall(r"^npx newman run (\S+) (.*) --env-var token=", (GUIDE.parent / name).read_text("utf-8"), re.MULTILINE)
        for name in ("first-steps.md", GUIDE.name)
    )
    ((path, options),), ((name, expected),) = first, command
    assert (path, options) == (f"dist/files/{name}", expected)
