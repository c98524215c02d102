"""Workers that send a mixed load to an account, and keep the result of each write."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from contract_tests.soak.account import Account
from contract_tests.soak.callers import Caller, RawCaller, Reply
from contract_tests.soak.ledger import CUT, IN_FLIGHT, REJECTED, UNEXPLAINED, Written
from contract_tests.soak.server import SoakServer

# How long a worker waits for a response: longer than the server waits for its database.
_TIMEOUT = 60
# A worker deletes its oldest objects when it has more.
_MOST_OBJECTS = 40
_SERVER_ERROR = 500
# Refused: too many values.
_LARGE_BODY = b'{"name":"n","notification_email":"e","x":[' + b"{}," * 400_000 + b"{}]}"

MakeCaller = Callable[[int, str, float], Caller]


class Progress:
    """Counts the requests of all workers, so that others can wait for some."""

    def __init__(self) -> None:
        self._total = 0
        self._changed = threading.Condition()

    def add(self) -> None:
        """Count one request that has ended."""
        with self._changed:
            self._total += 1
            self._changed.notify_all()

    def wait(self, count: int, seconds: float) -> None:
        """Return when that many more requests have ended, or after a time."""
        with self._changed:
            wanted = self._total + count
            self._changed.wait_for(lambda: self._total >= wanted, seconds)


class Worker:
    """One sender of requests.

    Args:
        name: Its name, with which the names of its objects begin.
        account: Its account.
        make_caller: Makes what sends its requests.
        seed: The seed of its choices.
    """

    def __init__(self, name: str, account: Account, make_caller: MakeCaller, seed: str) -> None:
        self._name = name
        self._account = account
        self._ledger = account.ledger
        self._make_caller = make_caller
        self._caller: Caller | None = None
        self._life = 0
        self._random = random.Random(seed)
        self._number = 0
        # Name and id of its customers and rows, oldest first, and the id of the row that counts.
        self._customers: list[tuple[str, int]] = []
        self._rows: list[tuple[str, int]] = []
        self._counter = 0
        actions: dict[Callable[[Caller], Reply], int] = {
            self._create_customer: 20,
            self._add_row: 25,
            self._count: 20,
            lambda caller: caller.list_customers(): 10,
            lambda caller: caller.list_rows(account.table): 10,
            self._read_control_plane: 2,
            self._send_large_body: 1,
        }
        self._actions, self._weights = list(actions), list(actions.values())

    def run(self, server: SoakServer, stopped: threading.Event, progress: Progress) -> None:
        """Send requests until the load is stopped."""
        while not stopped.is_set():
            since = time.monotonic()
            if server.was_down(since):
                stopped.wait(0.02)
                continue
            caller = self._connected(server)
            self._note(self._choose()(caller), server, since)
            progress.add()
        self.close()

    def close(self) -> None:
        """Close its connections."""
        if self._caller is not None:
            self._caller.close()
            self._caller = None

    def adopt(self, found: dict[str, list[int]], *, forget: bool = False) -> None:
        """Take what was found of its objects as what it has; with `forget`, nothing is there."""
        own = [] if forget else [(name, ids[0]) for name, ids in found.items() if name.startswith(f"{self._name}-")]
        self._customers = [one for one in own if "-c" in one[0]]
        self._rows = [one for one in own if "-r" in one[0]]
        if forget:
            self._counter = 0

    def _connected(self, server: SoakServer) -> Caller:
        """Return a caller whose connections are not those to an earlier server."""
        if self._caller is None or self._life != server.life:
            self.close()
            self._life = server.life
            self._caller = self._make_caller(server.port, self._account.token, _TIMEOUT)
        return self._caller

    def _choose(self) -> Callable[[Caller], Reply]:
        if len(self._customers) > _MOST_OBJECTS:
            return self._delete_customer
        if len(self._rows) > _MOST_OBJECTS:
            return self._delete_row
        return self._random.choices(self._actions, self._weights)[0]

    def _note(self, reply: Reply, server: SoakServer, since: float) -> None:
        """Count a response that is cut, or an error of the server."""
        if reply.status is not None and reply.status < _SERVER_ERROR:
            return
        if server.was_down(since):
            self._ledger.count(IN_FLIGHT)
        elif not self._ledger.has_faults:
            if reply.status is None:
                self._ledger.count(CUT)
                return
            self._ledger.count(REJECTED)
            # The control plane says in the body what the API says in a header.
            if "database" not in f"{reply.reason} {reply.body}":
                self._ledger.count(UNEXPLAINED)

    def _written(self, name: str, reply: Reply) -> bool:
        """Keep the result of sending an object; return whether it was stored."""
        if reply.status == 200 and reply.id is not None:
            self._ledger.write(name, Written.STORED)
            return True
        is_rejected = reply.status is not None and not self._ledger.has_faults
        self._ledger.write(name, Written.REJECTED if is_rejected else Written.UNSURE)
        return False

    def _new_name(self, kind: str) -> str:
        self._number += 1
        return f"{self._name}-{kind}{self._number}"

    def _create_customer(self, caller: Caller) -> Reply:
        name = self._new_name("c")
        reply = caller.create_customer(name)
        if self._written(name, reply):
            self._customers.append((name, reply.id or 0))
        return reply

    def _add_row(self, caller: Caller) -> Reply:
        name = self._new_name("r")
        reply = caller.add_row(self._account.table, name)
        if self._written(name, reply):
            self._rows.append((name, reply.id or 0))
        return reply

    def _delete_customer(self, caller: Caller) -> Reply:
        name, identifier = self._customers.pop(0)
        return self._deleted(name, caller.delete_customer(identifier))

    def _delete_row(self, caller: Caller) -> Reply:
        name, identifier = self._rows.pop(0)
        return self._deleted(name, caller.delete_row(self._account.table, identifier))

    def _deleted(self, name: str, reply: Reply) -> Reply:
        self._ledger.write(name, Written.DELETED if reply.status == 200 else Written.UNSURE)
        return reply

    def _count(self, caller: Caller) -> Reply:
        """Set the counter of this worker to the next value."""
        self._number += 1
        marker = f"{self._name}={self._number}"
        table = self._account.table
        reply = caller.update_row(table, self._counter, marker) if self._counter else caller.add_row(table, marker)
        is_stored = reply.status == 200
        if not self._counter and reply.id is not None:
            self._counter = reply.id
        if self._counter:
            self._ledger.advance(self._name, self._number, acknowledged=is_stored)
        return reply

    def _read_control_plane(self, caller: Caller) -> Reply:
        if isinstance(caller, RawCaller):
            return caller.send("GET", self._random.choice(["/_mock/state", "/_mock/journal?limit=50"]))
        return caller.list_customers()

    def _send_large_body(self, caller: Caller) -> Reply:
        if isinstance(caller, RawCaller):
            return caller.send("POST", "/api/managed_users", _LARGE_BODY)
        return caller.list_rows(self._account.table)


@contextmanager
def load(workers: Sequence[Worker], server: SoakServer) -> Iterator[Progress]:
    """Let the workers send requests until the end of the block."""
    stopped, progress = threading.Event(), Progress()
    threads = [threading.Thread(target=worker.run, args=(server, stopped, progress)) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        yield progress
    finally:
        stopped.set()
        for thread in threads:
            thread.join()
