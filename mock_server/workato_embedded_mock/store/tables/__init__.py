"""The tables of the store, typed; must not know what the API makes of them.

Every row belongs to a namespace, and what belongs to a customer goes with it: the foreign keys cascade. Columns are
named like the properties of the API. Times are kept as the text that the API answers, so that a seed comes back as
written.
"""

from workato_embedded_mock.store.tables.account import account
from workato_embedded_mock.store.tables.base import FIRST_ID, metadata, namespaces, schema_version, sequences
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.connectors import connectors, custom_connectors
from workato_embedded_mock.store.tables.custom_oauth_profiles import custom_oauth_assignments, custom_oauth_profiles
from workato_embedded_mock.store.tables.folders import folders, projects
from workato_embedded_mock.store.tables.jobs import jobs
from workato_embedded_mock.store.tables.lookup_tables import LOOKUP_COLUMNS, lookup_table_rows, lookup_tables
from workato_embedded_mock.store.tables.managed_users import managed_users, members
from workato_embedded_mock.store.tables.properties import ENVIRONMENT, properties
from workato_embedded_mock.store.tables.recipes import public_recipes, recipes

__all__ = [
    "ENVIRONMENT",
    "FIRST_ID",
    "LOOKUP_COLUMNS",
    "account",
    "connections",
    "connectors",
    "custom_connectors",
    "custom_oauth_assignments",
    "custom_oauth_profiles",
    "folders",
    "jobs",
    "lookup_table_rows",
    "lookup_tables",
    "managed_users",
    "members",
    "metadata",
    "namespaces",
    "projects",
    "properties",
    "public_recipes",
    "recipes",
    "schema_version",
    "sequences",
]
