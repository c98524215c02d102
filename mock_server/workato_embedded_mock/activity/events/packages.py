"""The events of export manifests, and of exported and imported packages."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events, stored
from workato_embedded_mock.store.tables.packages import export_manifests

_MANIFEST = ("ExportManifest", "id", stored(export_manifests.c.name))

EVENTS: Events = {
    "create_customer_export_manifest": Event(
        "export_manifest_created", "ExportManifest", "response.result.id", "response.result.name"
    ),
    "update_customer_export_manifest": Event("export_manifest_updated", *_MANIFEST),
    "delete_customer_export_manifest": Event("export_manifest_deleted", *_MANIFEST, removes=True),
    "export_package": Event("package_export_started", "Package", "response.result.id"),
    "import_package": Event("package_import_started", "Package", "response.id"),
}
