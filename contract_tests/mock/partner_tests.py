"""Tests of a partner, each in a namespace of its own. `test_plugin_parallel.py` runs them in an empty project."""

from __future__ import annotations

import os

import pytest
from workato_embedded import NotFoundError
from workato_embedded_mock import WorkatoMock

# How often each of the five tests runs.
NUMBERS = range(int(os.environ["PARTNER_TESTS"]))


@pytest.mark.parametrize("number", NUMBERS)
def test_a_customer_is_created(workato_mock: WorkatoMock, number: int) -> None:
    """A new customer gets the first free id, independently of other tests."""
    made = workato_mock.client.managed_users.create(
        name=f"Customer {number}", notification_email="a@example.com", external_id="same-everywhere"
    )
    assert made.id == 512102
    assert len(list(workato_mock.client.managed_users.list())) == 3


@pytest.mark.parametrize("_number", NUMBERS)
def test_a_customer_is_deleted(workato_mock: WorkatoMock, _number: int) -> None:
    """A customer that one test deletes still exists for all others."""
    workato_mock.client.managed_users.delete("Ecust-0042")
    with pytest.raises(NotFoundError):
        workato_mock.client.managed_users.get("Ecust-0042")


@pytest.mark.parametrize("number", NUMBERS)
def test_the_clock_is_set(workato_mock: WorkatoMock, number: int) -> None:
    """The clock of one test does not affect others."""
    workato_mock.clock.freeze("2026-01-05T12:00:00Z")
    workato_mock.clock.advance(number)
    made = workato_mock.client.managed_users.create(name="Timed", notification_email="a@example.com")
    assert f"04:00:{number:02}" in str(made.created_at)


@pytest.mark.parametrize("_number", NUMBERS)
def test_a_fault_is_retried(workato_mock: WorkatoMock, _number: int) -> None:
    """The client retries a read after a fault, and the journal has each attempt."""
    workato_mock.faults.add("list_managed_users", status=500, times=1)
    assert len(list(workato_mock.client.with_options(max_retries=2).managed_users.list())) == 2
    assert [entry["status"] for entry in workato_mock.journal.entries("list_managed_users")] == [500, 200]


@pytest.mark.parametrize("_number", NUMBERS)
def test_a_snapshot_is_restored(workato_mock: WorkatoMock, _number: int) -> None:
    """A snapshot restores the customers after the namespace was emptied."""
    workato_mock.snapshot()
    workato_mock.seed("empty")
    assert not list(workato_mock.client.managed_users.list())
    workato_mock.restore()
    assert len(list(workato_mock.client.managed_users.list())) == 2
