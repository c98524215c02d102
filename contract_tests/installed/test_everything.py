"""With all extras, the README, the guide to the first steps and the pytest plugin work outside of the repository."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from contract_tests.support import readme
from contract_tests.support.distributions import Installed
from contract_tests.support.guides import run_first_steps
from contract_tests.support.validator import ROOT

README = ROOT / "README.md"
PARTNER_TESTS = ROOT / "contract_tests/mock/partner_tests.py"

# A project of a partner: its settings, its own fixture, and tests in a folder.
SETTINGS = '[tool.pytest.ini_options]\nminversion = "9"\ntestpaths = ["tests"]\nfilterwarnings = ["error"]\n'
CONFTEST = """
import pytest

@pytest.fixture
def customer(workato_mock):
    return workato_mock.client.managed_users.get("Ecust-0042")
"""
OWN_TEST = """
def test_own_fixture(customer):
    assert customer.external_id == "cust-0042"

"""


def test_the_examples_of_the_readme_work(everything: Installed) -> None:
    """The Python examples of the README run with the wheels."""
    done = everything.run("python", readme.__file__, str(README))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_the_commands_of_the_readme_work(everything: Installed, base_url: str, token: str) -> None:
    """The command lines of the README that call the API work with the installed command and the mock."""
    lines = re.findall(r"^(workato-embedded .*?)(?: +#.*)?$", README.read_text("utf-8"), re.MULTILINE)
    assert lines
    variables = {"WORKATO_EMBEDDED_BASE_URL": base_url, "WORKATO_EMBEDDED_API_TOKEN": token}
    for line in lines:
        done = everything.run(*shlex.split(line), variables=variables)
        assert (done.returncode, done.stderr) == (0, ""), line
        assert done.stdout


def test_the_first_steps_work(everything: Installed, tmp_path: Path) -> None:
    """The guide to the first steps runs from top to bottom with the commands of the wheels."""
    commands = everything.folder / "bin"
    done = run_first_steps(tmp_path, commands, server=[str(commands / "workato-mock")])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Sync orders to Jira" in done.stdout
    assert "4 passed" in done.stdout


@pytest.mark.parametrize("processes", [(), ("-n", "2")], ids=["one process", "two processes"])
def test_the_plugin_works_in_a_project(everything: Installed, tmp_path: Path, processes: tuple[str, ...]) -> None:
    """Tests of a project with its own settings and fixtures use the plugin, also with pytest-xdist."""
    (tmp_path / "pyproject.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "conftest.py").write_text(CONFTEST, "utf-8")
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_own.py").write_text(OWN_TEST + readme.snippets(README.read_text("utf-8"))[2], "utf-8")
    (tests / "test_partner.py").write_text(PARTNER_TESTS.read_text("utf-8"), "utf-8")
    command = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path))
    done = everything.run(*command, *processes, variables={"PARTNER_TESTS": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "7 passed" in done.stdout
