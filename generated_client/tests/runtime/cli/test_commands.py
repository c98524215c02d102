"""What is known of commands can be asked without click."""

from __future__ import annotations

from workato_embedded._runtime.cli.commands import Command, CommandGroup

from ..samples import COUNTED, GET
from .samples import BREW, POUR

LIST = Command(COUNTED, "list", "List cars", "All.", "Inferred.")
READ = Command(GET, "get", "Get a car", "One.", "Inferred.")


def test_a_command_knows_its_kind() -> None:
    """Lists are paged; what takes JSON has a body, a file is none."""
    assert (LIST.paged, READ.paged) == (COUNTED, None)
    assert (BREW.has_body, POUR.has_body, LIST.has_body) == (True, False, False)


def test_every_command_has_the_words_that_call_it() -> None:
    """Resources below a resource stand before the name."""
    below = CommandGroup("cups", "Cups.", commands=(POUR,))
    group = CommandGroup("cars", "Cars.", commands=(LIST, READ), groups=(below,))
    assert [words for words, _ in group.all_commands()] == [("cars", "list"), ("cars", "get"), ("cars", "cups", "pour")]
