"""What was tried with programs of others, read from `catalogue.yaml`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from contract_tests.support.validator import ROOT

_FILE = Path(__file__).with_name("catalogue.yaml")


@dataclass(frozen=True)
class Trial:
    """One thing that a program was tried with.

    Attributes:
        what: The command, stream or use that was tried, in Markdown.
        works: Whether the program does what it should.
        why: Why it does not work, or a remark.
        test: The test that checks it: a path and a name, separated by `::`. Empty for what `make field` runs.
        arguments: The command's arguments, if the field run calls it.
        exit_code: The exit code that the command should have.
        prints: Texts that the command should print.
        folder: Where the command runs: `workspace` or `project`.
        then: What the mock should return afterwards: parts of the body, by the path below the customer's.
        ids: The ids of the records that a stream should have; None for a stream that should fail.
    """

    what: str
    works: bool
    why: str = ""
    test: str = ""
    arguments: str = ""
    exit_code: int = 0
    prints: tuple[str, ...] = ()
    folder: str = "workspace"
    then: dict[str, Any] = field(default_factory=dict)
    ids: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Program:
    """A program that was tried.

    Attributes:
        name: The name under which its registry has it.
        pinned_in: The file of the repository that pins its version.
        about: What the program is.
        tried_by: The task that runs it.
        trials: What was tried.
        remark: What a reader should know about the trial.
    """

    name: str
    pinned_in: str
    about: str
    tried_by: str
    trials: tuple[Trial, ...]
    remark: str = ""

    @property
    def version(self) -> str:
        """The pinned version.

        Raises:
            ValueError: The file does not pin the program.
        """
        text = (ROOT / self.pinned_in).read_text("utf-8")
        if self.pinned_in.endswith(".json"):
            pinned: dict[str, str] = json.loads(text)["devDependencies"]
            if self.name in pinned:
                return pinned[self.name]
        elif found := re.search(rf"^{re.escape(self.name)}==(\S+)", text, re.MULTILINE):
            return found[1]
        raise ValueError(f"{self.pinned_in} does not pin {self.name}")


def read_catalogue() -> tuple[Program, ...]:
    """Return the programs in `catalogue.yaml`."""
    return tuple(
        Program(**{**program, "trials": tuple(_trial(one) for one in program["trials"])})
        for program in yaml.safe_load(_FILE.read_text("utf-8"))
    )


def program(name: str) -> Program:
    """Return the program of a name."""
    (found,) = (one for one in read_catalogue() if one.name == name)
    return found


def _trial(content: dict[str, Any]) -> Trial:
    content = {"what": f"`{content['arguments']}`", **content} if "arguments" in content else content
    lists = {name: tuple(content[name]) for name in ("prints", "ids") if content.get(name) is not None}
    return Trial(**{**content, **lists})
