"""Open pages in new profiles of the browser, and report at the end what went wrong in them."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from contract_tests.browser.chromium import Scheme, new_context
from contract_tests.browser.links import START
from contract_tests.browser.watch import Watch


def follow(element: Locator) -> None:
    """Click a link or a button, and wait until the page that it leads to is loaded.

    A click alone returns while the page is still arriving: what a test then reads at once may be a part of it.
    """
    with element.page.expect_navigation():
        element.click()


class Visitor:
    """Opens pages, each in a new context."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._opened: list[tuple[BrowserContext, Watch]] = []

    def page(
        self,
        *origins: str,
        scheme: Scheme = "light",
        scripts: bool = True,
        expected: Iterable[int] = (),
    ) -> Page:
        """Return an empty page for the console of a mock, or for a partner's site that frames its pages.

        Args:
            origins: The address of the mock, and those of other sites that the test opens.
            scheme: The colour scheme that the visitor prefers.
            scripts: Whether JavaScript is on.
            expected: The status codes of error pages that the test opens on purpose.
        """
        context = new_context(self._browser, scheme, scripts=scripts)
        watch = Watch(context, *origins)
        watch.expected.update(expected)
        self._opened.append((context, watch))
        return context.new_page()

    def start(self, origin: str, *, scheme: Scheme = "light", scripts: bool = True) -> Page:
        """Return a page that shows the first page of the console of a mock."""
        page = self.page(origin, scheme=scheme, scripts=scripts)
        page.goto(origin + START)
        return page

    def leave(self) -> None:
        """Close all pages.

        Raises:
            AssertionError: Something went wrong in a page; the message says what.
        """
        for context, _ in self._opened:
            context.close()
        for _, watch in self._opened:
            watch.check()
