"""The published site works as local files: search, accessibility, the switch of the edition, and no other host."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from contract_tests.browser.checks import accessibility, widths
from contract_tests.browser.chromium import HEIGHT, NARROW
from contract_tests.browser.visitor import Visitor
from contract_tests.support.node import needs_node
from contract_tests.support.processes import replica
from generator.bundle import bundle
from generator.site import build_site

ROOT = Path(__file__).parents[2]
OPERATION = "reference/managed_users/create_managed_user.html"

pytestmark = [needs_node, pytest.mark.slow]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built site."""
    folder = tmp_path_factory.mktemp("published") / "site"
    build_site(bundle(ROOT / "spec"), ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> str:
    """Return the address of the site as local files."""
    return folder.as_uri()


class _Files(SimpleHTTPRequestHandler):
    """Serves files without a log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        """Write nothing."""


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[str]:
    """Yield the address of the site on a server, below a path."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder.parent))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{folder.name}"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """Return a page that may open local files and nothing else."""
    return visitor.page("file://")


@pytest.mark.parametrize(
    ("words", "title", "place"),
    [
        ("external_id", "Create a customer", "Managed users"),
        ("429", "429", "Errors"),
        ("managed_users.create", "Create a customer", "Managed users"),
        ("max_retries", "Retries and rate limits", "The client"),
    ],
)
def test_the_search_finds_fields_statuses_methods_and_guides(
    page: Page, site: str, words: str, title: str, place: str
) -> None:
    """The search of a page that was opened as a file finds a field, a status, a method and a text of a guide."""
    page.goto(f"{site}/index.html")
    page.keyboard.press("/")
    page.keyboard.type(words)
    results = page.locator("a").filter(has_text=title).filter(has_text=place)
    expect(results.first).to_be_visible()


@pytest.mark.parametrize("name", ["index.html", "errors.html", OPERATION, "guides/client.html", "files.html"])
def test_the_pages_are_sound_in_both_colour_schemes_and_widths(visitor: Visitor, served: str, name: str) -> None:
    """Below a path of a server, a page of each kind has no serious finding of axe, and does not scroll sideways."""
    page = visitor.page(served)
    page.goto(f"{served}/{name}")
    # The frame of each page is Zensical's, with findings that are not serious.
    assert not [*widths(page), *accessibility(page, ("serious", "critical"))]
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    page.reload()
    assert not [*accessibility(page, ("serious", "critical"))]


def test_the_switch_shows_the_api_as_of_an_edition(page: Page, site: str) -> None:
    """A chosen edition hides later fields and operations, on the next page too, and says what does not exist."""
    page.goto(f"{site}/{OPERATION}")
    later = page.get_by_role("row").filter(has_text="auth_settings.provider").first
    expect(later).to_be_visible()
    page.get_by_label("Edition of the API").select_option("2023-11-20")
    expect(later).to_be_hidden()
    expect(page.get_by_role("row").filter(has_text="notification_email").first).to_be_visible()
    page.goto(f"{site}/reference/environment_roles/list_environment_roles.html")
    expect(page.get_by_text("The chosen edition does not have this operation.")).to_be_visible()
    page.get_by_label("Edition of the API").select_option("")
    expect(page.get_by_text("The chosen edition does not have this operation.")).to_be_hidden()


def test_try_it_sends_the_request_to_a_mock(visitor: Visitor, site: str) -> None:
    """The form of a page that was opened as a file sends its request to a mock that allows it, and shows the reason."""
    with replica(["serve", "--port", "0", "--cors", "null"], {}, stderr=subprocess.DEVNULL) as running:
        origin = running.url.removesuffix("/api")
        page = visitor.page("file://", origin, expected=[400])
        page.goto(f"{site}/{OPERATION}")
        page.get_by_label("Address of a mock").fill(origin)
        body = page.get_by_label("Body")
        body.fill(body.input_value().replace("cust-0042", "new-1"))
        page.get_by_role("button", name="Send").click()
        response = page.get_by_label("Response", exact=True)
        expect(response).to_contain_text('"external_id": "new-1"')
        page.get_by_role("button", name="Send").click()
        expect(response).to_contain_text("400")
        expect(response).to_contain_text("X-Mock-Reason")
        page.goto(f"{site}/reference/recipes/list_recipes.html")
        expect(page.get_by_label("Address of a mock")).to_have_value(origin)
        page.get_by_role("button", name="Send").click()
        expect(response).to_contain_text("/api/managed_users/Ecust-0042/recipes\n200")


def test_try_it_says_how_a_mock_allows_the_page(visitor: Visitor, site: str) -> None:
    """Without a response from the address, the form names the command that allows the page."""
    page = visitor.page("file://", "http://127.0.0.1:8765")
    page.route("http://127.0.0.1:8765/**", lambda route: route.abort("aborted"))
    page.goto(f"{site}/{OPERATION}")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("Response", exact=True)).to_contain_text("workato-mock serve --cors null")
