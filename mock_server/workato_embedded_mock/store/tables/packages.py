"""Export manifests, exported and imported packages, and their zip files."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, LargeBinary, Table

from workato_embedded_mock.store.tables.base import TEXT, metadata, owning_namespace, parent, required, table

export_manifests = table(
    "export_manifests",
    # NULL if the manifest belongs to the partner's own workspace.
    Column("managed_user_id", BigInteger),
    required("name", TEXT),
    Column("last_exported_at", TEXT),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    Column("deleted_at", TEXT),
    required("project_path", TEXT),
    Column("folder_id", BigInteger),
    # NULL if the export contains everything in the folder.
    Column("assets", JSON(none_as_null=True)),
    required("include_data", Boolean),
    required("include_tags", Boolean),
    # The export that was started with the manifest.
    Column("package_id", BigInteger),
    parent("managed_user_id", "managed_users"),
    Index("export_manifests_managed_user", "namespace", "managed_user_id"),
    first_id=6_000,
)

packages = table(
    "packages",
    # NULL if the manifest was exported on creation and no customer owns its assets.
    Column("managed_user_id", BigInteger),
    required("operation_type", TEXT),
    required("status", TEXT),
    required("started_at", TEXT),
    # The number of status reads while in progress.
    required("reads", BigInteger),
    Column("error", TEXT),
    Column("export_manifest_id", BigInteger),
    Column("folder_id", BigInteger),
    required("restart_recipes", Boolean),
    # Whether an import keeps the tags in the package.
    required("include_tags", Boolean),
    # The folder for the assets of the root folder. NULL for the Home folder.
    Column("home_folder_id", BigInteger),
    Column("recipe_status", JSON(none_as_null=True)),
    # What an import tolerated: a list of file and reason.
    Column("warnings", JSON(none_as_null=True)),
    parent("managed_user_id", "managed_users"),
    parent("folder_id", "folders"),
    Index("packages_managed_user", "namespace", "managed_user_id"),
    Index("packages_folder", "namespace", "folder_id"),
    Index("packages_status", "namespace", "status"),
    first_id=62_000,
)

package_archives = Table(
    "package_archives",
    metadata,
    owning_namespace(),
    Column("package_id", BigInteger, primary_key=True, autoincrement=False),
    required("data", LargeBinary),
    parent("package_id", "packages"),
)

# The files of imported assets that an export writes again. An asset that the mock does not interpret has no row in
# another table; of one that it does, only the fields that the other table lacks are here.
package_assets = table(
    "package_assets",
    required("managed_user_id", BigInteger),
    # The folder of the file. NULL if a connection or recipe is itself in that folder.
    Column("folder_id", BigInteger),
    required("kind", TEXT),
    # The id of the connection, lookup table or recipe; that of a custom connector whose own row has another folder.
    Column("asset_id", BigInteger),
    required("zip_name", TEXT),
    Column("name", TEXT),
    # The key of a custom connector, which connections and recipes use.
    Column("connector_key", TEXT),
    required("fields", JSON),
    # The JSON file of an asset that the mock does not interpret.
    required("data", LargeBinary),
    parent("managed_user_id", "managed_users"),
    parent("folder_id", "folders"),
    Index("package_assets_managed_user", "namespace", "managed_user_id", "kind"),
    Index("package_assets_folder", "namespace", "folder_id"),
    first_id=64_000,
)

# The files next to the JSON file of an asset, such as the source of a custom connector.
package_companions = Table(
    "package_companions",
    metadata,
    owning_namespace(),
    Column("package_asset_id", BigInteger, primary_key=True, autoincrement=False),
    Column("suffix", TEXT, primary_key=True),
    required("data", LargeBinary),
    parent("package_asset_id", "package_assets"),
)
