"""Collects the rules of all resources by operationId; a new module of rules is one more line here."""

import inspect
from collections.abc import Iterable
from importlib import import_module

from workato_embedded_mock.rules.context import Rule

MODULES = (
    "workspace.account",
    "api_platform.access_profiles",
    "api_platform.clients",
    "api_platform.collections",
    "api_platform.endpoints",
    "connections.connections",
    "connections.connectors",
    "connections.custom_connectors",
    "connections.custom_oauth_profiles",
    "managed_users.customer_managers",
    "packages.manifests",
    "workspace.folders",
    "jobs.jobs",
    "lookup_tables.rows",
    "lookup_tables.tables",
    "managed_users.managed_users",
    "managed_users.member_invitations",
    "managed_users.members",
    "packages.packages",
    "connections.picklists",
    "managed_users.plans",
    "workspace.properties",
    "recipes.public",
    "recipes.start_stop",
    "recipes.recipes",
    "workspace.roles",
    "managed_users.task_usage",
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
