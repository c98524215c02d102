"""Holds the document to the OpenAPI standard, with openapi-spec-validator."""

from __future__ import annotations

from collections.abc import Iterable

from openapi_spec_validator import OpenAPIV30SpecValidator
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

from generator.bundle import Bundle
from generator.findings import Finding


def openapi_version(bundle: Bundle) -> Iterable[Finding]:
    """The version is 3.0.x: connexion 3.3 refuses 3.1."""
    if not str(bundle.document["openapi"]).startswith("3.0."):
        yield bundle.finding("openapi-version", ("openapi",), "the version must be 3.0.x, which connexion can load")


def openapi_structure(bundle: Bundle) -> Iterable[Finding]:
    """The document is built as OpenAPI 3.0 wants it."""
    for error in OpenAPIV30SpecValidator(bundle.document).iter_errors():
        if not isinstance(error, OpenAPIValidationError):
            yield bundle.finding("openapi-standard", tuple(error.absolute_path), error.message.splitlines()[0][:300])


def openapi_semantics(bundle: Bundle) -> Iterable[Finding]:
    """The document keeps the standard's rules that span several places. The validator does not tell the place."""
    for error in OpenAPIV30SpecValidator(bundle.document).iter_errors():
        yield bundle.finding("openapi-standard", tuple(error.absolute_path), error.message.splitlines()[0][:300])


STRUCTURE = (openapi_version, openapi_structure)
SEMANTICS = (openapi_semantics,)
