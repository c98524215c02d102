"""Finds the view of the document that a caller has: that of the edition of its namespace, or of the server."""

from __future__ import annotations

from starlette.types import Scope

from workato_embedded_mock.errors import RequestError
from workato_embedded_mock.http.auth import BearerAuth
from workato_embedded_mock.instruments.active_instruments import Active
from workato_embedded_mock.instruments.namespace_editions import NamespaceEditions
from workato_embedded_mock.openapi.edition_views import EditionView, EditionViews


class CallerViews:
    """The views of the callers. None is the document with everything that is known.

    Args:
        auth: Finds the namespace of a request.
        editions: The editions that the namespaces have.
        views: The document in these editions.
    """

    def __init__(self, auth: BearerAuth, editions: NamespaceEditions, views: EditionViews) -> None:
        self._auth = auth
        self._editions = editions
        self._views = views

    def of_request(self, scope: Scope) -> EditionView | None:
        """Return the view of the sender of a request, whether it has an operation or not."""
        try:
            name = self._auth.namespace(scope)
        except RequestError:
            return self.of_unknown()
        return self._on(self._editions.get(name))

    def of_unknown(self) -> EditionView | None:
        """Return the view of a caller without a namespace."""
        return self._on(self._editions.default)

    def of_namespace(self, active: Active) -> EditionView | None:
        """Return the view of the namespace that has these active instruments."""
        return self._on(self._editions.of(active))

    def _on(self, day: str | None) -> EditionView | None:
        return None if day is None else self._views.on(day)
