"""The settings of a mock server; must not read the environment or the command line."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8765


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one mock server.

    Attributes:
        database: The SQLAlchemy URL of the store. `sqlite://` is in memory.
        tokens: The accepted bearer tokens. If empty, every token is accepted.
        seed: The initial content of namespaces: `default`, `empty`, or the path of a YAML or JSON file.
        strict: Reject requests that the API is known or believed to tolerate; otherwise they are served and noted.
        transitions: When exports and imports finish: `immediate`, `polls:N` or `seconds:N`.
        download_seconds: How long the URL of a zip file is valid, by the namespace's clock.
        simulate_jobs: Run each running recipe every N seconds of the namespace's clock; 0 disables it.
        rate_limits: The rate limits of each namespace: `off`, `documented`, or `N/min` for each operation.
        as_of: The day whose edition of the API is served, as YYYY-MM-DD; None serves everything that is known.
        journal: The number of requests that the journal keeps for each namespace.
        journal_body: The most bytes of a body that the journal keeps as a whole, not only its beginning.
        journal_memory: About how many MiB the journals of all namespaces may take in memory.
        connections: The most connections of a process; 0 for as many as are usual and the operating system allows.
        expire_accounts: Delete namespaces that were not used for a time such as `24h`; `never` keeps them.
        control_token: The bearer token of the control plane. If empty, only loopback peers have access.
        allow_hosts: Hosts that `Host` may name in requests to control plane and console, besides those of this machine
            and the bound address. They do not matter with a control token.
        cors: Origins whose pages may call the API from scripts, such as `https://docs.example.com`, or `null`.
        public_url: The URL of this server in links, such as `https://mock.example.com/mock`. If empty, it is that of
            the request: `Host`, or `X-Forwarded-Proto`, `X-Forwarded-Host` and `X-Forwarded-Prefix`.
        root_path: The path below which a proxy serves this server, such as `/mock`. If empty, it is that of
            `public_url`.
    """

    database: str = "sqlite://"
    tokens: tuple[str, ...] = ()
    seed: str = "default"
    strict: bool = False
    transitions: str = "polls:1"
    download_seconds: int = 10
    simulate_jobs: int = 0
    rate_limits: str = "off"
    as_of: str | None = None
    journal: int = 1000
    journal_body: int = 65_536
    journal_memory: int = 32
    connections: int = 0
    expire_accounts: str = "never"
    control_token: str = ""
    allow_hosts: tuple[str, ...] = ()
    cors: tuple[str, ...] = ()
    public_url: str = ""
    root_path: str = ""
