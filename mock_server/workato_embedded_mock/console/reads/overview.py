"""Reads the accounts, without creating or changing any."""

from __future__ import annotations

from workato_embedded_mock.console.accounts import Account
from workato_embedded_mock.control.tools import Tools

PAGE = 50


def list_accounts(tools: Tools, after: int) -> list[Account]:
    """Return the accounts after a number, oldest first: one page, and one more if there are more."""
    return [Account(number, name) for number, name in tools.namespaces.numbered(after, PAGE + 1)]
