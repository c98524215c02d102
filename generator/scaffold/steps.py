"""Lists what is left to do in new skeletons: one step for each file, with the line of its first placeholder."""

from __future__ import annotations

from dataclasses import dataclass

from generator.findings import GeneratorError
from generator.lint.unfinished import PLACEHOLDER
from generator.scaffold.edits import FileEdits

_FIXTURES = "spec/fixtures/"
# What to do in each kind of file, in the order of the work.
_WORK = (
    ("spec/openapi.yaml", "describe the new resource"),
    ("spec/paths/", "describe the operation: parameters, responses, x-since, x-provenance"),
    ("spec/schemas/", "describe the schemas and their properties"),
    (_FIXTURES, "give the example the properties of its schema"),
    ("mock_server/workato_embedded_mock/resources/", "write the rule, and remove the underscore from its name"),
    ("mock_server/workato_embedded_mock/activity/", "name the event, or say in NOT_RECORDED why there is none"),
    ("contract_tests/", "complete the call, and add requests that are rejected"),
    ("mock_server/tests/", "test what the contract tests do not"),
)
_LAST = "Run `make generate`, then `make check test`."


@dataclass(frozen=True)
class Step:
    """A part of the work that is left: what to do, and where."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.text}"


@dataclass(frozen=True)
class Written:
    """Skeletons that were written: what they are for, their files, and what is left to do."""

    title: str
    paths: list[str]
    steps: list[Step]

    def __str__(self) -> str:
        lines = [f"wrote {path}" for path in self.paths]
        if self.steps:
            lines += ["", f"To complete {self.title}:"]
            lines += [f"{number}. {step}" for number, step in enumerate([*map(str, self.steps), _LAST], 1)]
        return "\n".join(lines)


def write(edits: FileEdits, title: str) -> Written:
    """Write pending edits, all or none of them.

    Raises:
        GeneratorError: A file cannot be written.
    """
    steps = [step for path in edits.paths if (step := _step(path, edits.original(path), edits.get(path)))]
    order = [prefix for prefix, _ in _WORK]
    steps.sort(key=lambda step: next(i for i, prefix in enumerate(order) if step.path.startswith(prefix)))
    try:
        return Written(title, edits.write(), steps)
    except OSError as error:
        raise GeneratorError(f"cannot write {error.filename}: {error.strerror}") from error


def _step(path: str, before: str, after: str) -> Step | None:
    """Return what is left to do in a file: at its first new placeholder, or at the example of a fixture."""
    text = next((text for prefix, text in _WORK if path.startswith(prefix)), None)
    old, new = before.splitlines(), after.splitlines()
    first = next((i for i, line in enumerate(new) if i >= len(old) or line != old[i]), len(new))
    for number, line in enumerate(new[first:], first + 1):
        if text and (PLACEHOLDER in line or path.startswith(_FIXTURES)):
            return Step(path, number, text)
    return None
