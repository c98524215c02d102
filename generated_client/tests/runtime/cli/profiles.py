"""Runs the command of a small API with a folder for its profiles, and a keyring in memory."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx2
import keyring
import pytest
from click.testing import CliRunner, Result
from keyring.backend import KeyringBackend
from workato_embedded._runtime import readers
from workato_embedded._runtime.auth import BearerAuth
from workato_embedded._runtime.base_client import SyncClient
from workato_embedded._runtime.cli.commands import Command, CommandGroup
from workato_embedded._runtime.cli.program import ProgramData, make_program
from workato_embedded._runtime.operations import Operation
from workato_embedded._runtime.settings import choose_base_url
from workato_embedded.embedding import connection_widget_url, direct_link

from ..samples import SETTINGS, sync_client

DATA_CENTERS = {"us": "https://us.example.com/api", "eu": "https://eu.example.com/api"}
MOTTO = Operation[dict[str, Any]](id="motto", method="GET", path="/motto", read=readers.mapping)
OFFICE = CommandGroup("office", "The office.", commands=(Command(MOTTO, "motto", "Get it", "One.", "Inferred."),))


class MemoryKeyring(KeyringBackend):
    """A keyring in memory. Its methods raise an error if it has one."""

    priority = 1.0

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        """Return a password."""
        self._fail()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a password."""
        self._fail()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget a password."""
        self._fail()
        del self.kept[service, username]

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error


@dataclass
class Shell:
    """Runs commands with a folder for profiles.

    Attributes:
        folder: The folder.
        sent: The address and the token of each request.
        status: The status of all responses.
    """

    folder: Path
    sent: list[tuple[str, str]] = field(default_factory=list)
    status: int = 200

    @property
    def file(self) -> Path:
        """The file of the profiles."""
        return self.folder / "profiles.json"

    @property
    def content(self) -> Any:
        """The content of the file."""
        return json.loads(self.file.read_text("utf-8"))

    def write(self, content: Any) -> None:
        """Write a file with mode 0600, as text, or as JSON."""
        self.folder.mkdir(exist_ok=True)
        self.file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        self.file.chmod(0o600)

    def run(self, *words: str, stdin: str | bytes | None = None, **environment: str) -> Result:
        """Run the command with some words, and environment variables without their prefix."""
        parts = ProgramData(
            "1",
            "2024.05.06",
            {"office": OFFICE.help},
            lambda _: OFFICE,
            self._client,
            DATA_CENTERS,
            direct_link,
            connection_widget_url,
            tuple,
        )
        cleared: dict[str, str | None] = {name: None for name in os.environ if name.startswith("WORKATO_EMBEDDED_")}
        given = {f"WORKATO_EMBEDDED_{name}": value for name, value in environment.items()}
        env = {**cleared, "WORKATO_EMBEDDED_CONFIG_DIR": str(self.folder), **given}
        return CliRunner().invoke(make_program(parts), words, input=stdin, env=env, terminal_width=100)

    def login(self, name: str, *words: str, token: str | bytes = "t1\n", **environment: str) -> Result:
        """Log in with a token on standard input."""
        return self.run("login", name, "--with-token", *words, stdin=token, **environment)

    def _client(self, token: str, **options: Any) -> SyncClient:
        base_url = choose_base_url(DATA_CENTERS, options.get("data_center"), options.get("base_url"), os.environ)

        def respond(request: httpx2.Request) -> httpx2.Response:
            self.sent.append((request.url.host, request.headers["Authorization"].removeprefix("Bearer ")))
            return httpx2.Response(self.status, json={"result": "ok"})

        return sync_client(respond, replace(SETTINGS, base_url=base_url, auth=BearerAuth(token)))


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Return a shell without profiles."""
    return Shell(tmp_path / "settings")


@pytest.fixture
def backend() -> Any:
    """Use a keyring in memory, and return it."""
    before = keyring.get_keyring()
    made = MemoryKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)
