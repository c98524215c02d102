"""Collects the rules of all resources by operationId; a new module of rules is one more line here."""

import inspect
from collections.abc import Iterable
from importlib import import_module

from workato_embedded_mock.resources.context import Rule

MODULES = (
    "account",
    "api_access_profiles",
    "api_clients",
    "api_collections",
    "api_endpoints",
    "connections",
    "connectors",
    "custom_connectors",
    "custom_oauth_profiles",
    "customer_managers",
    "export_manifests",
    "folders",
    "jobs",
    "lookup_table_rows",
    "lookup_tables",
    "managed_users",
    "member_invitations",
    "members",
    "packages",
    "picklists",
    "plans",
    "properties",
    "public_recipes",
    "recipe_runs",
    "recipes",
    "roles",
    "task_usage",
)
"""The modules whose public `async def` functions are rules."""


def all_rules() -> dict[str, Rule]:
    """Answer every rule by its operationId."""
    return public_coroutines("workato_embedded_mock.resources", MODULES)


def public_coroutines(package: str, modules: Iterable[str]) -> dict[str, Rule]:
    """Answer the public `async def` functions that are written in modules of a package, by name."""
    loaded = [import_module(f"{package}.{name}") for name in modules]
    return {
        name: value
        for module in loaded
        for name, value in vars(module).items()
        if inspect.iscoroutinefunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    }
