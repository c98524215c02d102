"""Shows on a terminal how many of the customers are done. Needs rich, which the extra `cli` brings."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


def progress_bar(shown: bool = True) -> Progress:
    """Return a display on standard error, which shows nothing where that is no terminal, or when it is not to."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # Left alone, rich would lead standard output, which may be a file, to the terminal too.
    return Progress(*columns, console=console, disable=not (shown and console.is_terminal), redirect_stdout=False)
