"""Tests of the package commands: polling, downloads and exit codes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from click.testing import CliRunner, Result
from workato_embedded._runtime import readers
from workato_embedded._runtime.base_client import SyncClient
from workato_embedded._runtime.cli.commands import Command, CommandGroup, Parameter
from workato_embedded._runtime.cli.package_commands import PACKAGE_COMMANDS
from workato_embedded._runtime.cli.program import ProgramData, make_program
from workato_embedded._runtime.operations import Operation
from workato_embedded._runtime.settings import TOKEN_VARIABLE
from workato_embedded.embedding import connection_widget_url, direct_link

from ..packages import Packages, Server, zip_file
from ..samples import SETTINGS

CUSTOMER = Parameter("managed_user_id", "path", "text", "The customer.", required=True)
NUMBER = Parameter("id", "path", "integer", "The number.", required=True)
IMPORT = Parameter("package_id", "path", "integer", "The import.", required=True)
DRY = Parameter("dry", "query", "boolean", "Not a part of the path.")


def command(name: str, number: Parameter) -> Command:
    """Return the command of an operation on packages."""
    path = f"/{{managed_user_id}}/{name}/{{{number.name}}}"
    method = "POST" if name == "export_package" else "GET"
    operation = Operation[object](id=name, method=method, path=path, read=readers.anything)
    return Command(operation, name, name, name, "Inferred.", (CUSTOMER, number, DRY))


GROUP = CommandGroup(
    "packages",
    "Packages.",
    commands=(command("get_import", IMPORT), command("get_export", NUMBER), command("export_package", NUMBER)),
    composites=PACKAGE_COMMANDS,
)
WORKING = httpx2.Response(200, json={"id": 6, "status": "in_progress"})
STRANGE = httpx2.Response(200, json={"id": 6, "status": "[/odd]\x1b[2J"})
FAILED = httpx2.Response(200, json={"id": 6, "status": "failed", "error": "recipes are running"})
URL = "https://files.example.com/6?signature=s3cret"
DONE = httpx2.Response(200, json={"id": 6, "status": "completed", "download_url": URL, "new": [1]})
ZIP = zip_file()
FILE = httpx2.Response(200, content=ZIP)
EXPIRED = httpx2.Response(403, text="<Error>Expired</Error>")
IMPORT_6 = ("wait-for-import", "--managed-user-id", "E1", "--package-id", "6")
EXPORT_6 = ("--managed-user-id", "E1", "--id", "6")


class Client(SyncClient):
    """A client as it is generated, which does not really wait."""

    def __init__(self, server: Server, waited: list[float]) -> None:
        super().__init__(replace(SETTINGS, sleep=waited.append), httpx2.Client(transport=server))
        self.packages = Packages(self)


def ask(server: Server, *words: str, waited: list[float] | None = None) -> Result:
    """Run a command of packages."""

    def make_client(_token: str, **_options: Any) -> Client:
        return Client(server, [] if waited is None else waited)

    links = (direct_link, connection_widget_url)
    parts = ProgramData("1", "2024.05.06", {"packages": GROUP.help}, lambda _: GROUP, make_client, {}, *links, tuple)
    return CliRunner().invoke(make_program(parts), ["packages", *words], env={TOKEN_VARIABLE: "t"}, terminal_width=100)


def test_wait_for_import_shows_the_completed_import() -> None:
    """The completed import is shown, with properties that the document does not name."""
    waited: list[float] = []
    result = ask(Server(WORKING, WORKING, DONE), *IMPORT_6, "--poll", "3", "-o", "json", waited=waited)
    assert json.loads(result.stdout) == json.loads(DONE.text)
    assert waited == [3, 4.5]


def test_a_composite_command_has_only_the_path_options() -> None:
    """A composite command has the ids of the operation that it polls, and no other option of that operation."""
    text = ask(Server(DONE), "wait-for-import", "--help").stdout
    assert "--package-id INTEGER" in text
    assert "--dry" not in text
    assert "Default: 600." in text


@pytest.mark.parametrize(
    ("reply", "code", "message"),
    [
        (FAILED, 6, "import 6 of customer E1 failed: recipes are running"),
        (WORKING, 7, "import 6 of customer E1 is still in_progress after 10 seconds"),
        (httpx2.Response(404, json={"message": "Not found"}), 14, "GET /api/imports/6: 404 Not found"),
    ],
)
def test_failed_slow_and_missing_imports_have_their_exit_codes(reply: httpx2.Response, code: int, message: str) -> None:
    """A failed import, one still in progress, and one that does not exist have different exit codes."""
    result = ask(Server(reply), *IMPORT_6, "--wait", "10")
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", f"Error: {message}\n")


@pytest.mark.parametrize("option", ["--wait", "--poll"])
@pytest.mark.parametrize("seconds", ["0", "inf", "1e300"])
def test_invalid_wait_times_are_usage_errors(option: str, seconds: str) -> None:
    """An invalid time is rejected before anything is sent."""
    server = Server(DONE)
    result = ask(server, *IMPORT_6, option, seconds)
    assert result.exit_code == 2
    assert f"Invalid value for '{option}': '{seconds}' is not a number of seconds above 0" in result.stderr
    assert not server.requests


@pytest.mark.parametrize(
    ("name", "replies"),
    [
        ("wait-for-export", (WORKING, DONE)),
        ("download", (DONE, FILE)),
        ("download", (DONE, EXPIRED, DONE, FILE)),
        ("export-and-download", (WORKING, DONE, FILE)),
        ("export-and-download", (WORKING, DONE, EXPIRED, DONE, FILE)),
    ],
)
def test_export_and_download_writes_the_file(name: str, replies: tuple[httpx2.Response, ...], tmp_path: Path) -> None:
    """The export is shown, and its file is downloaded without the token, also if its first address has expired."""
    server, to = Server(*replies), tmp_path / "package.zip"
    fetches = name != "wait-for-export"
    result = ask(server, name, *EXPORT_6, *(["--to", str(to)] if fetches else []), "--columns", "id", "-o", "csv")
    assert (result.exit_code, result.output) == (0, "id\n6\n")
    assert to.exists() == fetches
    if fetches:
        assert to.read_bytes() == ZIP
        assert "authorization" not in server.requests[-1].headers


def test_download_import_writes_the_file(tmp_path: Path) -> None:
    """The import is shown once it is completed, and its file is downloaded without the token, also from a new URL."""
    server, to = Server(WORKING, DONE, EXPIRED, DONE, FILE), tmp_path / "package.zip"
    result = ask(server, "download-import", *IMPORT_6[1:], "--to", str(to), "--columns", "id", "-o", "csv")
    assert (result.exit_code, result.output) == (0, "id\n6\n")
    assert to.read_bytes() == ZIP
    assert "authorization" not in server.requests[-1].headers


def test_an_unwritable_file_is_reported_before_the_export(tmp_path: Path) -> None:
    """Nothing is exported if the file cannot be written."""
    server = Server(WORKING)
    result = ask(server, "export-and-download", *EXPORT_6, "--to", str(tmp_path / "missing" / "package.zip"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert result.stderr.endswith(": No such file or directory\n")
    assert not server.requests


def test_an_os_error_without_a_file_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A system error that names no file is reported with its own message."""

    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Packages, "export_and_download", fail)
    result = ask(Server(WORKING), "export-and-download", *EXPORT_6, "--to", str(tmp_path / "package.zip"))
    assert (result.exit_code, result.stderr) == (1, "Error: the disk is full\n")


def test_progress_is_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal shows the status, and standard output has only the import."""
    monkeypatch.setattr("workato_embedded._runtime.cli.running.is_terminal", lambda _: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    result = ask(Server(WORKING, DONE), *IMPORT_6, "--columns", "id", "-o", "csv")
    assert result.stdout == "id\n6\n"
    assert "in_progress" in result.stderr or "completed" in result.stderr


def test_progress_escapes_control_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """A status is shown as text, without rich's markup and terminal codes."""
    monkeypatch.setattr("workato_embedded._runtime.cli.running.is_terminal", lambda _: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    result = ask(Server(STRANGE, DONE), *IMPORT_6, "-o", "json")
    assert result.exit_code == 0
    assert "\x1b[2J" not in result.stderr


def test_a_file_can_go_to_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--to -` writes the zip file and nothing else, and leaves no file."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    for words in (("download", *EXPORT_6), ("export-and-download", *EXPORT_6)):
        result = ask(Server(DONE, FILE) if words[0] == "download" else Server(DONE, DONE, FILE), *words, "--to", "-")
        assert (result.exit_code, result.stdout_bytes, result.stderr) == (0, ZIP, "")
    assert list(tmp_path.iterdir()) == []


def test_a_file_does_not_go_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--to -` on a terminal is a usage error, and nothing is sent."""
    monkeypatch.setattr("workato_embedded._runtime.cli.package_commands.is_terminal", lambda _: True)
    server = Server(DONE, FILE)
    result = ask(server, "download", *EXPORT_6, "--to", "-")
    assert (result.exit_code, server.requests) == (2, [])
    assert "invalid --to: a terminal cannot show a zip file" in result.stderr


def test_an_export_names_the_host_on_a_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A command that starts an export is announced like any write, and one that only waits is not."""
    monkeypatch.setattr("workato_embedded._runtime.cli.writes.is_terminal", lambda _: True)
    words = (*EXPORT_6, "--to", str(tmp_path / "package.zip"))
    result = ask(Server(DONE, FILE), "export-and-download", *words)
    assert result.stderr.startswith("export_package (customer E1, id 6) at example.com.\n"), result.output
    assert "example.com" not in ask(Server(DONE, FILE), "download", *words).stderr
