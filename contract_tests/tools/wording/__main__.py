"""Checks the wording of the project: `python -m contract_tests.tools.wording check [PATH...]`."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from contract_tests.tools.wording.passages import Passage, passages
from contract_tests.tools.wording.phrases import read_phrases

ROOT: Final = Path(__file__).parents[3]

# The phrase list names the phrases, and its tests use them.
_OWN: Final = "contract_tests/tools/wording/"

# Records of releases never change.
_UNREAD: Final = (_OWN, "releases/")


@click.group()
def cli() -> None:
    """Check the wording of docstrings, comments, help texts, error messages, names and documents."""


@cli.command()
@click.argument("paths", nargs=-1)
def check(paths: Sequence[str]) -> None:
    """Print each banned phrase below PATHS and what to write instead; the exit code is 1 if there are any.

    Without PATHS, the whole repository is checked.
    """
    phrases = read_phrases()
    found = {
        (path, line, f"{passage.kind}: {phrase!r} -> {say}")
        for path, passage in _all_passages(paths)
        for line, phrase, say in phrases.findings(path, passage)
    }
    for path, line, text in sorted(found):
        click.echo(f"{path}:{line}: {text}")
    if found:
        click.echo(f"{len(found)} phrases to replace; the list is {_OWN}phrases.yaml", err=True)
        sys.exit(1)


@cli.command()
@click.option("--seed", default=1, show_default=True, help="The same seed prints the same sample.")
@click.option("--count", default=10, show_default=True, help="How many of each kind to print.")
@click.argument("paths", nargs=-1)
def sample(seed: int, count: int, paths: Sequence[str]) -> None:
    """Print random docstrings, help texts, error messages and test names below PATHS, for review by a person.

    Without PATHS, they are taken from the whole repository.
    """
    everything = list(_all_passages(paths))
    for title, kind, prefix in (
        ("Docstrings", "docstring", ""),
        ("Help texts", "help", ""),
        ("Error messages", "error", ""),
        ("Test names", "name", "test "),
    ):
        texts = [(path, each) for path, each in everything if each.kind == kind and each.text.startswith(prefix)]
        click.echo(f"{title}\n")
        for path, each in random.Random(seed).sample(texts, min(count, len(texts))):
            text = each.text.replace(" ", "_") if kind == "name" else each.text.strip()
            click.echo(f"{path}:{each.line}\n    {text}\n")


def _all_passages(paths: Sequence[str]) -> Iterator[tuple[str, Passage]]:
    """Yield path and passage of all files below some paths that git tracks, or would track if they were added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "--", *paths]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    for path in sorted(listed):
        if not path.startswith(_UNREAD) and (ROOT / path).is_file():
            for passage in passages(ROOT / path):
                yield path, passage


if __name__ == "__main__":
    cli(prog_name="python -m contract_tests.tools.wording")
