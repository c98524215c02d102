"""Checks the document against the OpenAPI standard with openapi-spec-validator."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache

from openapi_spec_validator import OpenAPIV30SpecValidator

from generator.bundle import Bundle
from generator.document import Pointer
from generator.findings import Finding


def openapi_version(bundle: Bundle) -> Iterable[Finding]:
    """Check that the version is 3.0.x, because connexion 3.3 rejects 3.1."""
    if not str(bundle.document["openapi"]).startswith("3.0."):
        yield bundle.finding(
            "openapi-version", ("openapi",), "unsupported OpenAPI version: expected 3.0.x, which connexion can load"
        )


def openapi_structure(bundle: Bundle) -> Iterable[Finding]:
    """Check that the document has the structure of an OpenAPI 3.0 document."""
    for error in OpenAPIV30SpecValidator.schema_validator.iter_errors(bundle.document):
        yield bundle.finding("openapi-standard", tuple(error.absolute_path), error.message.splitlines()[0][:300])


def openapi_semantics(bundle: Bundle) -> Iterable[Finding]:
    """Check that the document follows the rest of the OpenAPI standard. These findings have no exact line."""
    for pointer, message in _semantic_errors(bundle.to_json()):
        yield bundle.finding("openapi-standard", pointer, message)


@lru_cache(maxsize=8)
def _semantic_errors(text: str) -> tuple[tuple[Pointer, str], ...]:
    """Return where the document in a JSON text breaks the standard, and how.

    This takes half of the time of all rules. A process that lints an unchanged document again does not repeat it.
    """
    errors = OpenAPIV30SpecValidator(json.loads(text)).iter_errors()
    return tuple((tuple(error.absolute_path), error.message.splitlines()[0][:300]) for error in errors)


STRUCTURE = (openapi_version, openapi_structure)
SEMANTICS = (openapi_semantics,)
