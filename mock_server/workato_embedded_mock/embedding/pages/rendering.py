"""Writes pages as HTML documents, and as what replaces the main part of an open page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from workato_embedded_mock.embedding.link_paths import kind_of
from workato_embedded_mock.embedding.messages import Message, error_message, height_change, posted, posted_types
from workato_embedded_mock.embedding.pages.page import CONSENT, NOT_FOUND, Page
from workato_embedded_mock.embedding.rendering import environment
from workato_embedded_mock.plain_json import Json


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a session share.

    Attributes:
        root_path: The path of the server in its URLs.
        base: The path of the session's pages on the server.
        origin: The origin that gets the messages; empty for none.
        url_prefix: The path of the partner's pages that show pages of Workato; empty if it is not known.
        undocumented: Whether messages are posted that no source documents for their page.
        styling: The values of styles by name, such as `brand-color`.
    """

    root_path: str
    base: str
    origin: str
    url_prefix: str
    undocumented: bool
    styling: Mapping[str, str]

    def address(self, path: str) -> str:
        """Return the address in a link to a path of Workato: that of the partner's page, for copies and new tabs.

        The script moves the frame instead of following the link. The address is that of the frame's page for widgets,
        and as long as the partner's page is not known.
        """
        if not self.origin or not self.url_prefix or path.startswith("/embedded/"):
            return f"{self.base}{path}"
        return f"{self.origin}{self.url_prefix.rstrip('/')}{'' if path == '/' else path}"


def as_document(page: Page, frame: Frame) -> str:
    """Return a page as an HTML document, whose script posts its messages."""
    data = {**_data(page, frame), "messages": messages_of(page.opening(), page, frame)}
    script = htmlsafe_json_dumps(data, sort_keys=False)
    values = {"page": page, "frame": frame, "root_path": frame.root_path, "main": _main(page, frame), "data": script}
    return _render("layout.html", **values)


def as_fragment(page: Page, frame: Frame) -> dict[str, Json]:
    """Return what replaces an open page."""
    return {**_data(page, frame), "title": page.title, "main": str(_main(page, frame)), "notice": _notice(page)}


def messages_of(messages: Sequence[Message], page: Page, frame: Frame) -> list[dict[str, Json]]:
    """Return those of the messages that a page posts, as JSON objects."""
    return [one.as_json() for one in posted(messages, _message_kind(page), undocumented=frame.undocumented)]


def _data(page: Page, frame: Frame) -> dict[str, Json]:
    """Return what the script of a page needs, without messages."""
    types = [] if page.kind == CONSENT else posted_types(_message_kind(page), undocumented=frame.undocumented)
    # What is posted if a request for an action fails; the script has no messages of its own.
    failed = messages_of([error_message("Something went wrong"), height_change()], page, frame)
    return {
        "kind": page.kind,
        "url": page.url,
        "base": frame.base,
        "origin": "" if page.kind == CONSENT else frame.origin,
        "types": types,
        "subject": page.subject,
        "failed": failed,
        "styling": dict(frame.styling),
        "status": page.status,
    }


def _message_kind(page: Page) -> str:
    """Return the kind that decides which messages are documented."""
    return kind_of(page.url) if page.kind in (CONSENT, NOT_FOUND) else page.kind


def _notice(page: Page) -> Json:
    return None if page.notice is None else {"text": page.notice.text, "tone": page.notice.tone}


def _main(page: Page, frame: Frame) -> Markup:
    return Markup(_render(page.template, page=page, frame=frame, **page.values))  # noqa: S704  # it is escaped already


def _render(template: str, **values: Any) -> str:
    return environment().get_template(template).render(values)
