"""Cases of export manifests and packages."""

from __future__ import annotations

import io
import json
import zipfile

from contract_tests.contracts.case import CUSTOMER, FOLDER, NO_OBJECT, STOPPED_RECIPE, Case

MANIFEST, CUSTOMER_MANIFEST, EXPORT, IMPORT = 6101, 6102, 6201, 6202
ASSETS = [{"id": STOPPED_RECIPE, "type": "recipe", "folder": "Returns", "absolute_path": "Order to cash/Returns"}]
BAD_MANIFESTS = (
    *NO_OBJECT,
    "{}",
    '{"export_manifest": []}',
    '{"export_manifest": {"name": "No assets"}}',
    '{"export_manifest": {"name": "n", "auto_generate_assets": true}}',
    '{"export_manifest": {"name": "n", "auto_generate_assets": true, "folder_id": 1}}',
    '{"export_manifest": {"name": "n", "assets": [{"id": 1}]}}',
    '{"export_manifest": {"name": "n", "assets": [{"id": 1, "type": "recipe", "zip_name": "../a.recipe.json"}]}}',
    '{"export_manifest": {"name": "n", "assets": [{"id": 1, "type": "recipe", "zip_name": "a.json"}]}}',
    '{"export_manifest": {"name": "n", "assets": [{"id": 1, "type": "recipe", "folder": "a/../b"}]}}',
)
# An unknown folder of a customer is not found.
BAD_CUSTOMER_MANIFESTS = tuple(body for body in BAD_MANIFESTS if '"folder_id": 1}' not in body)


def package(**files: object) -> bytes:
    """Return a zip file of JSON files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, json.dumps(content))
    return buffer.getvalue()


RECIPE = {"name": "Greet", "code": {"number": 0, "keyword": "trigger", "provider": "clock", "name": "scheduled_event"}}
PACKAGE = package(**{"greet.recipe.json": RECIPE})

CASES = {
    "create_export_manifest": Case(
        lambda c: c.export_manifests.create(
            name="Returns", assets=ASSETS, folder_id=FOLDER, include_data=True, auto_run=True
        ),
        bad_bodies=BAD_MANIFESTS,
    ),
    "get_export_manifest": Case(lambda c: c.export_manifests.get(MANIFEST)),
    "update_export_manifest": Case(
        lambda c: c.export_manifests.update(MANIFEST, name="All", folder_id=FOLDER, auto_generate_assets=True),
        bad_bodies=BAD_MANIFESTS,
    ),
    "list_folder_assets": Case(
        lambda c: c.packages.manifests.folder_assets(CUSTOMER, folder_id=FOLDER, include_data=True),
        bad_queries=("folder_id=Home", "include_data=2"),
    ),
    "create_customer_export_manifest": Case(
        lambda c: c.packages.manifests.create(
            CUSTOMER, name="Returns", folder_id=FOLDER, auto_generate_assets=True, auto_run=True
        ),
        bad_bodies=BAD_CUSTOMER_MANIFESTS,
    ),
    "get_customer_export_manifest": Case(lambda c: c.packages.manifests.get(CUSTOMER, CUSTOMER_MANIFEST)),
    "update_customer_export_manifest": Case(
        lambda c: c.packages.manifests.update(CUSTOMER, CUSTOMER_MANIFEST, name="All", assets=ASSETS),
        bad_bodies=BAD_CUSTOMER_MANIFESTS,
    ),
    "delete_customer_export_manifest": Case(lambda c: c.packages.manifests.delete(CUSTOMER, CUSTOMER_MANIFEST)),
    "import_package": Case(
        lambda c: c.packages.import_package(CUSTOMER, package=PACKAGE, folder_id=str(FOLDER), restart_recipes=True),
        bad_queries=("", "folder_id=Home", f"folder_id={FOLDER}&restart_recipes=2"),
        bad_bodies=("", "no zip file"),
    ),
    "get_import_status": Case(lambda c: c.packages.get_import(CUSTOMER, IMPORT)),
    "export_package": Case(lambda c: c.packages.export_package(CUSTOMER, MANIFEST)),
    "get_export_status": Case(lambda c: c.packages.get_export(CUSTOMER, EXPORT)),
}
