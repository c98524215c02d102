"""The example of a partner's site: customers connect applications and use Workato in iframes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import httpx2
import pytest
from flask import Flask
from playwright.sync_api import FrameLocator, Page, expect
from werkzeug.serving import make_server
from workato_embedded.embedding import TokenOptions, generate_key

from contract_tests.browser.accounts import CUSTOMER, OPTIONS, Account
from contract_tests.browser.checks import check_page
from contract_tests.browser.visitor import Visitor, follow
from examples.embedded_partner.__main__ import prepare
from examples.embedded_partner.app import Partner, create_app

# A connection to Slack that is not authorized yet, and a recipe.
SLACK = 7103
RECIPE, RECIPE_NAME = "/recipes/9001", "Sync orders to Jira"
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


@pytest.fixture
def site(visitor: Visitor, account: Account) -> Iterator[Site]:
    """Yield the running site."""
    with running(visitor, account) as site:
        yield site


def test_a_customer_connects_an_application(site: Site) -> None:
    """A click connects; the message changes the page; the API has the status, the journal the requests."""
    site.open("/")
    follow(site.page.get_by_role("link", name="Northwind Slack"))
    site.expect_status("Not connected")
    site.consent()
    site.expect_status("Connected")
    assert site.api_status() == "success"
    for operation in ("open_connection_widget", "open_embedded_page", "authorize_in_application"):
        assert site.entries(operation), operation
    (entry,) = site.entries("open_connection_widget")
    assert entry["status"] == 302
    assert "eyJ" not in str(entry)
    site.open("/")
    expect(site.page.get_by_role("listitem").filter(has_text="Northwind Slack")).to_contain_text(": connected")


def test_a_widget_gets_the_height_of_its_content(site: Site) -> None:
    """The frame of the widget has the height that the widget posts."""
    site.open()
    site.expect_status("Not connected")
    height = "parseFloat(getComputedStyle(document.querySelector('#widget')).height)"
    frame = site.page.frame(url=f"{site.account.mock.origin}/**")
    assert frame is not None
    content = frame.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
    site.page.wait_for_function(f"(content) => {height} === content", arg=content)


@pytest.mark.parametrize("how", ["status", "error", "both"])
def test_the_page_shows_why_connecting_failed(site: Site, how: str) -> None:
    """The page shows the error, in each of the ways in which a failure may be posted."""
    with site.account.control() as control:
        control.put("/embedding", json={"failure": how})
    site.open()
    site.widget.get_by_label("Error").fill("Slack is closed today")
    site.widget.get_by_role("button", name="Fail").click()
    site.expect_status("Not connected: Slack is closed today")
    assert site.api_status() == "failed"


def test_a_customer_disconnects(site: Site) -> None:
    """Disconnecting in the widget changes the page and the API."""
    site.open()
    site.consent()
    site.expect_status("Connected")
    site.widget.get_by_role("button", name="Disconnect").click()
    site.expect_status("Not connected")
    assert site.api_status() is None


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("signature_invalid", lambda: {"key": generate_key().private_key}),
        ("vendor_unknown", lambda: {"vendor_id": "vnd0123456789abcdef01"}),
        ("origin_not_allowed", lambda: {"origin": "https://other.example.com"}),
        ("token_expired", lambda: {"issued_at": time.time() - 900}),
    ],
)
def test_a_rejected_link_shows_its_reason(
    visitor: Visitor, account: Account, code: str, options: Callable[[], TokenOptions]
) -> None:
    """The frame shows what is wrong with the token, and the page says after a while that nothing came."""
    with running(visitor, account, expected=(401,)) as site:
        site.options.update(options())
        site.page.clock.install()
        site.open()
        expect(site.widget.locator("body")).to_contain_text(code)
        failure = site.page.get_by_text("The widget does not load")
        expect(failure).to_be_hidden()
        site.page.clock.run_for(LONGEST)
        expect(failure).to_be_visible()
        # A link with an unknown vendor id belongs to no account.
        if code != "vendor_unknown":
            (entry,) = site.entries("open_connection_widget")
            assert entry["status"] == 401
            assert [reason["keyword"] for reason in entry["reasons"]] == [code]


def test_a_link_works_once(visitor: Visitor, account: Account) -> None:
    """A site that uses a link twice gets a rejection for the second load; a new link loads the widget again."""
    with running(visitor, account, expected=(401,)) as site:
        site.page.clock.install()
        link, route = site.link(), f"{site.origin}/connections/{SLACK}/widget"
        site.page.route(route, lambda route: route.fulfill(status=303, headers={"Location": link}))
        site.open()
        site.expect_status("Not connected")
        expect(site.widget.get_by_role("button", name="Connect")).to_be_visible()
        site.open()
        expect(site.widget.locator("body")).to_contain_text("jti_used")
        site.page.clock.run_for(LONGEST)
        site.page.unroute(route)
        site.page.get_by_role("button", name="Try again").click()
        expect(site.widget.get_by_role("button", name="Connect")).to_be_visible()
        expect(site.page.get_by_text("The widget does not load")).to_be_hidden()


def test_a_link_expires_on_the_clock_of_the_account(visitor: Visitor, account: Account) -> None:
    """A link that was signed before the clock was advanced by a quarter of an hour is rejected; a later one is not."""
    with running(visitor, account, expected=(401,)) as site:
        # A token has the second in which it was signed: this one is surely older than the change of the clock.
        site.options["issued_at"] = time.time() - 2
        link, route = site.link(), f"{site.origin}/connections/{SLACK}/widget"
        del site.options["issued_at"]
        with account.control() as control:
            control.put("/clock", json={"advance_seconds": 900})
        site.page.route(route, lambda route: route.fulfill(status=303, headers={"Location": link}))
        site.open()
        expect(site.widget.locator("body")).to_contain_text("token_expired")
        site.page.unroute(route)
        site.open()
        expect(site.widget.get_by_role("button", name="Connect")).to_be_visible()


def test_a_widget_that_never_loads_can_be_loaded_again(visitor: Visitor, account: Account) -> None:
    """The fault of a widget that does not load is noticed by time, and gone with the next load."""
    with running(visitor, account, expected=(503,)) as site:
        with account.control() as control:
            rule = {"operation_id": "open_embedded_page", "status": 503, "times": 1}
            control.put("/faults", json={"rules": [rule]})
        site.page.clock.install()
        site.open()
        site.expect_status("Not connected")
        site.page.clock.run_for(LONGEST)
        site.page.get_by_role("button", name="Try again").click()
        expect(site.widget.get_by_role("button", name="Connect")).to_be_visible()


def test_a_provider_that_rejects_is_shown(site: Site) -> None:
    """A fault of the application behind the connection is a failure that the page shows."""
    with site.account.control() as control:
        rule = {"operation_id": "authorize_in_application", "status": 403, "times": 1}
        control.put("/faults", json={"rules": [rule]})
    site.open()
    site.consent()
    site.expect_status("Not connected: the application responded with status 403")
    site.consent()
    site.expect_status("Connected")


def test_the_address_of_the_page_follows_the_application(site: Site) -> None:
    """A link in the frame changes the address of the page; going back and links of the page move the frame."""
    site.open("/integration/recipes")
    site.expect_status("Loaded")
    site.workato.get_by_role("link", name=RECIPE_NAME).click()
    site.expect_path(f"/integration{RECIPE}")
    site.workato.get_by_role("link", name="Jobs").click()
    site.expect_path(f"/integration{RECIPE}#jobs")
    site.page.go_back()
    site.page.go_back()
    site.expect_path("/integration/recipes")
    expect(site.workato.get_by_role("link", name=RECIPE_NAME)).to_be_visible()
    site.page.get_by_role("navigation", name="Workato").get_by_role("link", name="Connections").click()
    site.expect_path("/integration/connections")
    expect(site.workato.get_by_role("heading", name="Connections")).to_be_visible()
    site.page.go_back()
    expect(site.workato.get_by_role("link", name=RECIPE_NAME)).to_be_visible()


def test_an_address_of_the_page_opens_the_same_page_of_the_application(site: Site) -> None:
    """The address of a page with its fragment can be opened again, with a new token."""
    site.open(f"/integration{RECIPE}#jobs")
    expect(site.workato.get_by_text("1 succeeded, 1 failed")).to_be_visible()
    site.page.reload()
    expect(site.workato.get_by_text("1 succeeded, 1 failed")).to_be_visible()
    site.expect_path(f"/integration{RECIPE}#jobs")
    assert len(site.entries("open_direct_link")) == 2


def test_a_click_in_the_frame_closes_the_menu_of_the_page(site: Site) -> None:
    """The page closes its menu because of the message `click`."""
    site.open("/integration/recipes")
    site.expect_status("Loaded")
    menu = site.page.locator("#menu")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    site.workato.get_by_role("heading", name="Recipes").click()
    expect(menu).not_to_have_attribute("open", "")


def test_the_pages_of_the_site_are_sound(site: Site) -> None:
    """The pages of the site have no serious finding of axe, do not scroll sideways, and work by keyboard."""
    for path in ("/", f"/connections/{SLACK}", "/integration/recipes"):
        site.open(path)
        expect(site.page.get_by_text("Loading …")).to_be_hidden()
        # axe would post messages to frames of another origin. Their pages have tests of their own.
        site.page.locator("iframe").evaluate_all(
            "(frames) => frames.forEach((frame) => { frame.src = 'about:blank'; })"
        )
        check_page(site.page)
