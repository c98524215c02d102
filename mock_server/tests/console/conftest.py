"""A browser without JavaScript for the tests of the console, and accounts with content to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx2
import pytest
from bs4 import BeautifulSoup, Tag
from workato_embedded_mock import MockServer, WorkatoMock

CONSOLE = "/_mock/console/"
SEE_OTHER = 303

# The most pages that are opened below one path.
_MOST = 12


class Page:
    """A page that a browser shows.

    Attributes:
        response: The response that has it.
        path: Its path, with the query.
        soup: Its parsed HTML.
    """

    def __init__(self, response: httpx2.Response) -> None:
        self.response = response
        self.path = response.url.raw_path.decode()
        self.soup = BeautifulSoup(response.text, "html.parser")

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status_code

    @property
    def text(self) -> str:
        """What a reader sees in the main part of the page, with single blanks."""
        return " ".join((self.soup.main or self.soup).get_text(" ").split())

    @property
    def messages(self) -> list[str]:
        """What the page says about the last action."""
        return [" ".join(one.get_text().split()) for one in self.soup.select(".flash")]

    def links(self) -> set[str]:
        """Return the paths of all links to pages of the console, without fragments."""
        found = {
            urljoin(self.path, str(link["href"])).partition("#")[0]
            for link in self.soup.select("a[href]:not([download])")
        }
        return {path for path in found if path.startswith(CONSOLE)}

    def form(self, action: str) -> Tag:
        """Return the form whose action ends with a text, or whose label or one of its buttons is it."""
        for form in self.soup.find_all("form"):
            buttons = [" ".join(button.get_text().split()) for button in form.find_all("button")]
            if str(form.get("action")).endswith(action) or action in [form.get("aria-label"), *buttons]:
                return form
        raise AssertionError(f"{self.path} has no form {action!r}")


class Browser:
    """A browser that keeps cookies, follows redirects and fills in forms, as one without JavaScript.

    Args:
        root: The URL of the server.
    """

    def __init__(self, root: str) -> None:
        self.client = httpx2.Client(base_url=root, headers={"Accept": "text/html,*/*;q=0.8"}, follow_redirects=True)

    def open(self, path: str = CONSOLE) -> Page:
        """Open a page by its path; one without a slash at its start is below the console."""
        return Page(self.client.get(urljoin(CONSOLE, path)))

    def click(self, page: Page, text: str) -> Page:
        """Follow the first link of a page with a text."""
        for link in page.soup.select("a[href]"):
            if " ".join(link.get_text().split()) == text:
                return self.open(urljoin(page.path, str(link["href"])))
        raise AssertionError(f"{page.path} has no link {text!r}")

    def submit(self, page: Page, action: str, files: Any = None, **fields: str) -> Page:
        """Submit a form of a page, with its own values and those that are given; fields with blanks have underscores.

        Args:
            page: The page.
            action: The end of the form's action, its label, or the text of one of its buttons.
            files: The files to upload, by field.
            fields: The values to fill in, by the names of fields.
        """
        form = page.form(action)
        unknown = fields.keys() - {str(one["name"]) for one in form.select("[name]")}
        assert not unknown, f"the form {action!r} has no field {sorted(unknown)}"
        url, data = urljoin(page.path, str(form.get("action"))), _values(form, action) | fields
        if str(form.get("method", "get")).lower() == "get":
            return Page(self.client.get(url, params=data))
        return Page(self.client.post(url, data=data, files=files))

    def log_in(self, token: str, page: Page | None = None) -> Page:
        """Enter a control token on the login page."""
        return self.submit(page or self.open(), "Log in", token=token)

    def open_all(self, start: str = CONSOLE) -> dict[str, Page]:
        """Open the pages that links lead to, each once for all values of its query, and return them by path.

        Of many pages below the same path, such as one for each operation, only the first are opened.
        """
        waiting, pages = [start], {}
        below: Counter[str] = Counter()
        while waiting:
            path = waiting.pop()
            # One page of a list is enough.
            key = urlsplit(path).path
            parent = key.rstrip("/").rpartition("/")[0]
            if key not in pages and below[parent] < _MOST:
                below[parent] += 1
                pages[key] = self.open(path)
                waiting += sorted(pages[key].links(), reverse=True)
        return pages


def _values(form: Tag, pressed: str) -> dict[str, Any]:
    """Return what a browser would send for an untouched form, with the button that is pressed."""
    values: dict[str, Any] = {}
    for field in form.select("input[name]"):
        if field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.get("type") not in ("file", "submit"):
            values[str(field["name"])] = str(field.get("value", "on" if field.get("type") == "checkbox" else ""))
    for field in form.select("textarea[name]"):
        values[str(field["name"])] = field.get_text().removeprefix("\n")
    for field in form.select("select[name]"):
        chosen = field.select_one("option[selected]") or field.select_one("option")
        if chosen is not None:
            values[str(field["name"])] = str(chosen.get("value", chosen.get_text()))
    for button in form.select("button[name]"):
        if " ".join(button.get_text().split()) == pressed:
            values[str(button["name"])] = str(button.get("value", ""))
    return values


OpenBrowser = Callable[[str], Browser]


@pytest.fixture
def open_browser() -> Iterator[OpenBrowser]:
    """Return a function that opens a browser for the URL of a server."""
    with ExitStack() as opened:

        def open_one(root: str) -> Browser:
            browser = Browser(root)
            opened.enter_context(browser.client)
            return browser

        yield open_one


@pytest.fixture
def mock_server(new_database: Callable[[], str]) -> Iterator[MockServer]:
    """Run a server for one test, in which the account of `mock` has the number 1."""
    with MockServer(database=new_database()) as running:
        yield running


@pytest.fixture
def mock(mock_server: MockServer) -> Iterator[WorkatoMock]:
    """Return the control of the account 1, which exists."""
    control = WorkatoMock(mock_server.root_url, "token-of-the-first-account")
    control.reset()
    yield control
    control.close()


@pytest.fixture
def browser(mock_server: MockServer, open_browser: OpenBrowser) -> Browser:
    """Return a browser for the server of the test."""
    return open_browser(mock_server.root_url)
