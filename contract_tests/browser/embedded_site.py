"""Run the example of a partner's site with an account of a mock, and open it in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import httpx2
from flask import Flask
from playwright.sync_api import FrameLocator, Page, expect
from werkzeug.serving import make_server
from workato_embedded.embedding import TokenOptions

from contract_tests.browser.accounts import CUSTOMER, OPTIONS, Account
from contract_tests.browser.visitor import Visitor
from examples.embedded_partner.__main__ import prepare
from examples.embedded_partner.app import Partner, create_app

# A connection to Slack that is not authorized yet.
SLACK = 7103
# Milliseconds after which the site says that a widget does not load.
LONGEST = 10_000


@dataclass(frozen=True)
class Site:
    """The running site, with a page of a browser.

    Attributes:
        origin: Its origin.
        account: The account of the mock.
        page: The page, which is empty at first.
        options: Arguments of tokens that the test changes.
    """

    origin: str
    account: Account
    page: Page
    options: TokenOptions

    @property
    def widget(self) -> FrameLocator:
        """The frame with the widget."""
        return self.page.frame_locator("#widget")

    @property
    def workato(self) -> FrameLocator:
        """The frame with the whole application."""
        return self.page.frame_locator("#workato")

    def open(self, path: str = f"/connections/{SLACK}") -> None:
        """Open a page of the site."""
        self.page.goto(self.origin + path)

    def expect_path(self, path: str) -> None:
        """Wait until the page has an address."""
        self.page.wait_for_url(self.origin + path)

    def expect_status(self, text: str) -> None:
        """Wait until the page shows a status."""
        expect(self.page.locator("#status")).to_have_text(text)

    def consent(self) -> None:
        """Press Connect in the widget, and allow access in the window of the application."""
        with self.page.expect_popup() as opened:
            self.widget.get_by_role("button", name="Connect").click()
        opened.value.get_by_role("button", name="Allow").click()

    def api_status(self) -> Any:
        """Return the status of the connection in the API."""
        with self.account.client() as client:
            return next(each.authorization_status for each in client.connections.list(CUSTOMER) if each.id == SLACK)

    def link(self) -> str:
        """Return the link to which the site redirects the widget."""
        response = httpx2.get(f"{self.origin}/connections/{SLACK}/widget", **OPTIONS)
        assert response.status_code == 303
        return response.headers["location"]

    def entries(self, operation: str) -> list[Any]:
        """Return the entries of the mock's journal for an operation."""
        with self.account.control() as control:
            entries: list[Any] = control.get("/journal", params={"operation": operation}).json()["entries"]
            return entries


@dataclass(frozen=True)
class ChangedPartner(Partner):
    """Settings of a site whose tokens a test changes.

    Attributes:
        options: The arguments of tokens that differ.
    """

    options: TokenOptions = field(default_factory=TokenOptions)

    def token_options(self) -> TokenOptions:
        """Return the arguments of tokens."""
        return {**super().token_options(), **self.options}


@contextmanager
def serving(create: Callable[[str], Flask]) -> Iterator[str]:
    """Serve an app, which is created with its origin, at a free port, and yield the origin."""
    with make_server("127.0.0.1", 0, Flask(__name__), threaded=True) as server:
        origin = f"http://127.0.0.1:{server.server_port}"
        server.app = create(origin)
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield origin
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def running(visitor: Visitor, account: Account, expected: tuple[int, ...] = ()) -> Iterator[Site]:
    """Run the site, registered with an account of the mock, and yield it with a new page.

    Args:
        visitor: The visitor that opens the page.
        account: The account.
        expected: The status codes of error pages that the test opens on purpose.
    """
    options = TokenOptions()
    with account.client() as client:

        def create(origin: str) -> Flask:
            return create_app(ChangedPartner(**vars(prepare(client, CUSTOMER, origin)), options=options))

        with serving(create) as origin:
            page = visitor.page(origin, account.mock.origin, expected=expected)
            yield Site(origin, account, page, options)
            page.close()
