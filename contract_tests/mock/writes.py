"""Compare the reads of two equal accounts, with a write in only one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
from workato_embedded import APIStatusError
from workato_embedded_mock import MockTransport

from contract_tests.contracts.case import (
    API_ENDPOINT,
    CUSTOMER,
    GROUP,
    OTHER_PROFILE,
    PROFILE,
    RUNNING_RECIPE,
    TABLE,
)
from contract_tests.contracts.cases import CASES
from contract_tests.support.recorder import Recorder, plain, without_times
from contract_tests.support.validator import operations

BASE_URL = "http://mock.example.com/api"

Call = Callable[[Any], Any]

OPERATIONS = operations()
# Operations that read without being a GET.
READING = {"get_connection_usage", "get_field_map_pick_list", "get_picklist_values", "get_usage_v2"}
# Every write changes the activity log, whether it has another effect or not; test_activity.py checks the log.
LOG = "list_activity_logs"
# A call of each operation that reads, without filters that would leave out new objects.
READS: dict[str, Call] = {
    operation_id: CASES[operation_id].call
    for operation_id, operation in OPERATIONS.items()
    if operation_id != LOG and (operation["method"] == "GET" or operation_id in READING)
} | {
    "list_managed_users": lambda c: c.managed_users.list(),
    "list_connections": lambda c: c.connections.list(CUSTOMER, includes=["tags"]),
    "list_api_endpoints": lambda c: c.api_platform.endpoints.list(CUSTOMER),
    "list_api_clients": lambda c: c.api_platform.clients.list(CUSTOMER),
    "list_api_clients_v2": lambda c: c.api_platform.clients_v2.list(CUSTOMER),
    "list_properties": lambda c: c.properties.list(CUSTOMER, prefix=""),
    "list_recipes": lambda c: c.recipes.list(CUSTOMER, includes=["tags"]),
    "list_collaborator_groups": lambda c: c.collaborator_groups.list(CUSTOMER),
    "list_collaborator_group_members": lambda c: c.collaborator_groups.members.list(CUSTOMER, GROUP),
    "list_deployments": lambda c: c.deployments.list(CUSTOMER),
    "list_roles": lambda c: c.roles.list(CUSTOMER),
    "list_tags": lambda c: c.tags.list(CUSTOMER),
    "list_developer_api_client_roles": lambda c: c.developer_api_clients.roles.list(CUSTOMER),
    "list_lookup_table_rows": lambda c: c.lookup_tables.rows.list(CUSTOMER, TABLE),
    "list_jobs": lambda c: c.jobs.list(CUSTOMER, RUNNING_RECIPE),
}
WRITES = [operation_id for operation_id in OPERATIONS if operation_id != LOG and operation_id not in READS]


def _imported(client: Any, made: Any) -> Any:
    for _ in range(2):
        status = client.packages.get_import(CUSTOMER, made.id)
    return status


# By write: an operation that shows its effect, called with what the write returned.
EFFECTS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "create_export_manifest": ("get_export_manifest", lambda c, made: c.export_manifests.get(made.id)),
    "create_customer_export_manifest": (
        "get_customer_export_manifest",
        lambda c, made: c.packages.manifests.get(CUSTOMER, made.id),
    ),
    "build_project": ("get_project_build", lambda c, made: c.project_builds.get(CUSTOMER, made.id)),
    "export_package": ("get_export_status", lambda c, made: c.packages.get_export(CUSTOMER, made.id)),
    "import_package": ("get_import_status", _imported),
    "assign_custom_oauth_profile": (
        "unassign_custom_oauth_profile",
        lambda c, _: c.custom_oauth_profiles.unassign(CUSTOMER, PROFILE, force=True),
    ),
    "unassign_custom_oauth_profile": (
        "assign_custom_oauth_profile",
        lambda c, _: c.custom_oauth_profiles.assign(CUSTOMER, OTHER_PROFILE),
    ),
}

SECOND_MANAGER = 6602


def _insert_a_step(client: Any) -> None:
    """Insert a step into the code of the recipe that has a field map."""
    client.recipes.stop(CUSTOMER, RUNNING_RECIPE)
    code = client.recipes.get(CUSTOMER, RUNNING_RECIPE).code
    client.recipes.update(
        CUSTOMER,
        RUNNING_RECIPE,
        code=code.replace('"block":[', '"block":[{"number":2,"provider":"logger","name":"log","keyword":"action"},'),
    )


# By write: a call before it, without which it would change nothing in the default seed.
BEFORE: dict[str, Call] = {
    "enable_api_endpoint": lambda c: c.api_platform.endpoints.disable(CUSTOMER, API_ENDPOINT),
    "refresh_field_map_schema": _insert_a_step,
    "create_customer_manager": lambda c: c.customer_managers.delete(SECOND_MANAGER),
}

# Operations whose effect no read shows, and reads that no write changes, and why.
NOT_SHOWN = {
    "list_connector_metadata": "a catalogue that no operation writes",
    "list_all_connectors": "a catalogue that no operation writes",
    "search_public_recipes": "a catalogue that no operation writes",
    "share_recipe": "no documented operation shows what a recipe was shared as",
    "refresh_api_key_secret": "only its own response has the secret",
    "regenerate_developer_api_client_token": "only its own response has the token",
    "refresh_api_access_profile_secret": "only its own response has the secret",
    "assign_deployment_reviewers": "only its own response has the reviewers",
    "invite_member": "no operation lists invitations; an invited person is a member after joining",
    "update_signature_verification_key": "no operation returns the key",
}
# Writes whose body has no value that a read could show, and why.
WITHOUT_VALUES = {"disconnect_connection": "`force` only allows the write"}


@dataclass(frozen=True)
class Change:
    """The result of a read without the write and with it."""

    before: Any
    after: Any


def changes(transport: MockTransport, token: str, write: str) -> tuple[dict[str, Change], httpx2.Request]:
    """Make a write in one of two new accounts; return the reads that differ, by operation, and the write's request."""
    unchanged, written = (_account(transport, f"{token}-{name}", write) for name in ("unchanged", "written"))
    made = written.result(CASES[write].call)
    request = written.responses[-1].request
    reads: dict[str, Call] = dict(READS)
    if write in EFFECTS:
        read, call = EFFECTS[write]
        reads[read] = lambda c: call(c, made)
    found = {name: Change(_result(unchanged, call), _result(written, call)) for name, call in reads.items()}
    return {name: change for name, change in found.items() if change.before != change.after}, request


def _account(transport: MockTransport, token: str, write: str) -> Recorder:
    """Return an account with a frozen clock, prepared for the write."""
    recorder = Recorder(BASE_URL, token, transport)
    with recorder.control_plane() as control:
        control.put("/clock", json={"now": "2026-01-05T12:10:00Z", "frozen": True}).raise_for_status()
    return recorder.prepare(CASES[write].first).prepare(BEFORE.get(write))


def _result(recorder: Recorder, call: Call) -> Any:
    try:
        return without_times(plain(recorder.result(call, retries=0)))
    except APIStatusError as error:
        return error.status_code


def leaves(value: Any) -> Iterator[Any]:
    """Yield the scalars inside a value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            yield from leaves(entry)
    else:
        yield value
