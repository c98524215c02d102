"""Checks the wheels and sdists of a release, with our own checks and with programs of others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from distribution.archives import Archive
from distribution.contents import content_problems
from distribution.errors import ReleaseError
from distribution.metadata import metadata_problems
from distribution.tools import run_tool


def check_files(archives: Sequence[Archive]) -> None:
    """Check contents and metadata.

    Raises:
        ReleaseError: There are problems; the message lists them.
    """
    problems = [problem for archive in archives for problem in content_problems(archive)]
    problems += metadata_problems(archives)
    if problems:
        raise ReleaseError("\n".join(problems))


def check_with_tools(archives: Sequence[Archive], tools: Path) -> None:
    """Let programs of others check the files.

    Args:
        archives: The wheels and sdists.
        tools: The folder of the programs.

    Raises:
        ReleaseError: A program finds a problem; the message has what it printed.
    """
    wheels = [archive.path for archive in archives if archive.is_wheel]
    sdists = [archive.path for archive in archives if not archive.is_wheel]
    run_tool(tools, "twine", "check", "--strict", *wheels, *sdists)
    run_tool(tools, "check-wheel-contents", *wheels)
    for sdist in sdists:
        # The best mark.
        run_tool(tools, "pyroma", "--min", "10", "--file", sdist)
