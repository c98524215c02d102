"""The command as a process: its help, its completion, and what it does without its libraries."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contract_tests.command.words import run

GOLDEN = Path(__file__).parent / "golden"
HELP = {
    "root": "",
    "recipes": "recipes",
    "recipes_list": "recipes list",
    "managed_users_create": "managed-users create",
    "packages_import": "packages import-package",
}


@pytest.mark.parametrize("name", HELP)
def test_the_help_is_as_it_was(name: str) -> None:
    """What users see does not change by accident. `REWRITE_GOLDEN=1` in the environment writes it anew."""
    text = run(*HELP[name].split(), "--help").stdout
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("REWRITE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def process(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process."""
    command = [sys.executable, "-m", "workato_embedded.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def test_the_version_is_told() -> None:
    """The command says the version of the package."""
    done = process("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("workato-embedded, version ")


def test_a_shell_can_complete() -> None:
    """Resources, commands, options and named values are completed, by click's own protocol."""

    def offered(words: str, number: int) -> str:
        variables = {"COMP_WORDS": words, "COMP_CWORD": str(number)}
        code = "from workato_embedded.cli import program; program()(prog_name='workato-embedded')"
        environment = {**os.environ, **variables, "_WORKATO_EMBEDDED_COMPLETE": "bash_complete"}
        return subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment
        ).stdout

    assert "plain,recipes" in offered("workato-embedded rec", 1)
    assert "plain,search-public" in offered("workato-embedded recipes s", 2)
    assert "plain,--managed-user-id" in offered("workato-embedded recipes list --man", 3)
    assert "plain,trial_expired" in offered("workato-embedded recipes list --stop-cause t", 4)


def test_without_its_libraries_it_says_what_to_install(tmp_path: Path) -> None:
    """The client does not bring click and rich; who lacks them is told the extra."""
    code = "import sys; sys.modules['click'] = None; from workato_embedded.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "click is missing: pip install 'workato-embedded[cli]'\n"


def test_the_client_does_not_import_them() -> None:
    """The client works where the command's libraries are not installed."""
    code = (
        "import sys; sys.modules.update(click=None, rich=None);"
        "import workato_embedded as w; w.WorkatoEmbedded('t').recipes; print('works')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "works\n"
