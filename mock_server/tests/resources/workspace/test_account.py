"""The operation that sets the public key of the account behaves as documented."""

from __future__ import annotations

import base64
import re
import textwrap

import httpx2
import pytest
from workato_embedded_mock.openapi.document import load_document

PATH = "/account/signature_verification_key"
OPERATION = load_document().content["paths"][PATH]["put"]
RSA_KEY = OPERATION["requestBody"]["content"]["application/json"]["example"]["key"]

DER = base64.b64decode("".join(RSA_KEY.splitlines()[1:-1]))
# The number of bytes before the key itself.
WRAPPING = 24

ELLIPTIC_KEY = """-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEu93h6NMl+MN+wfUsZYTAbzxWf4b5
UIdeQ+HMkV7V8ghqojjHoHgJktX5gsJFsWPIRZT9z1eApXI+AqAQB8QiUw==
-----END PUBLIC KEY-----
"""


def pem(content: bytes, label: str = "PUBLIC KEY") -> str:
    """Return bytes as PEM."""
    lines = textwrap.wrap(base64.b64encode(content).decode(), 64)
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])


@pytest.mark.parametrize(
    "key",
    [
        RSA_KEY,
        RSA_KEY.strip(),
        RSA_KEY.replace("\n", "\r\n"),
        f"\n{RSA_KEY}\n",
        pem(DER[WRAPPING:], "RSA PUBLIC KEY"),
    ],
)
def test_a_public_key_is_accepted_and_the_vendor_id_returned(client: httpx2.Client, key: str) -> None:
    """A key with any line ends is accepted, also repeatedly, and the response has the vendor id of the account."""
    vendor_ids = set()
    for _ in range(2):
        response = client.put(PATH, json={"key": key})
        assert (response.status_code, response.json()["success"]) == (200, True)
        vendor_ids.add(response.json()["vendor_id"])
    assert len(vendor_ids) == 1


def test_each_account_has_its_own_vendor_id(client: httpx2.Client) -> None:
    """The vendor id follows from the name of the namespace, which cannot be found out from it."""
    found = [
        client.put(PATH, json={"key": RSA_KEY}, headers={"X-Mock-Namespace": name}).json()["vendor_id"]
        for name in ("vendor-a", "vendor-b", "vendor-a")
    ]
    assert found[0] == found[2] != found[1]
    assert all(re.fullmatch("vnd[0-9a-f]{18}", vendor_id) for vendor_id in found)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ", "this is not PEM"),
        (RSA_KEY.replace("\n", ""), "this is not PEM"),
        (RSA_KEY.replace("\n", "\\n"), "this is not PEM"),
        (RSA_KEY.replace("BEGIN PUBLIC", "BEGIN RSA PUBLIC"), "this is not PEM"),
        (f"{RSA_KEY}{RSA_KEY}", "this is not PEM"),
        (pem(DER, "PRIVATE KEY"), "a PRIVATE KEY; expected a PUBLIC KEY"),
        (pem(DER, "CERTIFICATE"), "a CERTIFICATE; expected a PUBLIC KEY"),
        (ELLIPTIC_KEY, "not an RSA key"),
        (pem(DER, "RSA PUBLIC KEY"), "not an RSA public key"),
        (pem(DER[WRAPPING:]), "not an RSA public key"),
        (pem(DER[:-1]), "not an RSA public key"),
        (pem(DER + b"\0"), "not an RSA public key"),
        (pem(b"\x30"), "not an RSA public key"),
        (pem(b"\x30\xff"), "not an RSA public key"),
        (pem(bytes.fromhex("300402000200"), "RSA PUBLIC KEY"), "not an RSA public key"),
        (pem(b"hello"), "not an RSA public key"),
        ("-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----", "not an RSA public key"),
        ("-----BEGIN PUBLIC KEY-----\n==\n-----END PUBLIC KEY-----", "not an RSA public key"),
        ("-----BEGIN PUBLIC KEY-----\n\n-----END PUBLIC KEY-----", "not an RSA public key"),
    ],
)
def test_anything_but_a_public_rsa_key_is_rejected(client: httpx2.Client, key: str, sentence: str) -> None:
    """Anything but a public RSA key is rejected with a description of what was sent and expected."""
    response = client.put(PATH, json={"key": key})
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert sentence in response.headers["X-Mock-Reason"]
    assert '"/body/key"' in response.headers["X-Mock-Reason"]


@pytest.mark.parametrize("body", [{}, {"key": ""}, {"key": None}, {"key": [RSA_KEY]}, {"pem": RSA_KEY}])
def test_a_key_is_required(client: httpx2.Client, body: object) -> None:
    """A missing or empty public key, or one that is not text, is rejected."""
    assert client.put(PATH, json=body).status_code == 400
