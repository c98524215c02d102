"""Finds the page at a path of Workato."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from workato_embedded_mock.embedding.link_paths import kind_of
from workato_embedded_mock.embedding.pages.connections import CONSENT_PATH, connection_page, consent_page, list_page
from workato_embedded_mock.embedding.pages.page import NOT_FOUND, Page
from workato_embedded_mock.embedding.pages.recipes import home_page, projects_page, recipe_page, recipes_page
from workato_embedded_mock.errors import NotFoundError, Reason
from workato_embedded_mock.rules.context import Context


class _Request(NamedTuple):
    """What a page is made from.

    Attributes:
        context: The context of the rule.
        owner: The workspace.
        url: The path with the query.
        found: The parts of the path by name.
        query: The first value of each query parameter.
    """

    context: Context
    owner: int
    url: str
    found: Mapping[str, str]
    query: Mapping[str, str]

    @property
    def id(self) -> int:
        """The id in the path."""
        return int(self.found["id"])


# A recipe's path may have the words of its name after the id.
_ID = r"(?P<id>[0-9]{1,18})"
_ROUTES: dict[str, Callable[[_Request], Page]] = {
    r"|/dashboard(/main)?": lambda request: home_page(request.context, request.owner, request.url),
    r"/projects": lambda request: projects_page(request.context, request.owner, request.url),
    r"/recipes": lambda request: recipes_page(request.context, request.owner, request.url, request.query.get("fid")),
    r"/recipes/new": lambda request: Page(kind_of(request.url), request.url, "New recipe", "new_recipe.html"),
    rf"/recipes/{_ID}(-[^/]*)?(/edit)?": lambda request: recipe_page(
        request.context, request.owner, request.id, request.url
    ),
    rf"/embedded/recipes/{_ID}": lambda request: recipe_page(request.context, request.owner, request.id, request.url),
    r"/connections": lambda request: list_page(request.context, request.owner, request.url),
    rf"(/embedded)?/connections/{_ID}": lambda request: connection_page(
        request.context, request.owner, request.id, request.url
    ),
    rf"{CONSENT_PATH}{_ID}": lambda request: consent_page(
        request.context, request.owner, request.id, request.url, request.query.get("from", "/connections")
    ),
}
_COMPILED = {re.compile(pattern): make for pattern, make in _ROUTES.items()}


def page_at(context: Context, owner: int, url: str) -> Page:
    """Return the page at a path with its query; a page with status 404 if there is none.

    Args:
        context: The context, whose notes get why there is no page.
        owner: The workspace of the session.
        url: The path of Workato, with its query.
    """
    parts = urlsplit(f"//workato{url}")
    query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    path = unquote(parts.path).rstrip("/")
    for pattern, make in _COMPILED.items():
        found = pattern.fullmatch(path)
        if found is not None:
            try:
                return make(_Request(context, owner, url, found.groupdict(), query))
            except NotFoundError as error:
                context.notes.extend(Reason("/path", reason.keyword, reason.text) for reason in error.reasons)
                return _not_found(url, str(error))
    text = f"the simulation has no page {path}"
    context.notes.append(Reason("/path", "exists", text))
    return _not_found(url, text)


def _not_found(url: str, text: str) -> Page:
    return Page(NOT_FOUND, url, "Not found", "not_found.html", {"text": text}, status=404)
