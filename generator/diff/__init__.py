"""Compares two editions of the document, and reports what each change means for users of the older one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from packaging.version import Version

from generator.diff.changes import GroupedChange, Level, group_changes
from generator.diff.editions import UnknownEditionError, edition
from generator.diff.operations import compare_operations, compare_roots
from generator.findings import GeneratorError

__all__ = [
    "GroupedChange",
    "Level",
    "UnknownEditionError",
    "diff",
    "edition",
    "next_version",
    "raise_version",
    "report",
    "write_fragments",
]

_FRAGMENTS = {Level.BREAKING: "changed", Level.ADDITIVE: "added", Level.DOCS: "fixed"}


def diff(old: dict[str, Any], new: dict[str, Any]) -> list[GroupedChange]:
    """Return the changes from one document to another, breaking changes first."""
    return group_changes([*compare_roots(old, new), *compare_operations(old, new)])


def next_version(version: str, changes: list[GroupedChange]) -> str:
    """Return the next version after these changes."""
    return raise_version(version, max(change.level for change in changes)) if changes else version


def raise_version(version: str, worst: Level) -> str:
    """Return the next version after a change of this level. In versions 0.x, a minor version may break programs."""
    numbers = [*Version(version).release, 0, 0][:3]
    position = 2 - worst if numbers[0] else 2 - min(worst, Level.ADDITIVE)
    return ".".join(str(n + (i == position) if i <= position else 0) for i, n in enumerate(numbers))


def report(changes: list[GroupedChange], version: str) -> str:
    """Return the changes as text, by level, followed by the next version."""
    parts = []
    for level in reversed(Level):
        own = [change for change in changes if change.level is level]
        if own:
            parts += [f"{level.title} ({len(own)}):", *(f"  {change}" for change in own)]
    proposed = next_version(version, changes)
    last = f"after {version}, the next version is {proposed}" if changes else f"nothing changed since {version}"
    return "\n".join([*parts, last])


def write_fragments(changes: list[GroupedChange], folder: Path, slug: str) -> list[Path]:
    """Write one changelog fragment per level of change, and return the paths.

    Documentation-only changes get a fragment only if there are no other changes.

    Raises:
        GeneratorError: `slug` is not a valid name, or the folder cannot be written.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise GeneratorError(f"invalid fragment name {slug!r}: expected lower-case letters, digits and hyphens")
    levels = sorted({change.level for change in changes}, reverse=True)
    written = []
    for level in levels if levels == [Level.DOCS] else [level for level in levels if level is not Level.DOCS]:
        lines = [f"- {change}" for change in changes if change.level is level]
        head = f"The document, {level.title}:"
        path = folder / f"{slug}.{_FRAGMENTS[level]}.md"
        try:
            folder.mkdir(exist_ok=True)
            path.write_text("\n".join([head, "", *lines]) + "\n", encoding="utf-8")
        except OSError as error:
            raise GeneratorError(f"cannot write {path}: {error.strerror}") from error
        written.append(path)
    return written
