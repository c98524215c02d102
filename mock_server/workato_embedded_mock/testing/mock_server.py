"""A mock server for tests, in a thread of this process, on a free port of the loopback interface."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from workato_embedded_mock.app import BASE_PATH, create_app
from workato_embedded_mock.serving.listeners import address, bind
from workato_embedded_mock.serving.server import Server
from workato_embedded_mock.settings import DEFAULT_HOST, Settings

_TIMEOUT_SECONDS = 10


class MockServer:
    """A mock server that runs as long as its `with` block.

    ```python
    with MockServer() as server:
        httpx2.get(f"{server.url}/managed_users", headers={"Authorization": "Bearer any"})
    ```

    Args:
        database: SQLAlchemy URL of the database; default is in memory.
        tokens: The bearer tokens that are accepted; default is all. Each names a namespace of its own.
        seed: `default`, `empty`, or the path of a YAML or JSON file.
        strict: Reject what is served with a note otherwise.
        transitions: When exports and imports finish: `immediate`, `polls:N` (after N polls) or `seconds:N`.
        download_seconds: How long the URL of a zip file is valid, by the namespace's clock.
        simulate_jobs: Interval in seconds, by the namespace's clock, at which each running recipe runs; 0 for never.
        rate_limits: `off`, `documented`, or `N/min` for each operation.
        as_of: The day whose edition of the API is served, as YYYY-MM-DD; None serves everything that is known.
        journal: The number of requests of a namespace that the journal keeps.
        journal_body: The most bytes of a body that the journal keeps as a whole.
        journal_memory: About how many MiB the journals of all namespaces may take in memory.
        control_token: The token that the control plane requires in `X-Mock-Control-Token`; empty for no token.
        allow_hosts: Hosts that `Host` may name in requests to control plane and console, besides those of this machine
            and `host`.
        cors: Origins whose pages may call the API from scripts, such as `https://docs.example.com`, or `null`.
        public_url: The URL of the server in links; by default it is that of the request.
        root_path: The path below which a proxy serves the server; by default it is that of `public_url`.
        host: The address to listen on.
        port: The port to listen on; 0 selects a free one.
    """

    def __init__(
        self,
        *,
        database: str = "sqlite://",
        tokens: Iterable[str] = (),
        seed: str = "default",
        strict: bool = False,
        transitions: str = "polls:1",
        download_seconds: int = 10,
        simulate_jobs: int = 0,
        rate_limits: str = "off",
        as_of: str | None = None,
        journal: int = 1000,
        journal_body: int = 65_536,
        journal_memory: int = 32,
        control_token: str = "",
        allow_hosts: Iterable[str] = (),
        cors: Iterable[str] = (),
        public_url: str = "",
        root_path: str = "",
        host: str = DEFAULT_HOST,
        port: int = 0,
    ) -> None:
        self._settings = Settings(
            database=database,
            tokens=tuple(tokens),
            seed=seed,
            strict=strict,
            transitions=transitions,
            download_seconds=download_seconds,
            simulate_jobs=simulate_jobs,
            rate_limits=rate_limits,
            as_of=as_of,
            journal=journal,
            journal_body=journal_body,
            journal_memory=journal_memory,
            control_token=control_token,
            allow_hosts=(*allow_hosts, host),
            cors=tuple(cors),
            public_url=public_url,
            root_path=root_path,
        )
        self._host = host
        self._port = port
        self._root: str | None = None
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The base URL for clients, ending in `/api`.

        Raises:
            RuntimeError: The server is not running.
        """
        return f"{self.root_url}{BASE_PATH}"

    @property
    def root_url(self) -> str:
        """The URL of the server itself; the control plane is at `/_mock` below it.

        Raises:
            RuntimeError: The server is not running.
        """
        if self._root is None:
            raise RuntimeError("the mock server is not running")
        return self._root

    def start(self) -> None:
        """Start the server; return when it is ready.

        Raises:
            StartError: The seed, the database or the port cannot be used.
            RuntimeError: It is running already, or does not become ready.
        """
        if self._thread is not None:
            raise RuntimeError("the mock server is running already")
        listener = bind(self._host, self._port)
        try:
            app = create_app(self._settings)
        except BaseException:
            listener.close()
            raise
        ready = threading.Event()
        self._root = address(listener)
        self._server = Server(app, ready.set)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), name="workato-mock", daemon=True)
        self._thread.start()
        if not ready.wait(_TIMEOUT_SECONDS):
            self.stop()
            raise RuntimeError("the mock server did not become ready")

    def stop(self) -> None:
        """Stop the server, and close the database; do nothing if it is not running."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(_TIMEOUT_SECONDS)
        self._server = self._thread = self._root = None

    def __enter__(self) -> Self:
        """Start the server."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop the server."""
        self.stop()
