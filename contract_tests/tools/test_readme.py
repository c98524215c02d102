"""What the README says can be proved, and its lines for the installation work outside the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

import pytest

from contract_tests.support.validator import ROOT
from distribution.build import PROJECTS, build

README: Final = (ROOT / "README.md").read_text("utf-8")
UV: Final = Path(sys.executable).with_name("uv")
PIPX: Final = Path(__file__).parent / "locks/pipx.txt"


def section(title: str) -> str:
    """Return the text below a heading of the README."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def commands(number: int) -> list[str]:
    """Return the lines of a block of commands in the section about the installation."""
    blocks: list[str] = re.findall(r"^```sh\n(.*?)^```$", section("Install"), re.MULTILINE | re.DOTALL)
    return blocks[number].splitlines()


@pytest.mark.parametrize(
    "row", re.findall(r"^\| (?!it has|---).*\|$", section("What it has that others lack"), re.MULTILINE)
)
def test_a_test_proves_each_line_of_the_table(row: str) -> None:
    """Each line of the table links to a file that has the test which the line names."""
    ((name, path),) = re.findall(r"\[`(test_\w+)`\]\(([\w/.]+)\) \|$", row)
    assert re.search(rf"^def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE)


def test_the_lines_after_the_publication_have_names_in_place_of_wheels() -> None:
    """Both blocks of the installation have the same commands; those of today name the paths of the wheels."""
    today, later = commands(0), commands(1)
    assert len(today) > 4
    assert [published(line) for line in today] == later


def published(line: str) -> str:
    """Return a line of the installation as it is if the names of the distributions are enough."""
    # Only wheels that are installed because another one needs them have no extras.
    needed = r" (?:--with |--preinstall )?(?:\"\$PWD/)?dist/release/\S+\.whl\"?(?= |$)"
    wheel = r"dist/release/(\w+)-[\d.]+-py3-none-any\.whl"
    return re.sub(wheel, lambda found: found[1].replace("_", "-"), re.sub(needed, "", line))


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Return a folder outside the repository with both wheels and pip, uvx and pipx, and the environment for them."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "dist/release").mkdir(parents=True)
    for project in PROJECTS.values():
        build(ROOT, project, "wheel", folder / "dist/release")
    venv.create(folder / "environment", with_pip=True, symlinks=True)
    tools = folder / "environment/bin"
    install = [str(tools / "pip"), "install", "--quiet", "--require-hashes", "--requirement", str(PIPX)]
    subprocess.run(install, check=True, capture_output=True)
    for name in ("uv", "uvx"):
        shutil.copy(UV.with_name(name), tools / name)
    outside = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "VIRTUAL"))
    }
    homes = {"PIPX_HOME": folder / "pipx", "PIPX_BIN_DIR": folder / "bin", "PIPX_MAN_DIR": folder / "man"}
    path = os.pathsep.join([str(tools), str(folder / "bin"), os.environ["PATH"]])
    return folder, {**outside, **{name: str(value) for name, value in homes.items()}, "PATH": path}


@pytest.mark.nightly
@pytest.mark.parametrize("line", commands(0))
def test_a_line_of_the_installation_works(line: str, elsewhere: tuple[Path, dict[str, str]]) -> None:
    """Each line of the installation succeeds in a folder that has only the wheels; a server prints its help."""
    folder, environment = elsewhere
    words = f"{line} --help" if line.endswith(" serve") else line
    done = subprocess.run(words, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.nightly
def test_the_installed_programs_run(elsewhere: tuple[Path, dict[str, str]]) -> None:
    """After the lines of the installation, pip's environment and pipx have both commands."""
    folder, environment = elsewhere
    for line in commands(0):
        if not line.startswith("uvx"):
            subprocess.run(line, shell=True, cwd=folder, env=environment, check=True, capture_output=True)
    for place in ("environment/bin", "bin"):
        for program in ("workato-embedded", "workato-mock"):
            done = subprocess.run([folder / place / program, "--version"], capture_output=True, text=True, check=False)
            assert done.stdout.startswith(f"{program}, version "), done.stderr
