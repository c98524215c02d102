"""What each write changes for each read: two accounts that are alike, in one of which the write was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from workato_embedded import APIStatusError
from workato_embedded_mock import MockTransport

from contract_tests.contracts.case import (
    API_ENDPOINT,
    CUSTOMER,
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
READING = {"get_picklist_values"}
"""Operations that read, though they are no GET."""
READS: dict[str, Call] = {
    operation_id: CASES[operation_id].call
    for operation_id, operation in OPERATIONS.items()
    if operation["method"] == "GET" or operation_id in READING
} | {
    "list_managed_users": lambda c: c.managed_users.list(),
    "list_connections": lambda c: c.connections.list(CUSTOMER),
    "list_api_endpoints": lambda c: c.api_platform.endpoints.list(CUSTOMER),
    "list_api_clients": lambda c: c.api_platform.clients.list(CUSTOMER),
    "list_properties": lambda c: c.properties.list(CUSTOMER, prefix=""),
    "list_recipes": lambda c: c.recipes.list(CUSTOMER),
    "list_roles": lambda c: c.roles.list(CUSTOMER),
    "list_lookup_table_rows": lambda c: c.lookup_tables.rows.list(CUSTOMER, TABLE),
    "list_jobs": lambda c: c.jobs.list(CUSTOMER, RUNNING_RECIPE),
}
"""A call of each operation that reads, without filters that would leave out what is new."""
WRITES = [operation_id for operation_id in OPERATIONS if operation_id not in READS]


def _imported(client: Any, made: Any) -> Any:
    for _ in range(2):
        status = client.packages.get_import(CUSTOMER, made.id)
    return status


OF_THE_NEW: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "create_export_manifest": ("get_export_manifest", lambda c, made: c.export_manifests.get(made.id)),
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
"""By write: an operation that shows what it made, by the id that it got or by what it now does."""

SECOND_MANAGER = 6602

BEFORE: dict[str, Call] = {
    "enable_api_endpoint": lambda c: c.api_platform.endpoints.disable(CUSTOMER, API_ENDPOINT),
    "create_customer_manager": lambda c: c.customer_managers.delete(SECOND_MANAGER),
}
"""By write: what makes a difference of it, where in the seed's world it would make none."""

NOT_SHOWN = {
    "list_connector_metadata": "a catalogue that no operation writes",
    "list_all_connectors": "a catalogue that no operation writes",
    "search_public_recipes": "a catalogue that no operation writes",
    "share_recipe": "no documented operation shows what a recipe was shared as",
    "refresh_api_access_profile_secret": "the secret stands in its own answer only",
    "invite_member": "no operation lists invitations; who was invited is a member after joining",
    "update_signature_verification_key": "no operation answers the key",
}
"""Operations without a round trip, and why."""


@dataclass(frozen=True)
class Change:
    """What a read answers without the write and with it."""

    before: Any
    after: Any


def changes(transport: MockTransport, token: str, write: str) -> tuple[dict[str, Change], httpx.Request]:
    """Make a write in one of two new accounts; return what reads differ, by operation, and the request that wrote."""
    alike, written = (_account(transport, f"{token}-{name}", write) for name in ("alike", "written"))
    made = written.result(CASES[write].call)
    request = written.exchanges[-1].request
    reads: dict[str, Call] = dict(READS)
    if write in OF_THE_NEW:
        read, call = OF_THE_NEW[write]
        reads[read] = lambda c: call(c, made)
    found = {name: Change(_answer(alike, call), _answer(written, call)) for name, call in reads.items()}
    return {name: change for name, change in found.items() if change.before != change.after}, request


def _account(transport: MockTransport, token: str, write: str) -> Recorder:
    """Return an account in which it is a moment that does not pass, just before the write."""
    recorder = Recorder(BASE_URL, token, transport)
    with recorder.plane() as plane:
        plane.put("/clock", json={"now": "2026-01-05T12:10:00Z", "frozen": True}).raise_for_status()
    return recorder.prepare(CASES[write].first).prepare(BEFORE.get(write))


def _answer(recorder: Recorder, call: Call) -> Any:
    try:
        return without_times(plain(recorder.result(call, retries=0)))
    except APIStatusError as refusal:
        return refusal.status_code


def leaves(value: Any) -> Iterator[Any]:
    """Yield the scalars inside a value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            yield from leaves(entry)
    else:
        yield value
