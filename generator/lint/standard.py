"""Checks the document against the OpenAPI standard with openapi-spec-validator."""

from __future__ import annotations

from collections.abc import Iterable

from openapi_spec_validator import OpenAPIV30SpecValidator

from generator.bundle import Bundle
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
    for error in OpenAPIV30SpecValidator(bundle.document).iter_errors():
        yield bundle.finding("openapi-standard", tuple(error.absolute_path), error.message.splitlines()[0][:300])


STRUCTURE = (openapi_version, openapi_structure)
SEMANTICS = (openapi_semantics,)
