"""Accounts of the console: namespaces by their numbers, since their names are bearer tokens."""

from __future__ import annotations

from dataclasses import dataclass

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
    def label(self) -> str:
        """What pages show instead of the name."""
        return masked(self.name)


def masked(name: str) -> str:
    """Return the first characters of a name, at most four and at most a third of it, and an ellipsis."""
    if not name:
        return "requests without a token"
    return f"{name[: min(4, len(name) // 3)]}…"


def find_account(namespaces: Namespaces, number: int) -> Account | None:
    """Return the account with a number; None if there is none. Nothing is created."""
    name = namespaces.name(number)
    return None if name is None else Account(number, name)
