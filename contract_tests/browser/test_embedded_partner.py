"""The example of a partner's site: customers connect applications and use Workato in iframes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect
from workato_embedded.embedding import TokenOptions, generate_key

from contract_tests.browser.accounts import Account
from contract_tests.browser.checks import check_page
from contract_tests.browser.embedded_site import LONGEST, SLACK, Site, running
from contract_tests.browser.visitor import Visitor, follow

RECIPE, RECIPE_NAME = "/recipes/9001", "Sync orders to Jira"


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
        link, route = site.link(), f"{site.origin}/connections/{SLACK}/widget"
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
