"""Every command and fixture works with what its distribution declares, and names what is missing in one sentence."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from contract_tests.support.distributions import Installed, dependencies, install
from contract_tests.support.extras import OPEN_PAGE, POSTGRESQL, TESTS, USE_STUB

OWN = {"workato-embedded", "workato-embedded-mock"}
MOCK = "workato-embedded[mock]"

# Imports every module of a package except the named ones, and prints how many there are.
IMPORT_ALL = """
import importlib, pkgutil, sys
package, *left_out = sys.argv[1:]
names = [m.name for m in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")]
names = [name for name in names if not name.startswith(tuple(left_out))]
for name in names:
    importlib.import_module(name)
print(len(names))
"""

# The modules of the console that import Flask.
CONSOLE = ("csrf", "current", "guard", "headers", "pages", "session_cookies", "web")

# The modules of direct links that import PyJWT.
EMBEDDING = ("link_handler", "links", "tokens", "web")

# A test with a key for links, and one that needs none.
KEY_TESTS = """
def test_with_a_key(workato_mock_key):
    assert workato_mock_key.public_key

def test_without_a_key(workato_mock):
    assert workato_mock.embedding.vendor_id
"""


@pytest.fixture(scope="module")
def base(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The client without an extra."""
    client = "workato-embedded"
    return install(tmp_path_factory.mktemp("base"), [wheels[client]], dependencies(client).keys() - OWN)


@pytest.fixture(scope="module")
def mock(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The extra `mock` with pytest, without any other extra."""
    libraries = dependencies(MOCK, "pytest").keys() - OWN
    return install(tmp_path_factory.mktemp("mock"), wheels.values(), libraries)


@pytest.fixture(scope="module")
def no_client(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The mock with all of its dependencies but the client."""
    libraries = dependencies(MOCK, "pytest").keys() - OWN
    return install(tmp_path_factory.mktemp("alone"), [wheels["workato-embedded-mock"]], libraries)


@pytest.fixture(scope="module")
def no_libraries(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The two distributions and pytest, without any other dependency."""
    libraries = dependencies("pytest").keys() - OWN
    return install(tmp_path_factory.mktemp("bare"), wheels.values(), libraries)


def printed(done: subprocess.CompletedProcess[str]) -> tuple[int, str]:
    """Return the exit code and the errors of a command that printed nothing else."""
    assert done.stdout == ""
    return done.returncode, done.stderr


def run_tests(installed: Installed) -> str:
    """Run a test for each fixture, and return pytest's report."""
    (installed.folder / "test_fixtures.py").write_text(TESTS, "utf-8")
    return installed.run("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_fixtures.py").stdout


def test_the_client_needs_only_its_own_dependencies(base: Installed) -> None:
    """Each module of the client imports with its dependencies, except commands, servers and an adapter."""
    # The adapter is imported only by programs that use httpx.
    names = ("_commands", "_runtime.cli", "_runtime.httpx_adapter", "_runtime.mcp")
    left_out = [f"workato_embedded.{name}" for name in names]
    done = base.run("python", "-c", IMPORT_ALL, "workato_embedded", *left_out)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 50
    program = "import workato_embedded_mock"
    assert base.run("python", "-c", program).stderr.endswith("No module named 'workato_embedded_mock'\n")


def test_the_installed_client_has_its_document(base: Installed) -> None:
    """An installed client unpacks its document, and a stub serves the document's examples."""
    done = base.run("python", "-c", USE_STUB)
    assert (done.stdout, done.stderr) == ("True True\n", "")


def test_the_mock_needs_only_its_own_dependencies(mock: Installed) -> None:
    """Each module of the mock imports with the dependencies that the mock declares, except those of its extras."""
    extras = [*(f"console.{name}" for name in CONSOLE), *(f"embedding.{name}" for name in EMBEDDING)]
    left_out = ["store.migrations", "store.postgresql", *extras]
    done = mock.run(
        "python", "-c", IMPORT_ALL, *(f"workato_embedded_mock.{name}".rstrip(".") for name in ("", *left_out))
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 100


@pytest.mark.parametrize(
    ("path", "library", "extra"), [("/_mock/console/", "a2wsgi", "console"), ("/direct_link", "jwt", "embedding")]
)
def test_a_page_names_its_extra(mock: Installed, path: str, library: str, extra: str) -> None:
    """A page of an install without its extra is one sentence with the command that installs it."""
    done = mock.run("python", "-c", OPEN_PAGE, path)
    sentence = f"501 {library} is missing: pip install 'workato-embedded[{extra}]'\n"
    assert (done.stdout, done.stderr) == (sentence, "")


def test_the_client_command_names_its_extra(base: Installed, mock: Installed) -> None:
    """`workato-embedded` names a missing library of the extra `cli`, also if the mock has installed the other."""
    hint = "is missing: pip install 'workato-embedded[cli]'\n"
    assert printed(base.run("workato-embedded", "recipes", "list")) == (1, f"click {hint}")
    assert printed(mock.run("workato-embedded", "recipes", "list")) == (1, f"rich {hint}")


def test_the_server_for_language_models_names_its_extra(
    wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """`workato-embedded mcp` without its extra names a missing library, and the other commands work."""
    client = "workato-embedded"
    libraries = dependencies(f"{client}[cli]").keys() - OWN
    command = install(tmp_path_factory.mktemp("command"), [wheels[client]], libraries)
    hint = "Error: pydantic is missing: pip install 'workato-embedded[mcp]'\n"
    assert printed(command.run(client, "mcp")) == (1, hint)
    assert "Serve the API" in command.run(client, "--help").stdout


def test_signing_names_its_extra(base: Installed) -> None:
    """Without its extra, the functions for signed links name a missing library and the command that installs it."""
    program = "from workato_embedded.embedding import sign; sign(7, key='-----BEGIN', vendor_id='vnd1')"
    done = base.run("python", "-c", program)
    last = "ModuleNotFoundError: cryptography is missing: pip install 'workato-embedded[embedding]'"
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, last)


def test_the_key_of_tests_names_its_extra(mock: Installed) -> None:
    """Without the extra, the fixture of a key fails with one sentence, and the other fixtures work."""
    (mock.folder / "test_key.py").write_text(KEY_TESTS, "utf-8")
    report = mock.run("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_key.py").stdout
    assert "1 passed, 1 error" in report
    assert "cryptography is missing: pip install 'workato-embedded[embedding]'" in report
    assert "Traceback" not in report


def test_the_mock_command_works_with_its_own_dependencies(mock: Installed) -> None:
    """`workato-mock` lists the operations of the installed document."""
    done = mock.run("workato-mock", "operations")
    assert (done.returncode, done.stderr) == (0, "")
    assert "operations, 0 without a rule" in done.stdout


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_postgresql_database_names_the_extra_of_its_driver(mock: Installed, workers: str) -> None:
    """`workato-mock serve` with a PostgreSQL database names the extra `postgres` if the driver is missing."""
    done = mock.run("workato-mock", "serve", "--port", "0", "--workers", workers, "--database", POSTGRESQL)
    assert printed(done) == (
        1,
        f"Error: no driver for the database {POSTGRESQL}: "
        "psycopg is missing: pip install 'workato-embedded[postgres]'\n",
    )


def test_the_fixtures_work_with_the_declared_dependencies(mock: Installed) -> None:
    """The fixtures of the pytest plugin work with the dependencies that the mock declares, and pytest."""
    assert "3 passed" in run_tests(mock)


def test_the_mock_command_names_a_missing_library(no_libraries: Installed) -> None:
    """`workato-mock` without its libraries names one and the extra `mock`, however it is started."""
    sentence = (1, "click is missing: pip install 'workato-embedded[mock]'\n")
    assert printed(no_libraries.run("workato-mock", "serve")) == sentence
    assert printed(no_libraries.run("python", "-m", "workato_embedded_mock", "serve")) == sentence


def test_the_fixtures_name_a_missing_library(no_libraries: Installed) -> None:
    """Fixtures without their libraries fail with one sentence instead of a traceback."""
    report = run_tests(no_libraries)
    assert "3 errors" in report
    assert report.count("is missing: pip install 'workato-embedded[mock]'") >= 3
    assert "Traceback" not in report
    assert "site-packages" not in report


def test_a_fixture_names_the_missing_client(no_client: Installed) -> None:
    """Without the client, tests that use none pass, and `workato_mock.client` says what is missing."""
    report = run_tests(no_client)
    assert "1 failed, 2 passed" in report
    assert "workato_embedded is missing: pip install 'workato-embedded[mock]'" in report
