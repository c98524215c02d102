"""The stores of a soak run, and what happens to each of them under load."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contract_tests.soak.load import Progress
from contract_tests.soak.server import SoakServer
from contract_tests.support.postgres import Postgres, installed_programs, postgres_server

# How many requests end while a database is not available, and the longest time of it in seconds.
_REQUESTS, _SECONDS = 40, 3
_FILE_DISK_MIB, _POSTGRESQL_DISK_MIB = 64, 256
# The files of PostgreSQL that are written first must fit on the small disk.
_SMALL = "-c max_wal_size=64MB -c min_wal_size=32MB -c shared_buffers=16MB"
# Waiting ends soon, so that many requests find out.
_TIMEOUTS = "?options=-c%20lock_timeout%3D1s%20-c%20statement_timeout%3D2s"

Disturbance = Callable[[SoakServer, Progress], None]


@dataclass(frozen=True)
class Store:
    """A place where the mock keeps its state.

    Attributes:
        name: Its name in the report.
        url: The URL of the database.
        is_durable: Whether the state outlives the server.
        disturbances: What can happen under load, by its name.
        skipped: What cannot happen here, with the reason.
    """

    name: str
    url: str
    is_durable: bool
    disturbances: Mapping[str, Disturbance]
    skipped: tuple[str, ...] = field(default=())


def _restart(server: SoakServer, _progress: Progress) -> None:
    server.restart()


def _kill(server: SoakServer, _progress: Progress) -> None:
    server.kill()


_ENDS: dict[str, Disturbance] = {"restart": _restart, "kill -9": _kill}


@contextmanager
def memory() -> Iterator[Store]:
    """Yield the store in memory."""
    yield Store("memory", "sqlite://", is_durable=False, disturbances=_ENDS)


@contextmanager
def file() -> Iterator[Store]:
    """Yield a store in a file of SQLite."""
    with tempfile.TemporaryDirectory(prefix="soak-") as folder, _small_disk(Path(folder), _FILE_DISK_MIB) as skipped:
        path = Path(folder, "soak.db")

        def lock(_server: SoakServer, progress: Progress) -> None:
            with closing(sqlite3.connect(path, isolation_level=None, timeout=60)) as other:
                other.execute("BEGIN IMMEDIATE")
                progress.wait(_REQUESTS, _SECONDS)
                other.execute("ROLLBACK")

        happening = {**_ENDS, "file locked": lock}
        if not skipped:
            happening["disk full"] = lambda _server, progress: _fill(Path(folder), progress)
        yield Store("file", f"sqlite:///{path}?timeout=1", is_durable=True, disturbances=happening, skipped=skipped)


@contextmanager
def postgresql() -> Iterator[Store]:
    """Yield a store in PostgreSQL."""
    with (
        tempfile.TemporaryDirectory(prefix="soak-") as folder,
        _small_disk(Path(folder), _POSTGRESQL_DISK_MIB) as skipped,
    ):
        Path(folder).chmod(0o755)
        with postgres_server(Path(folder), _SMALL) as running:
            url = running.new_database()
            happening = {**_ENDS, **_stops(running, url)}
            if not skipped:
                happening["disk full"] = lambda _server, progress: _fill_for(running, Path(folder), progress)
            yield Store("PostgreSQL", f"{url}{_TIMEOUTS}", is_durable=True, disturbances=happening, skipped=skipped)


STORES: dict[str, Callable[[], Any]] = {"memory": memory, "file": file, "postgresql": postgresql}


def available_stores() -> dict[str, Callable[[], Any]]:
    """Return the stores whose programs are installed."""
    return {name: store for name, store in STORES.items() if name != "postgresql" or installed_programs() is not None}


def _stops(running: Postgres, url: str) -> dict[str, Disturbance]:
    def stopped(mode: str) -> Disturbance:
        def stop(_server: SoakServer, progress: Progress) -> None:
            running.stop(mode)
            progress.wait(_REQUESTS, _SECONDS)
            running.start()

        return stop

    def hang(_server: SoakServer, progress: Progress) -> None:
        with running.hanging(url):
            progress.wait(_REQUESTS, _SECONDS)

    return {
        "database stopped": stopped("fast"),
        "database killed": stopped("immediate"),
        "connections closed": lambda _server, _progress: running.drop_connections(),
        "backends stopped": hang,
    }


@contextmanager
def _small_disk(folder: Path, mib: int) -> Iterator[tuple[str, ...]]:
    """Mount a small file system at a folder; yield what must be skipped without it."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={mib}m,mode=755", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        yield ("disk full: mounting a small file system needs root",)
        return
    try:
        yield ()
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _fill(folder: Path, progress: Progress) -> None:
    """Fill a file system, and free it after some requests."""
    filler = folder / "filler"
    try:
        with filler.open("wb", buffering=0) as stream:
            for size in (2**20, 2**12, 1):
                _write_all(stream, b"\0" * size)
        progress.wait(_REQUESTS, _SECONDS)
    finally:
        filler.unlink()


def _write_all(stream: Any, block: bytes) -> None:
    """Write a block again and again, until it does not fit."""
    try:
        while stream.write(block) == len(block):
            pass
    except OSError:
        return


def _fill_for(running: Postgres, folder: Path, progress: Progress) -> None:
    """Fill the file system of a server, which ends if it cannot write its log, and start it again."""
    _fill(folder, progress)
    running.start()
