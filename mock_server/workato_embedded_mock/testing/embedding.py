"""The embedded half of a namespace: signed links, and the pages that they open, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2

from workato_embedded_mock.startup.missing_libraries import missing_library
from workato_embedded_mock.testing.embedded_page import EmbeddedPage

if TYPE_CHECKING:
    from workato_embedded.embedding import KeyPair

Json = Any


class Embedding:
    """Direct links of a namespace, and how it is embedded.

    Args:
        root_url: The URL of the server, without `/api`.
        http: The client that opens links.
        call: Calls an operation of the control plane.
    """

    def __init__(self, root_url: str, http: httpx2.Client, call: Callable[..., Json]) -> None:
        self._root_url, self._http, self._call = root_url, http, call

    def open(self, url: str, *, parent: str | None = None) -> EmbeddedPage:
        """Open a link as a browser does in a frame, and return the page.

        A rejected link is a page too, of the kind `rejected`.

        Args:
            url: The link, or its path. Another host is replaced by that of the mock, so that programs can make links
                for the real platform.
            parent: The origin of the page with the frame, such as `https://app.example.com`. Messages reach it only if
                they are for it, and the frame is blank if it may not frame the page. Default: the page that gets the
                messages.

        Raises:
            ValueError: The link has no path.
        """
        if not url.startswith(f"{self._root_url}/"):
            path = urlsplit(url)._replace(scheme="", netloc="").geturl()
            if not path.startswith("/"):
                raise ValueError(f"invalid url: expected a link or its path, such as /direct_link?…, not {url!r}")
            url = f"{self._root_url}{path}"
        return EmbeddedPage(self._http, httpx2.URL(url), parent)

    def direct_link(self, customer: int | str, path: str = "/", **token: Any) -> str:
        """Return a direct link; `token` is as for `workato_embedded.embedding.sign`.

        Without a `key`, it is signed with the key pair of the tests, which is registered as `register_key` does.
        """
        return str(_signing().direct_link(customer, path, base_url=self._root_url, **self._signed(token)))

    def connection_widget_url(self, customer: int | str, connection_id: int | str, **token: Any) -> str:
        """Return the link to the widget of a connection; see `direct_link`."""
        make = _signing().connection_widget_url
        return str(make(customer, connection_id, base_url=self._root_url, **self._signed(token)))

    def register_key(self) -> KeyPair:
        """Register the key pair of the tests as the key of the account, and return it.

        It is generated once in a process, and no server knows it otherwise. It is registered again after a reset. The
        journal does not get an entry.

        Raises:
            ModuleNotFoundError: The extra `embedding` is not installed.
        """
        pair = _key_pair()
        self.set(key=pair.public_key)
        return pair

    @property
    def vendor_id(self) -> str:
        """The id of the account in the claim `sub` of tokens."""
        return str(self.settings["vendor_id"])

    @property
    def settings(self) -> dict[str, Json]:
        """How the namespace is embedded, and the `problems` that reject every link; see `GET /_mock/embedding`."""
        settings: dict[str, Json] = self._call("GET", "embedding")
        return settings

    def set(self, **settings: Json) -> None:
        """Change settings: origins, url_prefix, checks, failure, undocumented_messages, styling, and key.

        Raises:
            ControlError: A setting is unknown or has an invalid value.
        """
        self._call("PUT", "embedding", settings)

    def reset(self) -> None:
        """Reset the settings to their defaults."""
        self._call("DELETE", "embedding")

    def _signed(self, token: dict[str, Any]) -> dict[str, Any]:
        """Return the options of a token, with key and vendor id of the account where they are missing."""
        given = {name: value for name, value in token.items() if value is not None}
        if "key" not in given:
            given["key"] = self.register_key().private_key
        return {"vendor_id": self.vendor_id, **given}


@cache
def _key_pair() -> KeyPair:
    pair: KeyPair = _signing().generate_key()
    return pair


def _signing() -> Any:
    """Return the client's module that signs links.

    Raises:
        ModuleNotFoundError: The client is not installed.
    """
    try:
        from workato_embedded import embedding
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(missing_library(error), name=error.name) from None
    return embedding
