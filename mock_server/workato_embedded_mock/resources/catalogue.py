"""Collects the rules of all resources by operationId; a new resource is one more line here."""

import inspect
from types import ModuleType

from workato_embedded_mock.resources import (
    api_access_profiles,
    api_clients,
    api_collections,
    api_endpoints,
    connections,
    customer_managers,
    folders,
    jobs,
    lookup_table_rows,
    lookup_tables,
    managed_users,
    member_invitations,
    members,
    properties,
    public_recipes,
    recipe_runs,
    recipes,
    roles,
    task_usage,
)
from workato_embedded_mock.resources.context import Rule

MODULES: tuple[ModuleType, ...] = (
    api_access_profiles,
    api_clients,
    api_collections,
    api_endpoints,
    connections,
    customer_managers,
    folders,
    jobs,
    lookup_table_rows,
    lookup_tables,
    managed_users,
    member_invitations,
    members,
    properties,
    public_recipes,
    recipe_runs,
    recipes,
    roles,
    task_usage,
)


def all_rules() -> dict[str, Rule]:
    """Answer every rule by its operationId."""
    return {
        name: value
        for module in MODULES
        for name, value in vars(module).items()
        if inspect.iscoroutinefunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    }
