"""Tests of the commands as data."""

from __future__ import annotations

from workato_embedded._runtime.cli.commands import Command, CommandGroup

from ..samples import COUNTED, GET
from .samples import BREW, POUR

LIST = Command(COUNTED, "list", "List cars", "All.", "Inferred.")
READ = Command(GET, "get", "Get a car", "One.", "Inferred.")


def test_a_command_knows_whether_it_is_paged_and_has_a_body() -> None:
    """Lists are paged, operations with JSON have a body, and operations with a file have none."""
    assert (LIST.paged, READ.paged) == (COUNTED, None)
    assert (BREW.has_body, POUR.has_body, LIST.has_body) == (True, False, False)


def test_a_command_path_includes_its_parent_groups() -> None:
    """The names of parent resources precede the name of a command."""
    below = CommandGroup("cups", "Cups.", commands=(POUR,))
    group = CommandGroup("cars", "Cars.", commands=(LIST, READ), groups=(below,))
    assert [words for words, _ in group.all_commands()] == [("cars", "list"), ("cars", "get"), ("cars", "cups", "pour")]
