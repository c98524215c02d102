"""What can be wrong with a spec, and how it is told: one sentence with file, line and operation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file of the spec; `line` counts from 1."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file.as_posix()}:{self.line}"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong: where, by which rule, in which operation (None outside of one), and what."""

    location: Location
    rule: str
    operation: str | None
    message: str

    def __str__(self) -> str:
        inside = f" (operation {self.operation})" if self.operation else ""
        return f"{self.location}: {self.message}{inside} [{self.rule}]"


class GeneratorError(Exception):
    """The work cannot go on; `str()` of it is fit to be shown to the user as it is."""


class SpecError(GeneratorError):
    """The spec is wrong. `findings` has at least one entry."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = sorted(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))
