"""A progress bar on the terminal. Needs rich, which the extra `cli` installs."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


def progress_bar(shown: bool = True) -> Progress:
    """Return a progress bar on standard error. It is hidden if `shown` is false or standard error is not a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # By default, rich would also redirect standard output, which may be a file, to the terminal.
    return Progress(*columns, console=console, disable=not (shown and console.is_terminal), redirect_stdout=False)
