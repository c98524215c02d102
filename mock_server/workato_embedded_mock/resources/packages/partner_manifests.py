"""The rules of the partner's own export manifests.

The ids of their assets and folders identify the customer, because ids are unique within a namespace.
"""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.manifests import (
    create_manifest,
    find_manifest,
    manifest_response,
    update_manifest,
)
from workato_embedded_mock.rules.context import Context


def create_export_manifest(context: Context, body: Json) -> Json:
    """Create a manifest, and start an export if `auto_run` is set."""
    return create_manifest(context, None, body["export_manifest"])


def get_export_manifest(context: Context, id: int) -> Json:  # noqa: A002  # the document's name
    """Return a manifest."""
    return manifest_response(find_manifest(context, id, None))


def update_export_manifest(context: Context, id: int, body: Json) -> Json:  # noqa: A002  # the document's name
    """Update a manifest."""
    return update_manifest(context, find_manifest(context, id, None), body["export_manifest"])
