"""The list of the API's resources: data only, so that any tool can read it without importing the mock."""

from __future__ import annotations

from typing import NamedTuple


class Resource(NamedTuple):
    """One resource of the API.

    Attributes:
        name: Its name in `spec/paths`. Its tables, seed loaders and contract-test cases are in modules of this name.
        rules: The modules with the rules of its operations, below `workato_embedded_mock.resources`.
        tables: Whether `store/tables/<name>.py` exists.
        seeds: Whether `seeds/loaders/<name>.py` exists.
    """

    name: str
    rules: tuple[str, ...]
    tables: bool = True
    seeds: bool = True


# Parents come before children: the objects of a seed are loaded in this order.
RESOURCES = (
    Resource("account", ("workspace.account",), seeds=False),
    Resource("connectors", ("connections.connectors", "connections.input_schemas")),
    Resource("custom_oauth_profiles", ("connections.custom_oauth_profiles",)),
    Resource("custom_connectors", ("connections.custom_connectors",)),
    Resource(
        "managed_users",
        (
            "managed_users.managed_users",
            "managed_users.environments",
            "managed_users.members",
            "managed_users.plans",
            "managed_users.task_usage",
            "managed_users.statistics",
        ),
    ),
    Resource("member_invitations", ("managed_users.member_invitations",), seeds=False),
    Resource("folders", ("workspace.folders", "workspace.projects")),
    Resource("connections", ("connections.connections", "connections.input_schemas", "connections.picklists")),
    Resource("lookup_tables", ("lookup_tables.tables", "lookup_tables.rows")),
    Resource("properties", ("workspace.properties",)),
    Resource("customer_managers", ("managed_users.customer_managers",)),
    Resource(
        "api_platform",
        (
            "api_platform.collections",
            "api_platform.endpoints",
            "api_platform.clients",
            "api_platform.access_profiles",
            "api_platform.clients_v2",
            "api_platform.keys",
        ),
    ),
    Resource("roles", ("workspace.roles",)),
    Resource("developer_api_clients", ("workspace.developer_api_clients",)),
    Resource("environment_roles", ("access.environment_roles",)),
    Resource("project_roles", ("access.project_roles",)),
    Resource("collaborator_groups", ("access.collaborator_groups", "access.group_members", "access.project_grants")),
    Resource("project_grants", ("access.project_grants",), tables=False),
    Resource("member_privileges", ("managed_users.member_privileges",), tables=False, seeds=False),
    Resource("roles_migration", ("access.migration",), seeds=False),
    Resource(
        "recipes",
        (
            "recipes.recipes",
            "recipes.lists",
            "recipes.start_stop",
            "recipes.public",
            "recipes.copies",
            "recipes.triggers",
            "recipes.versions",
            "jobs.polls",
        ),
    ),
    Resource("tags", ("workspace.tags",)),
    Resource("field_maps", ("connections.field_maps",)),
    Resource("jobs", ("jobs.jobs", "jobs.polls", "jobs.repeats")),
    Resource("packages", ("packages.partner_manifests", "packages.customer_manifests", "packages.packages")),
    Resource("activity_logs", ("managed_users.activity_logs",)),
    Resource("deployments", ("deployments.builds", "deployments.deployments", "deployments.reviews")),
)
