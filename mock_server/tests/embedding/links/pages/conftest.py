"""A browser without JavaScript for the framed pages, which posts what their script would post."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import httpx2
import pytest
from bs4 import BeautifulSoup
from workato_embedded_mock import MockServer, WorkatoMock

CUSTOMER = "Ecust-0042"
PARTNER = "https://partner.example.com"


class Tab:
    """A tab of a browser that shows the page of a link.

    Attributes:
        response: The response that has the document.
        data: What the script of the page has: kind, messages and more.
        soup: The main part of the page.
    """

    def __init__(self, http: httpx2.Client, response: httpx2.Response) -> None:
        self._http = http
        self.response = response
        document = BeautifulSoup(response.text, "html.parser")
        script = document.select_one("#workato-mock-page")
        self.data: dict[str, Any] = {} if script is None else json.loads(script.get_text())
        self.soup = document.main or document

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The messages that the page posts when it is loaded."""
        messages: list[dict[str, Any]] = self.data["messages"]
        return messages

    @property
    def text(self) -> str:
        """What a reader sees in the main part, with single blanks."""
        return _text(self.soup)

    def act(self, action: str, **fields: Any) -> Change:
        """Send an action about the page, and what follows it, as the script does."""
        body = {"path": self.data["url"], **self.data["subject"], **fields}
        change = self._send(action, body)
        return self._send(change.next["action"], body) if "action" in change.next else change

    def post(self, action: str, body: Any) -> httpx2.Response:
        """Send the body of an action."""
        return self._http.post(f"{self.data['base']}/actions/{action}", json=body)

    def move(self, path: str) -> Change:
        """Show another page without a document of its own."""
        return Change(self._http.get(f"{self.data['base']}{path}", headers={"Accept": "application/json"}))

    def open(self, path: str) -> Tab:
        """Open a path of the server, such as that of a window."""
        return Tab(self._http, self._http.get(path))

    def _send(self, action: str, body: Any) -> Change:
        return Change(self.post(action, body))


class Change:
    """What the script shows and posts after an action, or instead of another page.

    Attributes:
        response: The response that has it.
        page: What is shown.
        messages: What is posted.
        next: What follows.
    """

    def __init__(self, response: httpx2.Response) -> None:
        self.response = response
        content = response.json()
        self.page: dict[str, Any] = content["page"]
        self.messages: list[dict[str, Any]] = content["messages"]
        self.next: dict[str, Any] = content["next"]

    @property
    def text(self) -> str:
        """What a reader sees, with single blanks."""
        return _text(BeautifulSoup(self.page["main"], "html.parser"))

    @property
    def notice(self) -> str | None:
        """The sentence about the action."""
        return None if self.page["notice"] is None else str(self.page["notice"]["text"])

    @property
    def status_change(self) -> dict[str, Any]:
        """The payload of the message about a connection, which is the first."""
        assert self.messages[0]["type"] == "connectionStatusChange"
        payload: dict[str, Any] = self.messages[0]["payload"]
        return payload


def _text(soup: BeautifulSoup | Any) -> str:
    return " ".join(soup.get_text(" ").split())


OpenTab = Callable[..., Tab]


@pytest.fixture
def mock(server: MockServer, client: httpx2.Client) -> Iterator[WorkatoMock]:
    """Yield the control of the account that only the test has."""
    control = WorkatoMock(server.root_url, client.headers["Authorization"].removeprefix("Bearer "))
    yield control
    control.close()


class Partner(Protocol):
    """The part of the partner's fixture that is used here; its account is that of `client`."""

    def sign(self, customer: str, **claims: Any) -> str:
        """Return a token."""


@pytest.fixture
def open_tab(server: MockServer, client: httpx2.Client, partner: Partner) -> Iterator[OpenTab]:
    """Return a function that opens the link for a path, in the name of a collaborator if one is given."""
    client.put(f"/managed_users/{CUSTOMER}", json={"origin_url": PARTNER}).raise_for_status()
    with httpx2.Client(base_url=server.root_url, headers={"Accept": "text/html"}, follow_redirects=True) as browser:

        def open_one(path: str, user: str | None = None) -> Tab:
            token = partner.sign(CUSTOMER if user is None else f"{CUSTOMER}:{user}")
            query = {"workato_dl_path": path, "workato_dl_token": token}
            return Tab(browser, browser.get("/direct_link", params=query))

        yield open_one


ReadConnection = Callable[[int], dict[str, Any]]


@pytest.fixture
def connection(client: httpx2.Client) -> ReadConnection:
    """Return a function that reads a connection with the API."""

    def read(connection_id: int) -> dict[str, Any]:
        rows = client.get(f"/managed_users/{CUSTOMER}/connections").raise_for_status().json()["result"]
        found: dict[str, Any] = next(row for row in rows if row["id"] == connection_id)
        return found

    return read
