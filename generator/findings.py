"""Problems in a spec. Each is reported as one sentence with file, line and operation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Location:
    """A line of a spec file; `line` counts from 1."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file.as_posix()}:{self.line}"


@dataclass(frozen=True, order=True)
class Finding:
    """One problem in the spec.

    Attributes:
        location: Where the problem is.
        rule: Name of the rule that found it.
        operation: Id of the operation it is in, or None outside of operations.
        message: What is wrong.
    """

    location: Location
    rule: str
    operation: str | None
    message: str

    def __str__(self) -> str:
        inside = f" (operation {self.operation})" if self.operation else ""
        return f"{self.location}: {self.message}{inside} [{self.rule}]"


class GeneratorError(Exception):
    """The command cannot continue. `str(error)` is the message for the user."""


class SpecError(GeneratorError):
    """The spec has problems. `findings` is never empty."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = sorted(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))
