"""What a mock server can be told before it starts; must not read the environment or the command line."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8765


@dataclass(frozen=True, slots=True)
class Settings:
    """How one mock server behaves.

    Attributes:
        database: SQLAlchemy URL of the store. `sqlite://` keeps it in memory.
        tokens: The bearer tokens that are let in. None given: every token is let in.
        seed: `default`, `empty`, or the path of a YAML or JSON file; what each namespace begins with.
        strict: Refuse what the API is known or believed to tolerate, in place of serving and noting it.
        transitions: When exports and imports end: `immediate`, `polls:N` or `seconds:N`.
        simulate_jobs: Each running recipe runs once in so many seconds of its namespace's clock; never when 0.
        rate_limits: The limits of each namespace: `off`, `documented`, or `N/min` for each operation.
        journal: How many exchanges of a namespace the journal keeps.
        control_token: The bearer token of the control plane. None given: it answers to loopback peers only.
    """

    database: str = "sqlite://"
    tokens: tuple[str, ...] = ()
    seed: str = "default"
    strict: bool = False
    transitions: str = "polls:1"
    simulate_jobs: int = 0
    rate_limits: str = "off"
    journal: int = 1000
    control_token: str = ""
