"""Run a PostgreSQL server for tests, from the installed programs, on a free port of the loopback interface."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import uuid
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

_DEBIAN = Path("/usr/lib/postgresql")


class Postgres:
    """A running PostgreSQL server.

    Attributes:
        port: The port on which it listens.
        user: The user that may do everything, without a password.
    """

    def __init__(self, port: int, user: str, control: Callable[[str, str], None]) -> None:
        self.port = port
        self.user = user
        self._control = control

    def new_database(self) -> str:
        """Create an empty database and return its SQLAlchemy URL."""
        name = f"mock_{uuid.uuid4().hex}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql+psycopg://{self.user}@127.0.0.1:{self.port}/{name}"

    def drop_connections(self) -> None:
        """Close all other connections, as a restart does."""
        statement = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname <> ''"
        )
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def stop(self, mode: str) -> None:
        """Stop the server: `fast` closes all connections, `immediate` also does not finish its files."""
        self._control("stop", mode)

    def start(self) -> None:
        """Start the server after a stop, or after it ended itself."""
        self._control("restart", "immediate")

    @contextmanager
    def locking(self, address: str, account: str) -> Iterator[Callable[[], None]]:
        """Hold the lock of an account in the database of a URL, as a replica does that hangs in a write.

        Yield a function that returns when another write waits for a lock.
        """
        key = zlib.crc32(account.encode()) - 2**31
        with psycopg.connect(self._address(address.rpartition("/")[2])) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (0x776D, key))

            def until_waiting() -> None:
                query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                while connection.execute(query).fetchone() == (0,):
                    pass

            yield until_waiting

    @contextmanager
    def hanging(self, address: str) -> Iterator[None]:
        """Stop the processes that serve the connections to the database of a URL, until the end of the block."""
        name = address.rpartition("/")[2]
        with psycopg.connect(self._address("postgres")) as connection:
            rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", (name,)).fetchall()
        for (pid,) in rows:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for (pid,) in rows:
                os.kill(pid, signal.SIGCONT)

    @contextmanager
    def rejecting(self, address: str) -> Iterator[None]:
        """Let the database of a URL accept no connections during the block, and close those that it has."""
        name = address.rpartition("/")[2]
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        self.drop_connections()
        yield
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())

    def _address(self, database: str) -> str:
        return f"host=127.0.0.1 port={self.port} user={self.user} dbname={database}"


def missing(what: str) -> None:
    """Skip a test because a program is missing; fail it if CI is set."""
    text = f"{what} is not installed; .ci/run installs it"
    if os.environ.get("CI"):
        pytest.fail(text)
    pytest.skip(text)


@contextmanager
def postgres_server(place: Path | None = None, options: str = "", user: str = "mock") -> Iterator[Postgres]:
    """Run a server with an empty cluster until the block ends.

    Args:
        place: The folder in which its files are; default is that of temporary files.
        options: More options of the server.
        user: The user that may do everything, without a password.
    """
    programs = installed_programs()
    if programs is None:
        missing("PostgreSQL")
        return
    with tempfile.TemporaryDirectory(prefix="postgres-", dir=place) as folder, socket.socket() as free:
        data = Path(folder, "data")
        # PostgreSQL does not run as root; Debian's package creates a user for it.
        run_as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if run_as:
            shutil.chown(folder, "postgres")
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
        initdb = [str(programs / "initdb"), "-D", str(data), "-U", user, "-A", "trust", "--no-sync", "-E", "UTF8"]
        subprocess.run([*run_as, *initdb], check=True, **quiet)  # type: ignore[call-overload]
        options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off {options}"

        def control(task: str, mode: str) -> None:
            arguments = [str(programs / "pg_ctl"), "-D", str(data), "-m", mode, "-w", "-o", options, task]
            subprocess.run([*run_as, *arguments], check=True, **quiet)  # type: ignore[call-overload]

        control("start", "fast")
        try:
            yield Postgres(port, user, control)
        finally:
            control("stop", "immediate")


def installed_programs() -> Path | None:
    """Return the folder of the programs of PostgreSQL; None if it is not installed."""
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).resolve().parent
    versions = sorted(_DEBIAN.glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None
