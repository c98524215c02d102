"""The only import of connexion, without the warnings that importing it causes."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    # connexion 3.3 imports jsonschema.RefResolver and a renamed part of anyio; users' tests may run with -W error.
    warnings.simplefilter("ignore")
    from connexion import AsyncApp
    from connexion.exceptions import InvalidSpecification
    from connexion.middleware.abstract import ROUTING_CONTEXT, RoutedAPI, RoutedMiddleware
    from connexion.middleware.lifespan import LifespanMiddleware
    from connexion.operations import AbstractOperation
    from connexion.resolver import Resolver
    from connexion.spec import Specification

__all__ = [
    "ROUTING_CONTEXT",
    "AbstractOperation",
    "AsyncApp",
    "InvalidSpecification",
    "LifespanMiddleware",
    "Resolver",
    "RoutedAPI",
    "RoutedMiddleware",
    "Specification",
]
