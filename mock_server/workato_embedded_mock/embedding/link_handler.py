"""Handles the requests for direct links."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.types import Scope, Send

from workato_embedded_mock.embedding.link_paths import requested_path
from workato_embedded_mock.embedding.links import open_link
from workato_embedded_mock.embedding.parts import EmbeddingParts
from workato_embedded_mock.embedding.rejections import LinkRejectedError
from workato_embedded_mock.embedding.rendering import environment
from workato_embedded_mock.embedding.requests import EmbeddingRequest
from workato_embedded_mock.embedding.responses import send_page, send_redirect
from workato_embedded_mock.embedding.running import run
from workato_embedded_mock.embedding.sessions import Session
from workato_embedded_mock.embedding.tokens import Token, read_token
from workato_embedded_mock.errors import Reason
from workato_embedded_mock.http.hosts import is_loopback
from workato_embedded_mock.http.public_address import origin_of
from workato_embedded_mock.http.request_context import request_context_of
from workato_embedded_mock.rules.embedding import parse_origin

_HTTP = "a direct link must be https, except on this machine"


@dataclass(frozen=True, slots=True)
class Link:
    """A link as far as it can be read without the data of its account.

    Attributes:
        namespace: The name of the account's namespace; None if it is not known.
        token: The token.
        path: The page that it asks for.
        error: Why it is rejected already.
    """

    namespace: str | None = None
    token: Token | None = None
    path: str = ""
    error: LinkRejectedError | None = None


NO_LINK = Link()


class LinkHandler:
    """Handles direct links: rejects one, or redirects to the page of a new session.

    Args:
        parts: The parts of the mock.
    """

    def __init__(self, parts: EmbeddingParts) -> None:
        self._parts = parts

    def read(self, request: EmbeddingRequest, scope: Scope) -> Link:
        """Return a link, with its namespace if its token names one."""
        try:
            token = read_token(request.token)
            namespace = self._parts.namespaces.name_of_vendor(token.subject.vendor_id)
        except LinkRejectedError as error:
            found = Link(error=error)
        else:
            found = Link(namespace, token)
        try:
            _check_request(request)
            _check_scheme(scope, strict=self._parts.strict)
            path = requested_path(request.path, request.query)
        except LinkRejectedError as error:
            # The request is checked before the token.
            return Link(found.namespace, found.token, error=error)
        return Link(found.namespace, found.token, path, found.error)

    async def serve(self, scope: Scope, send: Send, request: EmbeddingRequest, link: Link) -> None:
        """Redirect to the page of a new session, or send a page that says why the link is rejected."""
        try:
            session = self._open(scope, request, link)
        except LinkRejectedError as error:
            await _send_rejection(scope, send, request, error)
        else:
            # The session that HEAD begins is not kept.
            path = None if request.method == "HEAD" else f"{request.root_path}{session.url(session.path)}"
            await send_redirect(scope, send, path)

    def _open(self, scope: Scope, request: EmbeddingRequest, link: Link) -> Session:
        """Return the session of a link.

        Raises:
            LinkRejectedError: The link is rejected.
        """
        if link.error is not None:
            raise link.error
        if link.token is None or link.namespace is None:
            vendor_id = "" if link.token is None else link.token.subject.vendor_id
            text = f"no account has the vendor id {vendor_id!r}: the API returns it when the key is set"
            raise LinkRejectedError("vendor_unknown", text)
        keep = request.method != "HEAD"
        # A page of this server may frame its pages, and is not the partner's.
        own = request.framed_by == parse_origin(origin_of(scope))
        framed_by = None if own else request.framed_by
        arguments = {"token": link.token, "path": link.path, "framed_by": framed_by}
        session: Session = run(self._parts, scope, link.namespace, open_link, arguments, write=True, keep=keep)
        request_context_of(scope).secrets += (session.id,)
        return session


def _check_request(request: EmbeddingRequest) -> None:
    """Check that a browser opens the link as a page.

    Raises:
        LinkRejectedError: A program or a script sent the request.
    """
    headers = request.headers
    pointer, text = "", ""
    if headers.get("x-requested-with", "").lower() == "xmlhttprequest":
        pointer, text = "/header/x-requested-with", "an XMLHttpRequest cannot open a link"
    elif headers.get("sec-fetch-mode") not in (None, "navigate"):
        pointer, text = (
            "/header/sec-fetch-mode",
            "a script cannot open a link: use it as the address of a frame",
        )
    elif "text/html" not in headers.get("accept", "").lower():
        pointer, text = "/header/accept", "the request does not accept text/html"
    if text:
        raise LinkRejectedError("http_request_invalid", text, pointer)


def _check_scheme(scope: Scope, *, strict: bool) -> None:
    """Check that a link is https, or opened on this machine; only a strict server rejects others.

    Raises:
        LinkRejectedError: It is not.
    """
    client = scope.get("client")
    if origin_of(scope).startswith("https:") or client is None or is_loopback(client[0]):
        return
    if strict:
        raise LinkRejectedError("path_invalid", _HTTP, "")
    request_context_of(scope).notes.append(Reason("", "path_invalid", _HTTP))


async def _send_rejection(scope: Scope, send: Send, request: EmbeddingRequest, error: LinkRejectedError) -> None:
    html = environment().get_template("rejection.html").render(error=error, root_path=request.root_path)
    await send_page(scope, send, error.rejection.status, html, allowed=error.allowed, reasons=(error.reason,))
