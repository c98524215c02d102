"""Runs several worker processes on one socket and one database."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from workato_embedded_mock.app import Customer, create_app
from workato_embedded_mock.errors import StartError
from workato_embedded_mock.serving.logs import Log, LogSettings
from workato_embedded_mock.serving.server import GRACEFUL_TIMEOUT, Server
from workato_embedded_mock.settings import Settings
from workato_embedded_mock.startup.garbage import collection_paused
from workato_embedded_mock.store.database_urls import is_shareable

logger = logging.getLogger(__name__)

_STOP_SECONDS = 5
_SHORT_LIFE_SECONDS = 1

_spawn = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class _Worker:
    """The task of each worker process."""

    settings: Settings
    listener: socket.socket
    log: LogSettings
    graceful_timeout: int

    def start(self) -> SpawnProcess:
        """Start a process."""
        process = _spawn.Process(target=self, daemon=True)
        process.start()
        return process

    def __call__(self) -> None:
        """Serve until a signal, or until the supervisor is gone."""
        with Log(self.log) as log:
            threading.Thread(target=_end_with_parent, daemon=True).start()
            with collection_paused(keep=True):
                app = create_app(self.settings, log.on_request)
            with app:
                Server(app, lambda: None, self.settings.connections, self.graceful_timeout).run([self.listener])


def serve_by_workers(
    settings: Settings,
    listener: socket.socket,
    workers: int,
    log: LogSettings,
    ready: Callable[[Sequence[Customer]], None],
    graceful_timeout: int = GRACEFUL_TIMEOUT,
) -> None:
    """Run several worker processes until SIGTERM or Ctrl-C; a worker that dies is replaced.

    Args:
        settings: The settings of each worker.
        listener: The socket that they share.
        workers: The number of workers.
        log: The settings of their logs.
        ready: Called with example customers of the seed when the server is ready.
        graceful_timeout: How many seconds requests may take after SIGTERM.

    Raises:
        StartError: The settings cannot be used, or their database cannot be shared.
    """
    if not is_shareable(settings.database):
        raise StartError(
            f"{workers} workers need a database that they can share: --database sqlite:///FILE or "
            "postgresql+psycopg://…; a database in memory belongs to one process"
        )
    # Errors show here once, and the tables are created before the workers start.
    with create_app(settings) as app:
        customers = app.customers
    worker = _Worker(settings, listener, log, graceful_timeout)
    with _stop_signal() as stopped:
        processes = [worker.start() for _ in range(workers)]
        # The socket accepts connections already; the first worker responds to them.
        ready(customers)
        try:
            _supervise(worker, processes, stopped)
        finally:
            # While it is open here, the system takes connections that no worker would accept.
            listener.close()
            _end(processes, graceful_timeout + _STOP_SECONDS)


def _supervise(worker: _Worker, processes: list[SpawnProcess], stopped: Connection) -> None:
    """Replace workers that die, until a signal."""
    started = time.monotonic()
    while True:
        ended = wait([stopped, *(process.sentinel for process in processes)])
        if stopped in ended:
            return
        for index, process in enumerate(processes):
            if process.sentinel in ended:
                process.join()
                logger.error("worker %s ended with exit code %s; starting another one", process.pid, process.exitcode)
                if time.monotonic() - started < _SHORT_LIFE_SECONDS and wait([stopped], _SHORT_LIFE_SECONDS):
                    return
                started = time.monotonic()
                processes[index] = worker.start()


def _end(processes: list[SpawnProcess], seconds: float) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()


@contextmanager
def _stop_signal() -> Iterator[Connection]:
    """Return a connection that has data to read after SIGTERM or SIGINT."""
    reader, writer = _spawn.Pipe(duplex=False)

    def stop(_number: int, _frame: object) -> None:
        writer.send_bytes(b"stop")

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield reader
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        reader.close()
        writer.close()


def _end_with_parent() -> None:
    """Stop when the supervisor was killed: it could not stop its workers."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
