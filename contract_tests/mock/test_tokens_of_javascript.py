"""Links of a partner's server in JavaScript, made with `jsonwebtoken` of npm, open the pages of the mock."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from workato_embedded.embedding import generate_key
from workato_embedded_mock import EmbeddedPage, WorkatoMock

from contract_tests.support.node import NODE, needs_node

pytestmark = needs_node

PARTNER = "https://app.example.com"
SLACK = 7103
Open = Callable[[str], EmbeddedPage]


def links(settings: dict[str, Any]) -> dict[str, str]:
    """Return the links that the script makes."""
    command = ["node", str(NODE / "tokens/make-links.mjs")]
    done = subprocess.run(command, input=json.dumps(settings), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    made: dict[str, str] = json.loads(done.stdout)
    return made


@pytest.fixture(params=[PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL], ids=["PKCS#8", "PKCS#1"])
def open_link(request: pytest.FixtureRequest, workato_mock: WorkatoMock) -> Open:
    """Return a function that opens one of the links, for a customer whose external id has a colon."""
    pair = generate_key()
    key = load_pem_private_key(pair.private_key.encode(), None)
    client = workato_mock.client
    client.managed_users.update("Ecust-0042", external_id="globex:eu/42", origin_url=PARTNER)
    settings = {
        "key": key.private_bytes(Encoding.PEM, request.param, NoEncryption()).decode(),
        "address": workato_mock.root_url,
        "vendorId": client.account.update_signature_verification_key(key=pair.public_key).vendor_id,
        "customer": "Eglobex:eu/42",
        "user": "Eusr-17",
        "origin": PARTNER,
        "connection": SLACK,
    }
    made = links(settings)
    return lambda name: workato_mock.embedding.open(made[name])


def test_the_tokens_are_accepted(open_link: Open) -> None:
    """Tokens with the claims and the forms of links that servers of partners use open their pages, once each."""
    pages = {name: open_link(name) for name in ("customer", "time", "user", "origin", "older", "widget")}
    assert {name: (page.kind, page.code) for name, page in pages.items()} == {
        **dict.fromkeys(pages, ("editor", "")),
        "widget": ("widget", ""),
    }
    assert (pages["time"].url, pages["older"].url) == ("/recipes?a=b#assets", "/recipes#assets")
    assert {page.origin for page in pages.values()} == {PARTNER}
    assert pages["widget"].connect()[-2]["payload"] == {"id": SLACK, "provider": "slack", "connected": True}
    assert open_link("customer").code == "jti_used"


def test_tokens_with_another_algorithm_are_rejected(open_link: Open) -> None:
    """Tokens that are signed with another algorithm than RS256, or not at all, are rejected."""
    names = ("otherAlgorithm", "longerHash", "unsigned")
    assert {open_link(name).code for name in names} == {"algorithm_invalid"}
