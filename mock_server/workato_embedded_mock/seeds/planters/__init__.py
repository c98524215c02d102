"""How objects become rows, by the name of their schema; parents stand before what belongs to them."""

from collections.abc import Callable

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, Place
from workato_embedded_mock.seeds.planters import (
    api_platform,
    connections,
    connectors,
    custom_connectors,
    customer_managers,
    folders,
    jobs,
    lookup_tables,
    managed_users,
    packages,
    properties,
    recipes,
    roles,
)

PLANTERS: dict[str, Callable[[Bed, Place, Json], None]] = {
    "Connector": connectors.plant_connector,
    "CustomOauthProfile": connectors.plant_custom_oauth_profile,
    "CustomConnector": custom_connectors.plant_custom_connector,
    "ManagedUser": managed_users.plant_managed_user,
    "Member": managed_users.plant_member,
    "Folder": folders.plant_folder,
    "Project": folders.plant_project_of_folder,
    "Connection": connections.plant_connection,
    "LookupTable": lookup_tables.plant_lookup_table,
    "LookupTableRow": lookup_tables.plant_lookup_table_row,
    "PropertyMap": properties.plant_properties,
    "CustomerManager": customer_managers.plant_customer_manager,
    "ApiCollection": api_platform.plant_collection,
    "ApiEndpoint": api_platform.plant_endpoint,
    "ApiClient": api_platform.plant_client,
    "ApiAccessProfileDetails": api_platform.plant_access_profile,
    "ApiAccessProfile": api_platform.plant_listed_access_profile,
    "Role": roles.plant_role,
    "Recipe": recipes.plant_recipe,
    "PublicRecipe": recipes.plant_public_recipe,
    # Job, the entry of a list, is a part of it.
    "JobDetail": jobs.plant_job,
    "ExportManifest": packages.plant_export_manifest,
    "PackageExport": packages.plant_package_export,
    "PackageImport": packages.plant_package_import,
}

FINISHERS: tuple[Callable[[Bed], None], ...] = (folders.complete_folders,)
"""What adds, when all objects are planted, what goes without saying."""
