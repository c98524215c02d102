"""A partner's page with a frame of the mock, and the messages that the page gets."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from playwright.sync_api import Frame, Page

from contract_tests.browser.accounts import CUSTOMER, Account
from contract_tests.browser.sites import site
from contract_tests.browser.visitor import Visitor

_PARTNER = """<!doctype html><html lang="en"><title>Partner</title><script>
    window.received = [];
    window.addEventListener("message", (event) => received.push({origin: event.origin, text: event.data}));
</script>
<iframe name="workato" title="Workato" width="700" height="500"></iframe></html>"""
_WAIT = """([type, count]) => received.filter((each) => JSON.parse(each.text).type === type).length >= count"""


@dataclass
class Framed:
    """A partner's page with a frame, open in a browser.

    Attributes:
        page: The page.
        origin: The origin of the partner.
        account: The account of the mock.
    """

    page: Page
    origin: str
    account: Account
    _seen: int = field(default=0, init=False)

    @property
    def frame(self) -> Frame:
        """The frame."""
        frame = self.page.frame(name="workato")
        assert frame is not None
        return frame

    def load(self, path: str) -> None:
        """Load a link for a path of Workato into the frame, and wait until its page is shown."""
        self.open(link(self.account, path))

    def open(self, url: str) -> None:
        """Load a link into the frame, and wait until its page is shown."""
        with self.page.expect_response(lambda response: response.url == url):
            self.page.locator("iframe").evaluate("(frame, url) => frame.src = url", url)
        self.page.frame_locator("iframe").locator("h1").wait_for()

    def wait(self, kind: str, count: int = 1) -> None:
        """Wait until the page has received a number of messages of a type."""
        self.page.wait_for_function(_WAIT, arg=[kind, count])

    def received(self) -> list[dict[str, Any]]:
        """Return the messages that the page has received since the last call, without `wk`."""
        found = self.page.evaluate("received")
        new, self._seen = found[self._seen :], len(found)
        messages = [json.loads(each["text"]) for each in new]
        assert {each["origin"] for each in new} <= {self.account.mock.origin}
        assert all(message.pop("wk") is True for message in messages)
        return messages

    def types(self) -> list[str]:
        """Return the types of the messages that the page has received since the last call."""
        return [message["type"] for message in self.received()]

    def send(self, message: Any) -> None:
        """Post a message to the frame."""
        script = "([message, origin]) => frames.workato.postMessage(message, origin)"
        self.page.evaluate(script, [message, self.account.mock.origin])

    def navigate(self, url: str) -> None:
        """Ask the frame to show another page."""
        self.send(json.dumps({"type": "navigation", "payload": {"url": url}}))


def new_key() -> rsa.RSAPrivateKey:
    """Return a new private key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


_key = cache(new_key)


def link(account: Account, path: str, key: rsa.RSAPrivateKey | None = None, **claims: Any) -> str:
    """Return a direct link for a path of Workato.

    Args:
        account: The account, whose key is set.
        path: The path.
        key: The key that signs the token; by default that of the account.
        claims: Claims of the token instead of valid ones.
    """
    encoding, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    public = _key().public_key().public_bytes(encoding, form).decode()
    with account.api() as api:
        sent = api.put("/account/signature_verification_key", json={"key": public}).raise_for_status()
    usual = {"sub": f"{sent.json()['vendor_id']}:{CUSTOMER}", "iat": int(time.time()), "jti": uuid.uuid4().hex}
    token = jwt.encode({**usual, **claims}, key or _key(), algorithm="RS256")
    quoted = path.replace("?", "%3F").replace("&", "%26").replace("#", "%23")
    return f"{account.mock.origin}/direct_link?workato_dl_path={quoted}&workato_dl_token={token}"


def frame_in(account: Account, origin_url: str, *others: str) -> None:
    """Let messages to the customer's frames go to an origin, and pages of this and other origins frame them."""
    with account.api() as api:
        body = {"origin_url": origin_url, "frame_ancestors": ",".join((origin_url, *others))}
        api.put(f"/managed_users/{CUSTOMER}", json=body).raise_for_status()


@contextmanager
def partner_site() -> Iterator[str]:
    """Serve a partner's page with an empty frame, and yield its origin."""
    with site({"/": _PARTNER}) as origin:
        yield origin


@contextmanager
def framed(visitor: Visitor, account: Account, path: str, **expected: Any) -> Iterator[Framed]:
    """Open a partner's page whose frame shows a path of Workato, and yield it."""
    with partner_site() as origin:
        frame_in(account, origin)
        page = visitor.page(origin, account.mock.origin, **expected)
        page.goto(origin)
        shown = Framed(page, origin, account)
        shown.load(path)
        yield shown
        page.close()
