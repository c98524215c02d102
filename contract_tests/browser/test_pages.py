"""All pages of the console, found through its links, are sound: structure, width, accessibility, keyboard."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.browser.accounts import TOKENS, Mock
from contract_tests.browser.checks import check_page
from contract_tests.browser.links import pages
from contract_tests.browser.visitor import Visitor

pytestmark = pytest.mark.slow

# The lists of the account with many customers have a second page.
LONG = ("/_mock/console/accounts/2/state/", "/_mock/console/accounts/2/requests/")


def test_each_page_is_sound_in_both_colour_schemes_and_widths(visitor: Visitor, prepared: Mock) -> None:
    """One page of each kind has no serious finding of axe, does not scroll sideways, and can be used by keyboard."""
    page = visitor.page(prepared.origin)
    checked = 0
    for _ in pages(page, prepared.origin, LONG):
        check_page(page)
        checked += 1
    assert checked > 10


def test_looking_at_each_page_changes_nothing(visitor: Visitor, prepared: Mock) -> None:
    """After one page of each kind was opened, the state, the journal, the clock and the limits are the same bytes."""
    before = {token: instruments(prepared, token) for token in TOKENS}
    page = visitor.page(prepared.origin)
    assert len([*pages(page, prepared.origin, LONG)]) > 10
    assert {token: instruments(prepared, token) for token in before} == before


def instruments(mock: Mock, token: str) -> dict[str, Any]:
    """Return what the control plane exports of an account, as bytes."""
    with mock.control(token) as control:
        names = ("state", "journal", "clock", "limits", "faults", "snapshots", "edition")
        return {name: control.get(f"/{name}").content for name in names}
