"""Accounts of the console: namespaces by their numbers, since their names are bearer tokens."""

from __future__ import annotations

from dataclasses import dataclass

from workato_embedded_mock.http.request_log import short_name
from workato_embedded_mock.instruments.namespaces import Namespaces


@dataclass(frozen=True, slots=True)
class Account:
    """One account.

    Attributes:
        number: The number by which pages address it.
        name: Its name, which is a bearer token: it must not appear on a page.
    """

    number: int
    name: str

    @property
    def anonymous(self) -> bool:
        """Whether it stands for requests without a token, which have a journal and nothing else."""
        return not self.name

    @property
    def label(self) -> str:
        """What pages show instead of the name: its first characters, and the short form that the log has."""
        return f"{masked(self.name)} {short_name(self.name)}" if not self.anonymous else "requests without a token"


def masked(name: str) -> str:
    """Return the first characters of a name, at most four and at most a third of it, and an ellipsis."""
    return f"{name[: min(4, len(name) // 3)]}…"


def find_account(namespaces: Namespaces, number: int) -> Account | None:
    """Return the account with a number; None if there is none. Nothing is created."""
    name = namespaces.name(number)
    return None if name is None else Account(number, name)
