"""Read deploy/Dockerfile, and run its instructions as processes with a folder in place of the folder /opt of the image.

No registry of images is needed: the base image is this machine, with an environment of this Python.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import venv
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import NamedTuple

from contract_tests.support.postgres import missing
from contract_tests.support.processes import DEPLOY

MODIFIED = "/opt/"


class Instruction(NamedTuple):
    """An instruction and its arguments, on one line."""

    name: str
    arguments: str


def instructions(text: str | None = None) -> list[Instruction]:
    """Return the instructions of a Dockerfile; default is that of deploy/."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8") if text is None else text
    without_comments = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", without_comments).splitlines()
    return [Instruction(*line.split(maxsplit=1)) for line in lines if line]


@dataclass
class Image:
    """What the instructions have made so far.

    Attributes:
        root: The folder with the files of the image.
        environment: The variables of ENV, and PATH.
        variables: The values of ARG.
        folder: The current folder in the image.
        settings: The arguments of the instructions that only describe how it runs, such as CMD.
        labels: The values of LABEL.
    """

    root: Path
    environment: dict[str, str]
    variables: dict[str, str]
    folder: str = "/"
    settings: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def located(self, text: str) -> str:
        """Return a text in which the paths of the image are those of the folder."""
        return re.sub(rf"(?<![\w./]){MODIFIED}", f"{self.root}{MODIFIED}", text)

    def path(self, name: str) -> Path:
        """Return where a path of the image is, which may be relative to its current folder."""
        return self.root / os.path.join(self.folder, name).lstrip("/")  # noqa: PTH118

    def words(self, setting: str) -> list[str]:
        """Return the command of ENTRYPOINT, CMD or HEALTHCHECK."""
        text = self.settings[setting]
        words: list[str] = json.loads(text[text.index("[") :])
        return [self.located(word) for word in words]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the current folder, with the variables of the image, and return what it printed."""
        self.path("").mkdir(parents=True, exist_ok=True)
        return subprocess.run(
            command,
            cwd=self.path(""),
            env=self.variables | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


class BuildError(Exception):
    """A RUN instruction failed; the text is what it printed."""


class Builder:
    """Runs the instructions of deploy/Dockerfile.

    Args:
        folder: A folder for the images of its stages.
        context: The folder from which COPY takes files.
    """

    def __init__(self, folder: Path, context: Path) -> None:
        self._folder = folder
        self._context = context
        self._stages: dict[str, Path] = {}
        self._arguments: dict[str, str] = {}
        self._base_path = _base_path(folder)

    def build(self) -> Image:
        """Run all stages, and return the image of the last. Raises BuildError."""
        image: Image | None = None
        stage = ""
        for name, arguments in instructions():
            if name == "ARG" and image is None:
                key, _, value = arguments.partition("=")
                self._arguments[key] = value
            elif name == "FROM":
                if image is not None:
                    # Each stage runs at the same path: programs of an environment contain it.
                    self._stages[stage] = image.root.rename(self._folder / f"stage-{stage}")
                stage = arguments.partition(" AS ")[2]
                image = Image(self._folder / "root", {"PATH": self._base_path, "HOME": "/"}, {})
            else:
                assert image is not None
                self._apply(image, name, arguments)
        assert image is not None
        return image

    def _apply(self, image: Image, name: str, arguments: str) -> None:
        if name == "RUN":
            done = image.run("sh", "-c", image.located(arguments))
            if done.returncode:
                raise BuildError(done.stdout + done.stderr)
            return
        if name == "HEALTHCHECK":
            options, _, arguments = arguments.partition(" CMD ")
            image.settings["options of HEALTHCHECK"] = options
        values = self._arguments | image.variables | image.environment
        arguments = Template(arguments).safe_substitute(values) if name not in {"CMD", "ENTRYPOINT"} else arguments
        match name:
            case "ARG":
                image.variables[arguments] = self._arguments[arguments]
            case "WORKDIR":
                image.folder = arguments
            case "COPY":
                self._copy(image, arguments.split())
            case "ENV" | "LABEL":
                pairs = dict(word.split("=", 1) for word in shlex.split(arguments))
                if name == "ENV":
                    image.environment |= {key: image.located(value) for key, value in pairs.items()}
                else:
                    image.labels |= pairs
            case "USER" | "EXPOSE" | "HEALTHCHECK" | "ENTRYPOINT" | "CMD":
                image.settings[name] = arguments
            case _:
                raise AssertionError(f"the tests do not know the instruction {name}")

    def _copy(self, image: Image, words: list[str]) -> None:
        origin = self._context
        if words[0].startswith("--from="):
            origin = self._stages[words.pop(0).removeprefix("--from=")]
        *names, target = words
        for name in names:
            source, goal = origin / name.lstrip("/"), image.path(target)
            if source.is_dir():
                shutil.copytree(source, goal, symlinks=True, dirs_exist_ok=True)
            else:
                goal.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, goal)


def _base_path(folder: Path) -> str:
    """Create programs for those of the base image, and return its PATH."""
    program = shutil.which("useradd", path="/usr/sbin:/sbin")
    if program is None or os.geteuid() != 0:
        missing("useradd, for root,")
    base = folder / "base"
    venv.create(base, with_pip=True, symlinks=True)
    # The user is added to the files of the image, not to this machine.
    useradd = base / "bin/useradd"
    useradd.write_text(f'#!/bin/sh\nmkdir -p {folder}/root/etc\nexec {program} --prefix {folder}/root "$@"\n', "utf-8")
    useradd.chmod(0o755)
    return f"{base / 'bin'}:/usr/local/bin:/usr/bin:/bin"
