"""Handlers for health, versions, operations and the control plane's own document."""

from __future__ import annotations

from typing import Any

from workato_embedded_mock.control.coverage import coverage_of
from workato_embedded_mock.control.document import plane_document
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.plain_json import Json


def health(tools: Tools) -> Json:
    """Return that the server responds. It does not ask the database."""
    return {"status": "ok", **version(tools)}


def ready(tools: Tools) -> Json:
    """Return that the database responds, too."""
    tools.namespaces.ping()
    return {"status": "ok", **version(tools)}


def version(tools: Tools) -> Json:
    """Return the versions of the program and of the document."""
    return {
        "version": tools.version,
        "spec_version": tools.document.version,
        "spec_sha256": tools.document.sha256,
    }


def list_operations(tools: Tools) -> Json:
    """Return the operations of the API, and how each is served."""
    return {"operations": [entry.as_json() for entry in coverage_of(tools.document)]}


def describe(_tools: Tools) -> dict[str, Any]:
    """Return the OpenAPI document of the control plane."""
    return plane_document()
