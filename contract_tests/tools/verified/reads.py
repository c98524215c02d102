"""How to call each reading operation in an unknown account: with ids that other operations list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from contract_tests.support.validator import operations, parameters_of
from contract_tests.tools.verified.account import Account

Call = Callable[[Any], Any]


class MissingObjectError(Exception):
    """The account has no object for the operation; the message says which one is missing."""


def _first(account: Account, what: str, call: Call) -> Any:
    """Return the first object that a call lists. Each kind is listed once.

    Raises:
        MissingObjectError: The list is empty.
    """
    if what not in account.found:
        account.found[what] = next(iter(account.recorder(what).result(call)), None)
    if account.found[what] is None:
        raise MissingObjectError(f"the account has no {what}")
    return account.found[what]


def _customer(account: Account) -> Any:
    return _first(account, "customer", lambda c: c.managed_users.list(page=1, per_page=1)).id


def _of_customer(what: str, call: Callable[[Any, Any], Any]) -> Callable[[Account], Any]:
    def find(account: Account) -> Any:
        owner = _customer(account)
        return _first(account, what, lambda c: call(c, owner)).id

    return find


_member = _of_customer("member", lambda c, owner: c.managed_users.members.list(owner))
_deployment = _of_customer("deployment", lambda c, owner: c.deployments.list(owner))
_environment_role = _of_customer("environment role", lambda c, owner: c.environment_roles.list(owner))
_project_role = _of_customer("project role", lambda c, owner: c.project_roles.list(owner))
_group = _of_customer("collaborator group", lambda c, owner: c.collaborator_groups.list(owner))
_project = _of_customer("project", lambda c, owner: c.projects.list(owner))
_table = _of_customer("lookup table", lambda c, owner: c.lookup_tables.list(owner))
_recipe = _of_customer("recipe", lambda c, owner: c.recipes.list(owner))
_connection = _of_customer("connection", lambda c, owner: c.connections.list(owner))
_api_client = _of_customer("API client", lambda c, owner: c.api_platform.clients_v2.list(owner))
_collection = _of_customer("API collection", lambda c, owner: c.api_platform.collections.list(owner))
_developer_api_client = _of_customer("Developer API client", lambda c, owner: c.developer_api_clients.list(owner))


def _version(account: Account) -> Any:
    owner, recipe = _customer(account), _recipe(account)
    return _first(account, "version of a recipe", lambda c: c.recipes.versions.list(owner, recipe)).id


def _of_some_recipe(what: str, call: Callable[[Any, Any, int], Any], attribute: str) -> Callable[[Account], Any]:
    """Return how to find the id of the first recipe that has an object, and the id of that object."""

    def find(account: Account) -> Any:
        owner = _customer(account)

        def found(client: Any) -> list[tuple[int, Any]]:
            recipes = client.recipes.list(owner).items[:10]
            lists = [(recipe.id, call(client, owner, recipe.id)) for recipe in recipes]
            return [(recipe, getattr(item, attribute)) for recipe, items in lists for item in items[:1]]

        return _first(account, what, found)

    return find


_field_map = _of_some_recipe(
    "field map of a recipe", lambda c, owner, recipe: c.field_maps.list(owner, recipe).items, "handle"
)
_job = _of_some_recipe("job", lambda c, owner, recipe: c.jobs.list(owner, recipe).items, "id")


def _row(account: Account) -> Any:
    owner, table = _customer(account), _table(account)
    return _first(account, "lookup table row", lambda c: c.lookup_tables.rows.list(owner, table))


def _by(account: Account) -> dict[str, str]:
    """Return a column of the first row with a value, for a lookup."""
    for name, value in _row(account).data.items():
        if value:
            return {name: value}
    raise MissingObjectError("the first row of the account's first lookup table is empty")


def _build(account: Account) -> Any:
    """Return the id of the build of a deployment: no operation lists builds."""
    owner = _customer(account)
    return _first(account, "deployment of a build", lambda c: c.deployments.list(owner)).project_build_id


def _grant(account: Account) -> Any:
    owner, project = _customer(account), _project(account)
    return _first(account, "project grant", lambda c: c.project_grants.list(owner, project)).id


def _connector(account: Account) -> Any:
    return _first(account, "custom connector", lambda c: c.custom_connectors.list()).id


def _owned(call: Callable[[Any, Any], Any]) -> Callable[[Account], Call]:
    """Return how to call an operation that needs only a customer."""

    def bind(account: Account) -> Call:
        owner = _customer(account)
        return lambda c: call(c, owner)

    return bind


def _with(call: Callable[..., Any], *finders: Callable[[Account], Any]) -> Callable[[Account], Call]:
    """Return how to call an operation with the objects that some functions find."""

    def bind(account: Account) -> Call:
        values = [find(account) for find in finders]
        return lambda c: call(c, *values)

    return bind


def _without_arguments() -> Iterator[tuple[str, Callable[[Account], Call]]]:
    """Yield the GET operations that need at most a customer, each with a function that makes its call."""
    for operation_id, operation in operations().items():
        required = {p["name"] for p in parameters_of(operation) if p["in"] == "path" or p.get("required")}
        if operation["method"] == "GET" and required <= {"managed_user_id"}:
            method = attrgetter("{resource}.{method}".format_map(operation["x-client"]))
            finders = [_customer] if required else []
            yield operation_id, _with(lambda c, *owner, method=method: method(c)(*owner), *finders)


# By operation: a function that makes its call for an account. Only calls that need arguments are written out.
READS: dict[str, Callable[[Account], Call]] = {
    **dict(_without_arguments()),
    "list_managed_users": _with(lambda c: c.managed_users.list(page=1, per_page=2)),
    "get_member": _with(lambda c, owner, member: c.managed_users.members.get(owner, member), _customer, _member),
    "list_connector_metadata": _with(lambda c: c.connectors.query(applications="salesforce,jira")),
    "list_all_connectors": _with(lambda c: c.connectors.list(page=1, per_page=2)),
    "get_connector_input_schema": _with(lambda c, owner: c.connectors.input_schema(owner, "salesforce"), _customer),
    "get_connection_input_schema": _with(
        lambda c, owner, connection: c.connections.input_schema(owner, connection), _customer, _connection
    ),
    "get_custom_connector": _with(lambda c, connector: c.custom_connectors.get(connector), _connector),
    "list_api_endpoints": _with(
        lambda c, owner, one: c.api_platform.endpoints.list(owner, api_collection_id=one), _customer, _collection
    ),
    "get_api_client_v2": _with(lambda c, owner, one: c.api_platform.clients_v2.get(owner, one), _customer, _api_client),
    "list_api_keys": _with(lambda c, owner, one: c.api_platform.keys.list(owner, one), _customer, _api_client),
    "list_folders": _owned(lambda c, owner: c.folders.list(owner, page=1, per_page=2)),
    "list_projects": _owned(lambda c, owner: c.projects.list(owner, page=1, per_page=2)),
    "list_properties": _owned(lambda c, owner: c.properties.list(owner, prefix="a")),
    "lookup_lookup_table_row": _with(
        lambda c, owner, table, by: c.lookup_tables.lookup(owner, table, by=by), _customer, _table, _by
    ),
    "list_lookup_table_rows": _with(
        lambda c, owner, table: c.lookup_tables.rows.list(owner, table, page=1, per_page=2), _customer, _table
    ),
    "get_lookup_table_row": _with(
        lambda c, owner, table, row: c.lookup_tables.rows.get(owner, table, row.id), _customer, _table, _row
    ),
    "list_recipes": _owned(lambda c, owner: c.recipes.list(owner, page=1, per_page=2)),
    "get_recipe": _with(lambda c, owner, recipe: c.recipes.get(owner, recipe), _customer, _recipe),
    "search_public_recipes": _with(lambda c: c.recipes.search_public(applications="salesforce,jira", per_page=2)),
    "list_recipe_versions": _with(lambda c, owner, recipe: c.recipes.versions.list(owner, recipe), _customer, _recipe),
    "get_recipe_version": _with(
        lambda c, owner, recipe, version: c.recipes.versions.get(owner, recipe, version), _customer, _recipe, _version
    ),
    "list_field_map_introspections": _with(
        lambda c, owner, recipe: c.field_maps.list(owner, recipe), _customer, _recipe
    ),
    "get_field_map_introspection": _with(
        lambda c, owner, field_map: c.field_maps.get(owner, *field_map), _customer, _field_map
    ),
    "list_jobs": _with(lambda c, owner, recipe: c.jobs.list(owner, recipe), _customer, _recipe),
    "get_job": _with(lambda c, owner, job: c.jobs.get(owner, *job), _customer, _job),
    "get_deployment": _with(lambda c, owner, one: c.deployments.get(owner, one), _customer, _deployment),
    "get_project_build": _with(lambda c, owner, one: c.project_builds.get(owner, one), _customer, _build),
    "list_eligible_reviewers": _with(
        lambda c, owner, one: c.deployments.list_eligible_reviewers(owner, one), _customer, _deployment
    ),
    "list_environment_roles": _owned(lambda c, owner: c.environment_roles.list(owner, page_number=1, page_size=2)),
    "get_environment_role": _with(
        lambda c, owner, role: c.environment_roles.get(owner, role), _customer, _environment_role
    ),
    "list_project_roles": _owned(lambda c, owner: c.project_roles.list(owner, page_number=1, page_size=2)),
    "get_project_role": _with(lambda c, owner, role: c.project_roles.get(owner, role), _customer, _project_role),
    "get_developer_api_client": _with(
        lambda c, owner, one: c.developer_api_clients.get(owner, one), _customer, _developer_api_client
    ),
    "list_collaborator_groups": _owned(lambda c, owner: c.collaborator_groups.list(owner, page_number=1, page_size=2)),
    "get_collaborator_group": _with(lambda c, owner, one: c.collaborator_groups.get(owner, one), _customer, _group),
    "list_collaborator_group_members": _with(
        lambda c, owner, one: c.collaborator_groups.members.list(owner, one, page_number=1, page_size=2),
        _customer,
        _group,
    ),
    "list_collaborator_group_project_grants": _with(
        lambda c, owner, one: c.collaborator_groups.list_project_grants(owner, one), _customer, _group
    ),
    "list_project_grants": _with(lambda c, owner, one: c.project_grants.list(owner, one), _customer, _project),
    "get_project_grant": _with(lambda c, owner, one: c.project_grants.get(owner, one), _customer, _grant),
    "get_member_privileges": _with(
        lambda c, owner, member: c.managed_users.members.get_privileges(owner, member), _customer, _member
    ),
    "list_member_project_grants": _with(
        lambda c, owner, member: c.managed_users.members.list_project_grants(owner, member), _customer, _member
    ),
    "get_member_projects_privileges": _with(
        lambda c, owner, member: c.managed_users.members.get_projects_privileges(owner, member), _customer, _member
    ),
    "list_roles": _owned(lambda c, owner: c.roles.list(owner, page=1, per_page=2)),
}

# Reading operations that cannot be called without writing first, and why.
UNREACHABLE = {
    "get_customer_export_manifest": "no operation lists export manifests",
    "get_export_manifest": "no operation lists export manifests",
    "get_export_status": "no operation lists exports",
    "get_import_status": "no operation lists imports",
}
