"""The client script keeps the addresses of the partner's page and of the frame the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from contract_tests.browser.partner_page import LAST, Partner, partner_page
from contract_tests.browser.visitor import Visitor, follow

# Calls handleNavigation() with handlers that note the fields of events, and call one method of each.
_HANDLE = """(prevent) => {
    const note = (event) => {
        const shown = (value) =>
            typeof value === "function" ? "function" : value instanceof Event ? value.type : value.text ?? value;
        events.push(Object.fromEntries(Object.entries(event).map(([name, value]) => [name, shown(value)])));
        prevent.forEach((name) => event[name]?.());
    };
    Workato.handleNavigation({onWorkatoNavigation: note, onVendorNavigation: note});
}"""
RECIPE = "/recipes/7?tab=1#jobs"


@pytest.fixture
def partner(visitor: Visitor) -> Iterator[Partner]:
    """Yield the page of a partner, whose frame is loaded."""
    with partner_page(visitor, "/integration/projects") as partner:
        partner.load("/projects")
        yield partner


def handle(partner: Partner, *prevent: str) -> None:
    """Handle navigation, note all events, and call these of their methods."""
    partner.run(_HANDLE, prevent)


def navigate(partner: Partner, url: str, *, replaced: bool = False) -> None:
    """Let the frame say that it shows another path."""
    partner.post("navigated", {"url": url, "replaced": replaced})


def click(partner: Partner, name: str = "Recipe", **options: Any) -> None:
    """Click a link of the partner's page."""
    partner.page.get_by_role("link", name=name).click(**options)


@pytest.mark.parametrize("replaced", [False, True])
def test_the_address_follows_the_frame(partner: Partner, *, replaced: bool) -> None:
    """A `navigated` adds an entry to the history of the page, or replaces it; the handler gets an event before that."""
    handle(partner)
    before = partner.entries
    navigate(partner, "/recipes?fid=1#assets", replaced=replaced)
    assert partner.path == "/integration/recipes?fid=1#assets"
    assert partner.entries == before + (not replaced)
    assert partner.run("events") == [
        {
            "workatoUrl": "/recipes?fid=1#assets",
            "embeddingUrl": "/integration/recipes?fid=1#assets",
            "urlReplaced": replaced,
            "preventVendorUrlChange": "function",
        }
    ]
    # The same address is not added again.
    navigate(partner, "/recipes?fid=1#assets")
    assert partner.entries == before + (not replaced)


def test_a_handler_prevents_that_the_address_follows_the_frame(partner: Partner) -> None:
    """preventVendorUrlChange() of the frame's event leaves the address."""
    handle(partner, "preventVendorUrlChange")
    navigate(partner, "/recipes")
    assert partner.path == "/integration/projects"
    assert partner.run("Workato.currentWorkatoUrl") == "/recipes"


def test_a_click_on_a_link_moves_both(partner: Partner) -> None:
    """A plain click on a link inside the prefix changes the address and the frame, and loads no new page."""
    handle(partner)
    partner.run("window.stayed = true")
    before = partner.entries
    click(partner)
    assert partner.sent_urls() == [RECIPE]
    navigate(partner, RECIPE)
    assert partner.path == f"/integration{RECIPE}"
    assert partner.entries == before + 1
    assert partner.run("stayed") is True
    assert partner.run("events")[0] == {
        "reason": "link",
        "link": "Recipe",
        "event": "click",
        "workatoUrl": RECIPE,
        "embeddingUrl": f"/integration{RECIPE}",
        "preventVendorUrlChange": "function",
        "preventWorkatoUrlChange": "function",
    }


@pytest.mark.parametrize(
    ("prevent", "path", "urls"),
    [
        (["preventVendorUrlChange"], "/integration/projects", [RECIPE]),
        (["preventWorkatoUrlChange"], f"/integration{RECIPE}", []),
        (["preventVendorUrlChange", "preventWorkatoUrlChange"], "/integration/projects", []),
    ],
)
def test_a_handler_prevents_what_a_click_does(partner: Partner, prevent: list[str], path: str, urls: list[str]) -> None:
    """The methods of the link's event leave the address of the page, the frame, or both."""
    partner.run(
        """(prevent) => Workato.handleNavigation({
            onVendorNavigation: (event) => prevent.forEach((name) => event[name]()),
        })""",
        prevent,
    )
    click(partner)
    assert partner.sent_urls() == urls
    for url in urls:
        navigate(partner, url)
    assert partner.path == path
    # What the frame does later changes the address again.
    for url in ("/connections", RECIPE):
        navigate(partner, url)
        assert partner.path == f"/integration{url}"


def test_other_clicks_are_left_to_the_browser(partner: Partner) -> None:
    """Clicks with a modifier key or another button, and links to other windows, files and sites are not handled."""
    partner.run(
        """() => {
            window.handled = [];
            document.addEventListener("auxclick", (event) => event.preventDefault());
            window.addEventListener("click", (event) => event.preventDefault());
        }"""
    )
    handle(partner)
    partner.run("document.addEventListener('click', (event) => handled.push(event.defaultPrevented))")
    for key in ("Alt", "Control", "Meta", "Shift"):
        click(partner, modifiers=[key])
    click(partner, button="middle")
    # Only a script can send this.
    other_button = "(link) => link.dispatchEvent(new MouseEvent('click', {button: 1, bubbles: true, cancelable: true}))"
    partner.page.get_by_role("link", name="Recipe").evaluate(other_button)
    for name in ("Settings", "New window", "Download", "Elsewhere"):
        click(partner, name)
    assert partner.run("events") == partner.sent_urls() == []
    assert partner.path == "/integration/projects"
    assert partner.run("handled") == [False] * 9


def test_a_click_that_the_page_handles_is_left_to_it(partner: Partner) -> None:
    """A click whose default the page has prevented is not handled."""
    handle(partner)
    partner.run("document.body.addEventListener('click', (event) => event.preventDefault())")
    click(partner)
    assert partner.run("events") == partner.sent_urls() == []


@pytest.mark.parametrize("prevented", [False, True])
def test_the_frame_follows_the_history(partner: Partner, *, prevented: bool) -> None:
    """Going back asks the frame to navigate; preventWorkatoUrlChange() of the event leaves it."""
    handle(partner)
    navigate(partner, "/recipes")
    partner.run("events.splice(0)")
    handle(partner, *["preventWorkatoUrlChange"] * prevented)
    partner.page.go_back()
    assert partner.path == "/integration/projects"
    assert partner.sent_urls() == ([] if prevented else ["/projects"])
    assert partner.run("events") == [
        {
            "reason": "history",
            "workatoUrl": "/projects",
            "embeddingUrl": "/integration/projects",
            "preventWorkatoUrlChange": "function",
        }
    ]


def test_going_back_to_another_page_of_the_partner_loads_it(visitor: Visitor) -> None:
    """When the history leads to an address outside the prefix, the page is loaded again."""
    with partner_page(visitor, "/settings") as partner:
        partner.load()
        handle(partner)
        click(partner)
        assert partner.path == f"/integration{RECIPE}"
        partner.run("window.stayed = true")
        partner.page.go_back()
        partner.page.wait_for_function("!window.stayed && document.readyState === 'complete'")
        assert partner.path == "/settings"
        assert partner.run("[Workato.loaded, events]") == [False, []]


def test_an_anchor_of_another_page_of_the_partner_loads_nothing(visitor: Visitor) -> None:
    """Outside the prefix, moving between anchors of a page does not load it again."""
    with partner_page(visitor, "/settings") as partner:
        partner.load()
        handle(partner)
        partner.run("window.stayed = true; location.hash = 'users'")
        partner.page.go_back()
        assert partner.sent_urls() == []
        assert partner.run("stayed") is True


def test_the_frame_is_asked_for_another_path_only(partner: Partner) -> None:
    """navigateTo() takes paths and whole URLs; it sends nothing for the path that is shown or asked for already."""
    for url in (
        "/projects",
        "/recipes",
        f"{partner.host}/recipes",
        "recipes",
        "/projects",
        "https://other.example.com/",
    ):
        partner.run("(url) => Workato.navigateTo(url)", url)
    assert partner.sent_urls() == ["/recipes", "/projects"]
    navigate(partner, "/projects", replaced=True)
    partner.run("Workato.navigateTo('/projects')")
    assert partner.sent_urls() == []


def test_a_wish_before_the_frame_is_loaded_is_kept(visitor: Visitor) -> None:
    """navigateTo() before `loaded` is sent when the frame is loaded, once."""
    with partner_page(visitor) as partner:
        for url in ("/a", "/b", "/b"):
            partner.run("(url) => Workato.navigateTo(url)", url)
        partner.load()
        partner.run("Workato.navigateTo('/b')")
        assert partner.sent_urls() == ["/b"]


def test_navigation_is_handled_until_it_is_disabled(partner: Partner) -> None:
    """Clicks, history and messages are handled from handleNavigation() until disableNavigationHandling()."""
    navigate(partner, "/recipes")
    assert partner.path == "/integration/projects"
    handle(partner)
    navigate(partner, "/connections")
    partner.run("Workato.disableNavigationHandling()")
    partner.run("events.splice(0)")
    navigate(partner, "/recipes")
    assert partner.path == "/integration/connections"
    partner.page.go_back()
    assert partner.path == "/integration/projects"
    assert partner.run("events") == partner.sent_urls() == []
    partner.run("window.stayed = true")
    follow(partner.page.get_by_role("link", name="Recipe"))
    assert partner.path == f"/integration{RECIPE}"
    assert partner.run("window.stayed") is None


def test_later_handlers_replace_earlier_ones(partner: Partner) -> None:
    """Calling handleNavigation() again replaces the handlers; without handlers both addresses are kept the same."""
    handle(partner, "preventVendorUrlChange", "preventWorkatoUrlChange")
    partner.run("Workato.handleNavigation()")
    click(partner)
    assert partner.sent_urls() == [RECIPE]
    assert partner.path == f"/integration{RECIPE}"
    assert partner.run("events") == []
    assert LAST not in partner.page.url
