"""The only import of connexion: without what serving does not need of it, and without the warnings that it causes."""

from __future__ import annotations

import warnings
from typing import Any

from workato_embedded_mock.startup.deferred_imports import deferred_imports

# The package itself imports its apps, with a test client; the apps and the decorators import Flask if it is installed.
# Its modules import httpx and requests, to get documents and tokens from other servers, which the mock does not do.
with (
    deferred_imports(packages=["connexion", "connexion.decorators"], modules=["httpx", "requests"]),
    warnings.catch_warnings(),
):
    # connexion 3.3 imports jsonschema.RefResolver; users' tests may run with -W error.
    warnings.simplefilter("ignore")
    from connexion.exceptions import InvalidSpecification
    from connexion.middleware.abstract import ROUTING_CONTEXT, RoutedAPI, RoutedMiddleware
    from connexion.middleware.lifespan import LifespanMiddleware
    from connexion.middleware.main import API, ConnexionMiddleware
    from connexion.operations import AbstractOperation
    from connexion.resolver import Resolver
    from connexion.spec import OpenAPISpecification, Specification

__all__ = [
    "API",
    "ROUTING_CONTEXT",
    "AbstractOperation",
    "CheckedSpecification",
    "ConnexionMiddleware",
    "InvalidSpecification",
    "LifespanMiddleware",
    "Resolver",
    "RoutedAPI",
    "RoutedMiddleware",
    "Specification",
]


class CheckedSpecification(OpenAPISpecification):
    """A specification of a document that was checked when it was built.

    connexion has no option for that: it would copy the document, validate it and resolve its references at each start.
    References are not resolved. The document is not changed.
    """

    def __init__(self, content: dict[str, Any]) -> None:
        # The attributes that `Specification.__init__` sets.
        self._raw_spec = self._spec = {**content}
        self._base_uri = ""

    def get_operation(self, path: str, method: str) -> dict[str, Any]:
        """Return the declaration of an operation; connexion adds the parameters of the path to its list."""
        declared: dict[str, Any] = super().get_operation(path, method)
        return {**declared, "parameters": [*declared.get("parameters", ())]}
