"""Tests of the command `client`, which writes the client of an earlier edition."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main


def run(folder: Path, day: str) -> Result:
    """Write the client of a day into a folder."""
    return CliRunner().invoke(main, ["client", str(folder), "--as-of", day])


@pytest.mark.slow
def test_the_client_of_the_first_edition_passes_its_typing_tests(tmp_path: Path) -> None:
    """The package of the first edition works on its own, lacks younger resources, and fits its typing tests."""
    result = run(tmp_path / "made", "2023-12-24")
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'made'}/ has typing_tests, workato_embedded\n")
    assert result.stderr == "edition 2023-11-20: The index of 20 November 2023\n"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "made"), "MYPYPATH": str(tmp_path / "made")}
    program = (
        "import json, workato_embedded as w; client = w.WorkatoEmbedded('token');"
        "document = json.loads(w.spec_path().read_bytes());"
        "print(w.SPEC_VERSION, document['info']['version'], hasattr(client, 'roles'), hasattr(client, 'tags'))"
    )
    options = ["--strict", "--config-file=", "--no-incremental", "--no-error-summary"]
    for command, printed in (
        (["-c", program], "2023.11.20 2023.11.20 True False\n"),
        (["-m", "mypy", *options, "typing_tests/every_method.py"], ""),
    ):
        done = subprocess.run(
            [sys.executable, *command],
            cwd=tmp_path / "made",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, printed), done.stderr


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    """A folder that is not empty is an error, and nothing is written."""
    (tmp_path / "notes.txt").write_text("kept", encoding="utf-8")
    result = run(tmp_path, "2024-01-01")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(f"{tmp_path} is not empty; choose another folder\n")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_day_before_the_first_edition_is_an_error(tmp_path: Path) -> None:
    """A day before the first edition is an error, and nothing is written."""
    result = run(tmp_path / "made", "2020-01-01")
    assert (result.exit_code, result.stderr) == (
        2,
        "no edition is known for 2020-01-01: expected a day from 2023-11-20 on\n",
    )
    assert not (tmp_path / "made").exists()
