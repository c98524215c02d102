"""Signed links to Workato's pages, for the iframes of a partner's pages. Needs the extra `embedding`.

    url = direct_link("Ecust-0042", "/recipes", key="signing-key.pem", vendor_id="vnd4f81c07b2e9d6350a")

Nothing is sent. A link is for one page load within a few minutes: create it on your server when the page needs it, and
redirect the iframe to it.
"""

from __future__ import annotations

import os
from datetime import datetime
from typing import TypedDict, Unpack

from ._metadata import DATA_CENTERS
from ._runtime.embedding import keys, links, tokens
from ._runtime.embedding.keys import Key, KeyPair

__all__ = [
    "KeyPair",
    "TokenOptions",
    "connection_widget_url",
    "direct_link",
    "generate_key",
    "public_key",
    "sign",
    "workato_origin",
]


class TokenOptions(TypedDict, total=False):
    """The optional arguments of `sign`, which the functions for links take, too.

    Attributes:
        key: The private key, as described at `sign`.
        vendor_id: The vendor id of the partner.
        user: A collaborator of the customer, by id, or by `E` and the external id.
        origin: The origin of the page with the iframe, which gets the messages.
        issued_at: The time of the claim `iat`.
        jti: The unique id of the token.
    """

    key: Key | None
    vendor_id: str | None
    user: int | str | None
    origin: str | None
    issued_at: datetime | float | None
    jti: str | None


def sign(
    customer: int | str,
    *,
    key: Key | None = None,
    vendor_id: str | None = None,
    user: int | str | None = None,
    origin: str | None = None,
    issued_at: datetime | float | None = None,
    jti: str | None = None,
) -> str:
    """Return a signed token (a JWT with RS256) for one direct link.

    Args:
        customer: The customer, by id, or by `E` and the external id. Percent-encoding is done for you.
        key: The RSA private key: PEM text or bytes, the path of a file, an `RSAPrivateKey` of cryptography, or a
            function that returns one of these before each signature. PEM text is parsed each time, which takes much
            longer than the signature; an `RSAPrivateKey` is not. Default: the environment variable
            `WORKATO_EMBEDDED_SIGNING_KEY`, with PEM text or a path.
        vendor_id: The vendor id, which `client.account.update_signature_verification_key` returns. Default: the
            environment variable `WORKATO_EMBEDDED_VENDOR_ID`.
        user: A collaborator of the customer, by id, or by `E` and the external id. Default: the customer's account
            itself.
        origin: The origin of the page with the iframe, such as `https://app.example.com`. It gets the messages, and
            must be configured for the customer or the partner. Default: the first of the configured origins.
        issued_at: The time of the claim `iat`: a datetime with a time zone, or seconds since 1970. Default: now.
        jti: The unique id of the token. Default: a random one.

    Raises:
        ValueError: An argument is missing or invalid. The message does not show the key.
        TypeError: An argument has the wrong type.
        OSError: The file of the key, given as a path object, cannot be read.
        ModuleNotFoundError: The extra `embedding` is not installed.
    """
    claims = tokens.make_claims(
        customer,
        user=user,
        origin=origin,
        vendor_id=vendor_id,
        issued_at=issued_at,
        jti=jti,
        environment=os.environ,
    )
    return tokens.sign_claims(claims, keys.load(key, os.environ))


def direct_link(
    customer: int | str,
    path: str = "/",
    *,
    data_center: str | None = None,
    base_url: str | None = None,
    **token: Unpack[TokenOptions],
) -> str:
    """Return a direct link: the address of a page for a customer, with a signed token.

    Args:
        customer: The customer, by id, or by `E` and the external id.
        path: The path of the page, such as `/recipes/7#jobs`, with its own query and fragment.
        data_center: The data center of the partner's account. Default: the environment variable
            `WORKATO_EMBEDDED_DATA_CENTER`, or us.
        base_url: Another address, such as a client's `base_url`. A path `/api` at its end is removed. Overrides
            `data_center`. Default, if no `data_center` is given: the environment variable `WORKATO_EMBEDDED_BASE_URL`.
        token: The optional arguments of `sign`.

    Raises:
        ValueError: An argument is missing or invalid. The message does not show the key.
        TypeError: An argument has the wrong type.
        OSError: The file of the key, given as a path object, cannot be read.
        ModuleNotFoundError: The extra `embedding` is not installed.
    """
    address = links.address_of_pages(DATA_CENTERS, data_center, base_url, os.environ)
    return links.page_link(address, links.check_path(path), sign(customer, **token))


def connection_widget_url(
    customer: int | str,
    connection_id: int | str,
    *,
    data_center: str | None = None,
    base_url: str | None = None,
    **token: Unpack[TokenOptions],
) -> str:
    """Return the address of the widget of one connection, with a signed token.

    Args:
        customer: The customer, by id, or by `E` and the external id.
        connection_id: The id of a connection of the customer.
        data_center: As for `direct_link`.
        base_url: As for `direct_link`.
        token: The optional arguments of `sign`.

    Raises:
        ValueError: An argument is missing or invalid. The message does not show the key.
        TypeError: An argument has the wrong type.
        OSError: The file of the key, given as a path object, cannot be read.
        ModuleNotFoundError: The extra `embedding` is not installed.
    """
    address = links.address_of_pages(DATA_CENTERS, data_center, base_url, os.environ)
    return links.widget_link(address, links.check_connection_id(connection_id), sign(customer, **token))


def workato_origin(*, data_center: str | None = None, base_url: str | None = None) -> str:
    """Return the origin of Workato's pages, such as `https://app.eu.workato.com`.

    A page with an iframe must ignore messages of other origins.

    Args:
        data_center: As for `direct_link`.
        base_url: As for `direct_link`.

    Raises:
        ValueError: The data center is unknown, or `base_url` is not an HTTP URL.
    """
    return links.origin_of(links.address_of_pages(DATA_CENTERS, data_center, base_url, os.environ))


def generate_key() -> KeyPair:
    """Return a new RSA key pair of 2048 bits as PEM text.

    Raises:
        ModuleNotFoundError: The extra `embedding` is not installed.
    """
    return keys.generate()


def public_key(key: Key | None = None) -> str:
    """Return the public key of a private key as PEM text, for `client.account.update_signature_verification_key`.

    Args:
        key: The private key, as for `sign`.

    Raises:
        ValueError: The key is missing or invalid.
        TypeError: The key has the wrong type.
        OSError: The file of the key, given as a path object, cannot be read.
        ModuleNotFoundError: The extra `embedding` is not installed.
    """
    return keys.public_pem(keys.load(key, os.environ))
