"""A list of customers has what reading each customer returns, although the JSON of unchanged rows is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest
from workato_embedded_mock import MockServer

NEW = {"name": "New", "notification_email": "new@example.com"}


def control(client: httpx2.Client, path: str) -> str:
    """Return the URL of a part of the control plane."""
    return f"{str(client.base_url).removesuffix('/api/')}/_mock/{path}"


def set_time(client: httpx2.Client, now: str) -> None:
    """Stop the clock of the client's namespace at a time."""
    client.put(control(client, "clock"), json={"now": now, "frozen": True}).raise_for_status()


def check_list(client: httpx2.Client) -> bytes:
    """Check that the list has, twice, what each customer of it is; return the list."""
    first, second = (client.get("/managed_users", params={"per_page": 100}) for _ in range(2))
    each = [client.get(f"/managed_users/{entry['id']}").content for entry in first.json()["result"]]
    assert first.content == second.content
    assert b'"result":[' + b",".join(each) + b"]" in first.content
    return first.content


@pytest.fixture
def customer(client: httpx2.Client) -> str:
    """Return the path of a new customer that is in a list already, with the clock stopped."""
    set_time(client, "2023-11-20T12:00:00Z")
    number = client.post("/managed_users", json=NEW).json()["id"]
    check_list(client)
    return f"/managed_users/{number}"


def test_a_list_has_every_change_of_a_customer(client: httpx2.Client, customer: str) -> None:
    """After each kind of write to a customer, and to what it has, the list has the same as the customer."""
    before = check_list(client)
    writes = [
        ("PUT", customer, {"name": "Renamed"}),
        ("PUT", customer, {"full_embedding": True, "custom_task_limit": 5}),
        ("PUT", f"{customer}/upgrade", {"plan_id": "gold"}),
        ("PUT", f"{customer}/downgrade", None),
        ("POST", f"{customer}/environments", {}),
        ("POST", f"{customer}/connections", {"name": "c", "provider": "jira", "input": {"apitoken": "x"}}),
        ("DELETE", customer, None),
    ]
    for method, path, body in writes:
        response = client.request(method, path, json=body)
        after = check_list(client)
        assert (after != before) == response.is_success, (method, path)
        before = after


def test_a_list_follows_the_clock_in_both_directions(client: httpx2.Client, customer: str) -> None:
    """Trials end and periods renew in the list at the moment when they do, and not when the clock is set back."""
    seen = {}
    for now in ("2023-12-20T11:59:59.999Z", "2023-12-20T12:00:00Z", "2024-05-01T00:00:00Z", "2023-11-21T00:00:00Z"):
        set_time(client, now)
        seen[now] = check_list(client)
    first, second, third, last = seen.values()
    assert first == last
    assert len({first, second, third}) == 3
    assert client.get(customer).json()["in_trial"] is True


def test_a_list_has_what_a_reset_and_a_snapshot_restore(client: httpx2.Client, customer: str) -> None:
    """A row that is replaced under the same id is listed as it is, and not as it was."""
    saved = check_list(client)
    client.put(control(client, "snapshots/before")).raise_for_status()
    client.put(customer, json={"name": "Renamed"})
    changed = check_list(client)
    client.post(control(client, "snapshots/before/restore")).raise_for_status()
    assert check_list(client) == saved != changed
    client.post(control(client, "reset")).raise_for_status()
    set_time(client, "2023-11-20T12:00:00Z")
    assert client.post("/managed_users", json={**NEW, "name": "Other"}).json()["id"] == int(customer.split("/")[-1])
    assert b'"Other"' in check_list(client)


def test_a_list_is_that_of_the_edition_of_its_namespace(client: httpx2.Client, customer: str) -> None:
    """A namespace with an edition lists customers without the fields that the edition lacks, and then with them."""
    client.put(customer, json={"full_embedding": True})
    latest = check_list(client)
    client.put(control(client, "edition"), json={"as_of": "2023-11-20"}).raise_for_status()
    earlier = check_list(client)
    client.delete(control(client, "edition")).raise_for_status()
    assert check_list(client) == latest
    assert b"full_embedding" in latest
    assert b"full_embedding" not in earlier


@pytest.fixture
def replicas(tmp_path: Path, new_database: Callable[[], str]) -> Iterator[list[httpx2.Client]]:
    """Return clients of two servers that share a database, with the same token."""
    url = new_database()
    with ExitStack() as opened:
        yield [
            opened.enter_context(
                httpx2.Client(
                    base_url=opened.enter_context(
                        MockServer(database=f"sqlite:///{tmp_path / 'shared.db'}" if url == "sqlite://" else url)
                    ).url,
                    headers={"Authorization": "Bearer shared"},
                )
            )
            for _ in range(2)
        ]


def test_a_list_has_what_another_replica_wrote(replicas: list[httpx2.Client]) -> None:
    """Each replica lists the customers as the other one has changed them."""
    one, other = replicas
    set_time(one, "2023-11-20T12:00:00Z")
    path = f"/managed_users/{one.post('/managed_users', json=NEW).json()['id']}"
    for name in ("First", "Second", "First"):
        assert check_list(one) == check_list(other)
        other.put(path, json={"name": name}).raise_for_status()
        assert f'"{name}"'.encode() in check_list(one)
        one, other = other, one
