"""Each write below a customer appears in the activity log exactly once: every operation is called in a new account."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from workato_embedded_mock import MockTransport, create_app
from workato_embedded_mock.activity.events import EVENTS, NOT_RECORDED

from contract_tests.contracts.cases import CASES
from contract_tests.mock.writes import BASE_URL, BEFORE
from contract_tests.support.recorder import Recorder, plain

# Operations whose responses name no resource, and those about several resources.
WITHOUT_RESOURCE = {
    "add_member_deprecated",
    "invite_member",
    "migrate_system_roles",
    "update_tags_assignments",
    "upsert_properties",
}


@pytest.fixture(scope="module")
def transport() -> Iterator[MockTransport]:
    """Yield the transport to a mock in this process."""
    with create_app() as app:
        yield MockTransport(app)


def logged(transport: MockTransport, token: str, operation_id: str) -> list[Any]:
    """Return the entries that a call leaves in the logs of all customers."""
    account = Recorder(BASE_URL, token, transport).prepare(CASES[operation_id].first).prepare(BEFORE.get(operation_id))
    before = {entry["id"] for entry in everything(account)}
    account.result(CASES[operation_id].call)
    return [entry for entry in everything(account) if entry["id"] not in before]


def everything(account: Recorder) -> list[Any]:
    """Return the entries of all customers."""
    customers = plain(account.result(lambda c: list(c.managed_users.list())))
    return [entry for one in customers for entry in plain(account.result(partial(log_of, customer=one["id"])))]


def log_of(client: Any, customer: int) -> list[Any]:
    """Return the entries of a customer."""
    return list(client.activity_logs.list(customer))


@pytest.mark.parametrize("operation_id", EVENTS)
def test_a_write_appears_once(transport: MockTransport, token: str, operation_id: str) -> None:
    """Each write leaves one entry with its event, and with the id, name and kind of its resource."""
    (entry,) = logged(transport, token, operation_id)
    event = EVENTS[operation_id]
    assert entry["event_type"] == event.event_type
    if operation_id in WITHOUT_RESOURCE:
        assert entry["resource"] is None
    else:
        assert entry["resource"]["type"] == event.resource_type
        assert entry["resource"]["id"]
        assert bool(entry["resource"]["name"]) == bool(event.resource_name)


@pytest.mark.parametrize("operation_id", NOT_RECORDED)
def test_an_operation_that_is_not_recorded_leaves_nothing(
    transport: MockTransport, token: str, operation_id: str
) -> None:
    """An operation with a reason to leave no entry leaves none."""
    assert logged(transport, token, operation_id) == []


@pytest.mark.parametrize("operation_id", sorted(CASES.keys() - EVENTS.keys() - NOT_RECORDED.keys()))
def test_any_other_operation_leaves_nothing(transport: MockTransport, token: str, operation_id: str) -> None:
    """Reads, and operations of the partner's own account, leave no entry."""
    assert logged(transport, token, operation_id) == []
