"""The guide for platform teams works: PostgreSQL, two replicas, nginx with TLS, restarts, backups, an upgrade."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from workato_embedded import WorkatoEmbedded

from contract_tests.support.guides import blocks, run_shell
from contract_tests.support.load import Load
from contract_tests.support.postgres import Postgres, installed_programs, missing, postgres_server
from contract_tests.support.processes import free_port, nginx_site

GUIDE = blocks("platform.md")
FILES = {word: text for language, word, text in GUIDE if "." in word}
# The ports of the guide: of PostgreSQL, the replicas and nginx.
PORTS = ("5432", "8765", "8766", "8443")


@pytest.fixture
def database() -> Iterator[Postgres]:
    """Run a PostgreSQL server, in which the guide creates a role and databases."""
    with postgres_server(user="postgres") as running:
        yield running


@pytest.fixture
def local(database: Postgres) -> Callable[[str], str]:
    """Return a function that replaces the ports in a text of the guide."""
    ports = dict(zip(PORTS, map(str, (database.port, free_port(), free_port(), free_port())), strict=True))
    return lambda text: re.sub(r"\b(5432|8765|8766|8443)\b", lambda found: ports[found[0]], text)


@pytest.fixture
def folder(tmp_path: Path, local: Callable[[str], str]) -> Iterator[Path]:
    """Yield a folder with the files that the guide shows, and stop the replicas that were started in it."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(local(text), "utf-8")
    yield tmp_path
    for path in tmp_path.glob("mock-*.pid"):
        with suppress(ProcessLookupError):
            os.kill(int(path.read_text("utf-8")), signal.SIGKILL)


@pytest.mark.nightly
def test_the_guide_for_platform_teams_works(folder: Path, database: Postgres, local: Callable[[str], str]) -> None:
    """The commands of the guide run in order, and no request fails while it restarts the replicas."""
    before, after, upgrade = steps()
    # A thread writes the log, soon after the response.
    after = after.replace("grep ", "until grep --quiet case-7 mock-*.log; do :; done\ngrep ", 1)
    programs = installed_programs()
    assert programs is not None
    for program in ("curl", "openssl"):
        if shutil.which(program) is None:
            missing(program)
    variables = {"PGHOST": "127.0.0.1", "PGPORT": str(database.port), "PGUSER": database.user}

    def run(script: str) -> str:
        done = run_shell(
            f"set -euo pipefail\n{local(script)}", folder, Path(sys.executable).parent, programs, **variables
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(before)
    site = local(FILES["workato-mock.conf"]).replace("/etc/nginx", str(folder))
    port = int(local("8443"))
    with nginx_site(folder, site, port):
        trusted = ssl.create_default_context(cafile=str(folder / "mock.crt"))
        with Load(f"https://localhost:{port}", {"Authorization": "Bearer team-b"}, trusted) as load:
            printed = run(after)
            assert load.stop() == []
        assert '"status":"ok"' in printed
        assert "\nNorthwind Tools\n" in printed
        assert printed.count("northwind") >= 2
        (entry,) = [json.loads(line) for line in printed.splitlines() if '"request_id": "case-7"' in line]
        assert (entry["operation_id"], entry["status"]) == ("get_managed_user", 200)
        assert (folder / "package.zip").read_bytes().startswith(b"PK")
        assert "northwind" in (folder / "team-a.json").read_text("utf-8")
        read_during_a_restart(database, f"https://localhost:{port}/api", trusted)
        assert '"status":"ok"' in run(upgrade)
        assert (folder / "before-the-upgrade.dump").stat().st_size > 0


def read_during_a_restart(database: Postgres, base_url: str, trusted: ssl.SSLContext) -> None:
    """Check that a client gets its response although PostgreSQL does not run when it sends the request."""
    with (
        httpx2.Client(verify=trusted) as http,
        WorkatoEmbedded("team-a", base_url=base_url, http_client=http, max_retries=10) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        database.stop("fast")
        reading = pool.submit(client.managed_users.get, "Enorthwind")
        database.start()
        assert reading.result().name == "Northwind Tools"


def steps() -> list[str]:
    """Return the commands before nginx is started, those after it, and those of an upgrade."""
    commands = [(word, text) for language, word, text in GUIDE if language == "sh" and "." not in word]
    (nginx,) = (number for number, (word, _) in enumerate(commands) if word == "nginx")
    assert commands.pop(0)[0] == "install"
    before, after = commands[: nginx - 1], commands[nginx:]
    assert {word for word, _ in before} == {""}
    upgrade = [each for each in after if each[0] == "upgrade"]
    assert after[-len(upgrade) :] == upgrade
    return ["".join(text for _, text in part) for part in (before, after[: -len(upgrade)], upgrade)]


def test_the_unit_of_the_guide_is_valid(tmp_path: Path) -> None:
    """Systemd accepts the unit of the guide, and its command is that of the other replicas."""
    unit = FILES["workato-mock@.service"]
    (command,) = re.findall(r"^ExecStart=(\S+/venv/bin/)(.*)$", unit, re.MULTILINE)
    assert command[1].replace("%i", '"$1"') in FILES["start.sh"]
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not installed")
    path = tmp_path / "workato-mock@.service"
    path.write_text(unit.replace(command[0], f"{Path(sys.executable).parent}/"), "utf-8")
    (tmp_path / "mock.env").touch()
    done = subprocess.run([program, "verify", path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
