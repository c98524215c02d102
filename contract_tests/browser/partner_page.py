"""A page of a partner with the client script, and a frame of another origin whose messages a test posts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from playwright.sync_api import Frame, Page

from contract_tests.browser.sites import site
from contract_tests.browser.visitor import Visitor

PREFIX = "/integration"
PATH = "/r/embedding-client.js"
SCRIPT = files("workato_embedded_mock").joinpath("embedding/static/embedding-client.js").read_text("utf-8")

# A message that tests send last: what has come until then is all.
LAST = "/last"

_FRAME = """<!doctype html><html lang="en"><title>Frame</title><script>
    window.received = [];
    window.addEventListener("message", (event) => received.push({data: JSON.parse(event.data), origin: event.origin}));
    window.post = (message) => parent.postMessage(JSON.stringify({wk: true, ...message}), "*");
</script>"""
_PARTNER = """<!doctype html><html lang="en"><title>Partner</title>
<script src="%(source)s"></script>
<script>
    window.seen = [];
    window.events = [];
    Workato.configure({embeddingUrlPrefix: "/integration"});
    Workato.on("*", (message) => seen.push(message));
</script>
<a href="/integration/recipes/7?tab=1#jobs"><b>Recipe</b></a>
<a href="/settings">Settings</a>
<a href="/integration/connections" target="_blank">New window</a>
<a href="/integration/export" download>Download</a>
<a href="%(host)s/frame">Elsewhere</a>
<iframe name="workato" src="%(host)s/frame" title="Workato"></iframe>"""


@dataclass(frozen=True)
class Partner:
    """The page of a partner, open in a browser.

    Attributes:
        page: The page.
        origin: The origin of the partner's site.
        host: The origin of the frame and the script.
    """

    page: Page
    origin: str
    host: str

    @property
    def frame(self) -> Frame:
        """The frame of the page."""
        frame = self.page.frame(name="workato")
        assert frame is not None
        return frame

    @property
    def path(self) -> str:
        """The address of the page, without the origin."""
        url: str = self.page.url
        return url.removeprefix(self.origin)

    @property
    def entries(self) -> int:
        """The number of entries in the history of the page and its frame."""
        return int(self.page.evaluate("history.length"))

    def post(self, kind: str, payload: Any = None) -> None:
        """Post a message from the frame, and wait until the page has received it."""
        before = len(self.page.evaluate("seen"))
        self.frame.evaluate("post", {"type": kind} if payload is None else {"type": kind, "payload": payload})
        self.page.wait_for_function("(before) => seen.length > before", arg=before)

    def load(self, url: str = "/recipes/7") -> None:
        """Let the frame say that it is loaded."""
        self.post("loaded", {"url": url})

    def run(self, script: str, argument: Any = None) -> Any:
        """Return what a script returns in the page."""
        return self.page.evaluate(script, argument)

    def sent(self) -> list[dict[str, Any]]:
        """Send a last message, and return the messages to the frame before it."""
        self.run("(url) => Workato.send({type: 'navigation', payload: {url}})", LAST)
        self.frame.wait_for_function("(url) => received.at(-1)?.data.payload.url === url", arg=LAST)
        received: list[dict[str, Any]] = self.frame.evaluate("received.splice(0)")
        assert {message["origin"] for message in received} == {self.origin}
        return [message["data"] for message in received[:-1]]

    def sent_urls(self) -> list[str]:
        """Send a last message, and return the URLs to which the page asked the frame to navigate before it."""
        return [message["payload"]["url"] for message in self.sent()]


@contextmanager
def partner_page(
    visitor: Visitor, path: str = f"{PREFIX}/recipes/7", *others: str, root_path: str = ""
) -> Iterator[Partner]:
    """Serve the page of a partner and the host of its frame, and open the page.

    Args:
        visitor: The visitor that opens it.
        path: The path of the page.
        others: The origins of other sites that the page may open.
        root_path: The path of the script before `/r/`.
    """
    with site({root_path + PATH: SCRIPT, "/frame": _FRAME}) as host:
        page_of_partner = _PARTNER % {"source": f"{host}{root_path}{PATH}", "host": host}
        with site({f"{PREFIX}*": page_of_partner, "/settings": page_of_partner}) as origin:
            page = visitor.page(origin, host, *others)
            page.goto(origin + path)
            yield Partner(page, origin, host)
            # Servers end before the browser does: the page keeps no connection open.
            page.close()
