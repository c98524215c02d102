"""A partner with a key pair, which makes tokens and opens direct links as a browser does."""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import httpx2
import jwt
import pytest
from bs4 import BeautifulSoup
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from workato_embedded_mock import MockServer

CUSTOMER = 512044


class Opened:
    """What a browser got.

    Attributes:
        response: The response.
    """

    def __init__(self, response: httpx2.Response) -> None:
        self.response = response

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status_code

    @property
    def location(self) -> str:
        """The path of the page to which a link leads; empty for none."""
        return self.response.headers.get("location", "")

    @property
    def reasons(self) -> list[Mapping[str, str]]:
        """What `X-Mock-Reason` has."""
        found: list[Mapping[str, str]] = json.loads(self.response.headers.get("x-mock-reason", "[]"))
        return found

    @property
    def rejection(self) -> tuple[int, str]:
        """The status and the code of a rejected link; the page has the code and the reason too."""
        code, text = self.reasons[0]["keyword"], self.reasons[0]["text"]
        page = BeautifulSoup(self.response.text, "html.parser")
        shown = [page.select_one(f"#workato-mock-{name}") for name in ("code", "reason")]
        assert [one and one.get_text() for one in shown] == [code, text]
        return self.status, code

    @property
    def ancestors(self) -> str:
        """The sources of the `frame-ancestors` directive."""
        policy = self.response.headers["content-security-policy"]
        return {name: sources for name, _, sources in (part.strip().partition(" ") for part in policy.split(";"))}[
            "frame-ancestors"
        ]


class Partner:
    """A partner's account on a server, and the browser of one of its users.

    Args:
        root: The URL of the server.
        token: The token of the account, which names its namespace.
        key: The private key of the partner.
        transport: Sends the requests; by default over HTTP.
    """

    def __init__(
        self, root: str, token: str, key: RSAPrivateKey, transport: httpx2.BaseTransport | None = None
    ) -> None:
        self.token = token
        self.key = key
        api, browser = {"Authorization": f"Bearer {token}"}, {"Accept": "text/html,*/*;q=0.8"}
        self.api = httpx2.Client(base_url=root, headers=api, transport=transport)
        self.browser = httpx2.Client(base_url=root, headers=browser, transport=transport)
        self.vendor_id = ""

    def register(self, key: RSAPrivateKey | None = None) -> None:
        """Set the key that verifies signatures."""
        public = (key or self.key).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        response = self.api.put("/api/account/signature_verification_key", json={"key": public.decode()})
        self.vendor_id = response.json()["vendor_id"]

    def sign(self, customer: str = str(CUSTOMER), **claims: Any) -> str:
        """Return a token; a claim of None is left out."""
        made = {"sub": f"{self.vendor_id}:{customer}", "iat": int(time.time()), "jti": str(uuid.uuid4()), **claims}
        return jwt.encode({name: value for name, value in made.items() if value is not None}, self.key, "RS256")

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Opened:
        """Open a page by its path."""
        return Opened(self.browser.get(path, headers=headers))

    def open(
        self, path: str = "/recipes", token: str | None = None, headers: Mapping[str, str] | None = None, **claims: Any
    ) -> Opened:
        """Open the link to a page, with a new token of these claims by default, and return the first response."""
        parameters = {"workato_dl_path": path, "workato_dl_token": self.sign(**claims) if token is None else token}
        return Opened(self.browser.get("/direct_link", params=parameters, headers=headers))

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request to the control plane, and return the response."""
        response = self.api.request(method, f"/_mock{path}", json=body)
        assert response.status_code == 200, response.text
        return response.json()

    def journal(self) -> list[Any]:
        """Return the entries of the journal."""
        entries: list[Any] = self.control("GET", "/journal")["entries"]
        return entries


@pytest.fixture(scope="session")
def key() -> RSAPrivateKey:
    """Return the private key of the partner."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="session")
def other_key() -> RSAPrivateKey:
    """Return a private key that is not the partner's."""
    return generate_private_key(public_exponent=65537, key_size=2048)


MakePartner = Callable[[str], Partner]


@pytest.fixture
def make_partner(server: MockServer, key: RSAPrivateKey) -> Iterator[MakePartner]:
    """Return a function that makes a partner of an account, which the token names, and registers its key."""
    with ExitStack() as opened:

        def make(token: str) -> Partner:
            made = Partner(server.root_url, token, key)
            opened.enter_context(made.api)
            opened.enter_context(made.browser)
            made.register()
            return made

        yield make


@pytest.fixture
def partner(make_partner: MakePartner, request: pytest.FixtureRequest) -> Partner:
    """Return a partner with an account that no other test uses."""
    return make_partner(hashlib.sha256(request.node.nodeid.encode()).hexdigest())
