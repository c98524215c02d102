"""The console works without JavaScript: links and plain forms do its main tasks."""

from __future__ import annotations

from contract_tests.browser.accounts import Mock
from contract_tests.browser.links import pages
from contract_tests.browser.visitor import Visitor


def test_each_page_opens_without_javascript(visitor: Visitor, prepared: Mock) -> None:
    """With JavaScript off, links lead to the same kinds of pages as with it, and each has a heading."""
    plain, full = visitor.page(prepared.origin, scripts=False), visitor.page(prepared.origin)
    kinds = set()
    for kind in pages(plain, prepared.origin):
        assert plain.get_by_role("heading", level=1).inner_text()
        kinds.add(kind)
    assert kinds == {*pages(full, prepared.origin)}
