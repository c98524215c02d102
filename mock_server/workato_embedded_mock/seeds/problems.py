"""The problems of a seed: all of them, each with its place; must not read files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workato_embedded_mock.errors import StartError


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a seed.

    Attributes:
        pointer: A JSON pointer into the seed; None if the file is not a seed at all.
        text: What is wrong, and what was expected.
        line: The line in the file, from 1; None if there is no file.
    """

    pointer: str | None
    text: str
    line: int | None = None

    def as_json(self) -> dict[str, str | int | None]:
        """Return the problem as a JSON object."""
        return {"pointer": self.pointer, "text": self.text, "line": self.line}


class SeedError(StartError):
    """A seed is invalid.

    Attributes:
        name: The file, or another name of the seed.
        problems: What is wrong with it.
    """

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = tuple(problems)
        super().__init__("\n".join(_line(name, problem) for problem in self.problems))


def _line(name: str, problem: Problem) -> str:
    where = name if problem.line is None else f"{name}:{problem.line}"
    if problem.pointer is None:
        return f"the seed {where} {problem.text}"
    return f"the seed {where} is invalid at {problem.pointer or '/'}: {problem.text}"


def expected_names(given: str, names: Iterable[str]) -> str:
    """Return which names were expected, the nearest one first if there is one."""
    from difflib import get_close_matches

    known = sorted(set(names))
    near = get_close_matches(given, known, 1)
    return (f"did you mean {near[0]}? " if near else "") + f"expected one of: {', '.join(known) or 'none'}"
