"""The tables of the store, typed; must not know what the API makes of them.

Every row belongs to a namespace, and what belongs to a customer goes with it: the foreign keys cascade. Columns are
named like the properties of the API. Times are kept as the text that the API answers, so that a seed comes back as
written.
"""

from workato_embedded_mock.store.tables.account import account
from workato_embedded_mock.store.tables.api_platform import (
    api_access_profile_collections,
    api_access_profiles,
    api_clients,
    api_collections,
    api_endpoints,
)
from workato_embedded_mock.store.tables.base import (
    FIRST_ID,
    INSTRUMENT,
    metadata,
    namespaces,
    schema_version,
    sequences,
)
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.connectors import connectors, custom_connectors
from workato_embedded_mock.store.tables.custom_oauth_profiles import custom_oauth_assignments, custom_oauth_profiles
from workato_embedded_mock.store.tables.customer_managers import (
    customer_managers,
    privilege_groups,
    team_collaborators,
)
from workato_embedded_mock.store.tables.folders import folders, projects
from workato_embedded_mock.store.tables.instruments import (
    clocks,
    faults,
    journal,
    limit_windows,
    limits,
    recipe_timers,
    snapshots,
)
from workato_embedded_mock.store.tables.jobs import jobs
from workato_embedded_mock.store.tables.lookup_tables import LOOKUP_COLUMNS, lookup_table_rows, lookup_tables
from workato_embedded_mock.store.tables.managed_users import managed_users, members, task_months
from workato_embedded_mock.store.tables.member_invitations import member_invitations
from workato_embedded_mock.store.tables.packages import export_manifests, package_archives, packages
from workato_embedded_mock.store.tables.properties import ENVIRONMENT, properties
from workato_embedded_mock.store.tables.recipes import public_recipes, recipes
from workato_embedded_mock.store.tables.roles import roles

__all__ = [
    "ENVIRONMENT",
    "FIRST_ID",
    "INSTRUMENT",
    "LOOKUP_COLUMNS",
    "account",
    "api_access_profile_collections",
    "api_access_profiles",
    "api_clients",
    "api_collections",
    "api_endpoints",
    "clocks",
    "connections",
    "connectors",
    "custom_connectors",
    "custom_oauth_assignments",
    "custom_oauth_profiles",
    "customer_managers",
    "export_manifests",
    "faults",
    "folders",
    "jobs",
    "journal",
    "limit_windows",
    "limits",
    "lookup_table_rows",
    "lookup_tables",
    "managed_users",
    "member_invitations",
    "members",
    "metadata",
    "namespaces",
    "package_archives",
    "packages",
    "privilege_groups",
    "projects",
    "properties",
    "public_recipes",
    "recipe_timers",
    "recipes",
    "roles",
    "schema_version",
    "sequences",
    "snapshots",
    "task_months",
    "team_collaborators",
]
