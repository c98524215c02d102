"""Reads the HTML of a framed page, as far as tests without a browser need it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

_DATA, _CODE = "workato-mock-page", "workato-mock-code"
_HIDDEN = {"head", "noscript", "script", "style"}
# Elements without an end tag, as far as the pages have them.
_EMPTY = {"br", "hr", "img", "input", "link", "meta", "option"}


@dataclass
class PageContent:
    """What a document, or a part of one, shows.

    Attributes:
        data: The data for the script of the page; None for a page without messages.
        code: The code for which a link is rejected; empty for other pages.
        text: The text that people see, with one space between words.
        actions: The actions of its forms and buttons.
    """

    data: Mapping[str, Any] | None = None
    code: str = ""
    text: str = ""
    actions: set[str] = field(default_factory=set)


def read_html(html: str) -> PageContent:
    """Return what a document, or a part of one, shows."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = reader.by_id
    data = json.loads(found[_DATA]) if _DATA in found else None
    return PageContent(data, found.get(_CODE, ""), " ".join("".join(reader.shown).split()), reader.actions)


class _Reader(HTMLParser):
    """Collects the text that is shown, the text of two elements, and the actions of forms and buttons."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self.by_id: dict[str, str] = {}
        self.actions: set[str] = set()
        # The elements that are not closed yet: the name and the id of each.
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element until its end, and its action."""
        values = dict(attrs)
        if tag not in _EMPTY:
            self._open.append((tag, values.get("id") or ""))
        if action := values.get("data-action"):
            self.actions.add(action)
        self.shown.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Forget an element, and those inside it that have no end."""
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]
        self.shown.append(" ")

    def handle_data(self, data: str) -> None:
        """Collect the text of the innermost element."""
        if self._open and self._open[-1][1] in (_DATA, _CODE):
            self.by_id[self._open[-1][1]] = data
        if not any(name in _HIDDEN for name, _ in self._open):
            self.shown.append(data)
