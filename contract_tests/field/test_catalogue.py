"""The catalogue of programs is complete, and the page about compatibility is written from it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from contract_tests.field.catalogue import Program, read_catalogue
from contract_tests.field.environments import LOCKS
from contract_tests.field.page import PAGE, page
from contract_tests.support.validator import ROOT

PROGRAMS = read_catalogue()


def test_the_page_is_up_to_date() -> None:
    """The committed page is the one that `make generate` writes."""
    assert (ROOT / PAGE).read_text("utf-8") == page(), "run `make generate`"


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_each_program_is_pinned(program: Program) -> None:
    """The file that a program names pins its version."""
    assert program.version[0].isdigit()


def test_a_program_without_a_pin_is_reported() -> None:
    """A program that its file does not pin is an error that names both."""
    for path in ("requirements.lock", "node/package.json"):
        program = Program("no-such-program", path, "", "", ())
        with pytest.raises(ValueError, match=rf"{path} does not pin no-such-program"):
            _ = program.version


def test_each_lock_belongs_to_a_program() -> None:
    """Each lock file of the field run belongs to a program of the catalogue."""
    pinned = {ROOT / program.pinned_in for program in PROGRAMS}
    assert set(LOCKS.glob("*.txt")) == {path for path in pinned if path.is_relative_to(LOCKS)}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_the_tests_of_the_catalogue_exist(program: Program) -> None:
    """Each test that the catalogue names is a function of the file."""
    for trial in program.trials:
        path, _, name = trial.test.partition("::")
        if path:
            assert not name or name in functions(ROOT / path)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_what_does_not_work_has_a_reason(program: Program) -> None:
    """Each trial that does not work says why."""
    assert [trial.what for trial in program.trials if not trial.works and not trial.why] == []


def test_the_tasks_of_the_catalogue_exist() -> None:
    """Each task that runs a program is in the Makefile."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for program in PROGRAMS:
        assert f"\n{program.tried_by.removeprefix('make ')}: " in makefile


def functions(path: Path) -> set[str]:
    """Return the names of the functions of a file."""
    return {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}
