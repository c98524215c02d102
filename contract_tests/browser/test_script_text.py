"""A script in every text field stays text on every page."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import httpx2
import pytest

from contract_tests.browser.accounts import OPTIONS, Mock
from contract_tests.browser.links import START, pages
from contract_tests.browser.scripts import SCRIPT, send_scripts, set_scripts
from contract_tests.browser.visitor import Visitor
from contract_tests.support.processes import replica

pytestmark = pytest.mark.slow

# The token names the account, too.
TOKEN = SCRIPT.replace("/", "")
# The pages that have texts of the account; there are hundreds of others, which show the document.
ACCOUNTS = f"{START}accounts/"
# The most pages that are read without a browser.
LIMIT = 600


@pytest.fixture(scope="module")
def scripted() -> Iterator[Mock]:
    """Yield a mock with an account that has the script in each text field that the API takes."""
    with replica(["serve", "--port", "0"], {}, stderr=subprocess.DEVNULL) as running:
        mock = Mock(running.url.removesuffix("/api"))
        accepted, rejected = send_scripts(running.url, TOKEN)
        assert accepted > 60
        assert rejected > 10
        with mock.control(TOKEN) as control:
            set_scripts(control)
        yield mock


class Elements(HTMLParser):
    """Collects what the HTML of a page runs, and its links.

    Attributes:
        scripts: The texts of its script elements.
        handlers: The attributes of its elements that run scripts.
        links: The targets of its links.
    """

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.handlers: list[tuple[str, str | None]] = []
        self.links: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note attributes and links."""
        self._inside = tag == "script"
        self.handlers += [(name, value) for name, value in attrs if name.startswith("on") or name == "srcdoc"]
        for name, value in attrs:
            if name == "href" and tag == "a" and value:
                self.links.append(value)
            if name in ("href", "src", "action", "formaction") and (value or "").strip().startswith("javascript:"):
                self.handlers.append((name, value))

    def handle_data(self, data: str) -> None:
        """Note the text of a script element."""
        if self._inside and data.strip():
            self.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a script element."""
        self._inside = self._inside and tag != "script"


def test_no_page_runs_a_script_of_a_text_field(visitor: Visitor, scripted: Mock) -> None:
    """No page of any kind opens the dialog of the script, and some pages show the script as text."""
    page = visitor.page(scripted.origin)
    shown = [SCRIPT in page.locator("body").inner_text() for _ in pages(page, scripted.origin)]
    assert any(shown)


def test_no_page_has_an_element_of_a_text_field(scripted: Mock) -> None:
    """No page that links lead to has the script as an element or its handler as an attribute; many have the text."""
    texts = 0
    with httpx2.Client(base_url=scripted.origin, follow_redirects=True, **OPTIONS) as client:
        seen, waiting = {START}, [START]
        while waiting and len(seen) < LIMIT:
            response = client.get(waiting.pop(0))
            if not response.headers["Content-Type"].startswith("text/html"):
                continue
            found = Elements()
            found.feed(response.text)
            assert not [each for each in found.scripts if "alert" in each], response.url
            assert not found.handlers, response.url
            texts += "&lt;script&gt;" in response.text
            links = [urldefrag(urljoin(str(response.url), link)).url for link in found.links]
            paths = dict.fromkeys(link.removeprefix(scripted.origin) for link in links)
            new = [path for path in paths if path.startswith(ACCOUNTS) and path not in seen]
            seen.update(new)
            waiting += new
    assert texts > 10
    assert len(seen) > 100
