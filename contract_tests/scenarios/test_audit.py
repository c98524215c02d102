"""A partner audits a customer workspace with the activity log: what changed, in which order, and from where."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import httpx2
import pytest
from workato_embedded import BadRequestError, NotFoundError, RefusedError, WorkatoEmbedded

NORTHWIND, CONTOSO = "Ecust-0042", "Eacme/42"
RUNNING, STOPPED, JIRA = 9001, 9002, 7101


@pytest.fixture
def control(base_url: str, token: str) -> Iterator[httpx2.Client]:
    """Yield an HTTP client for the control plane, in the namespace of the client."""
    root = base_url.removesuffix("/api")
    with httpx2.Client(base_url=f"{root}/_mock", headers={"Authorization": f"Bearer {token}"}) as http:
        yield http


def set_clock(control: httpx2.Client, now: datetime.datetime) -> None:
    """Freeze the clock of the account at a time."""
    control.put("/clock", json={"now": now.isoformat(), "frozen": True}).raise_for_status()


@pytest.mark.round_trip("stop_recipe", "disconnect_connection", "list_activity_logs")
def test_reconstruct_an_incident_from_the_log(client: WorkatoEmbedded, control: httpx2.Client) -> None:
    """The log says when a recipe stopped and its connection was disconnected, and has no request that failed."""
    at = datetime.datetime(2026, 1, 5, 9, 0, tzinfo=datetime.UTC)
    set_clock(control, at)
    client.recipes.stop(NORTHWIND, RUNNING)
    set_clock(control, at + datetime.timedelta(minutes=1))
    client.connections.disconnect(NORTHWIND, JIRA)
    set_clock(control, at + datetime.timedelta(hours=2))
    with pytest.raises(RefusedError):
        client.recipes.start(NORTHWIND, RUNNING)
    with pytest.raises(NotFoundError):
        client.recipes.stop(NORTHWIND, 1)
    client.recipes.stop(NORTHWIND, RUNNING)

    entries = list(client.activity_logs.list(NORTHWIND, from_=at, to=at + datetime.timedelta(days=1)))
    assert [(entry.event_type, entry.timestamp) for entry in entries] == [
        ("connection_disconnected", at + datetime.timedelta(minutes=1)),
        ("recipe_stopped", at),
    ]
    stopped = entries[-1]
    assert stopped.resource is not None
    assert (stopped.resource.id, stopped.resource.name, stopped.resource.type) == (
        RUNNING,
        "Sync orders to Jira",
        "Flow",
    )
    assert stopped.user is not None
    mine = client.activity_logs.list(NORTHWIND, users_ids=[stopped.user.id], include_resource_types=["flow"])
    assert [entry.id for entry in mine] == [stopped.id]
    # What people did before stays in the log under their own names.
    everyone = {entry.user.name for entry in client.activity_logs.list(NORTHWIND) if entry.user is not None}
    assert everyone == {"API client", "Sam Rivers"}


def test_copy_new_entries_into_another_system(client: WorkatoEmbedded) -> None:
    """A program that copies the log reads page after page until it sees the newest entry that it has already."""
    newest = next(iter(client.activity_logs.list(NORTHWIND))).id
    for number in range(5):
        client.folders.create(NORTHWIND, name=f"Project {number}")
    copied = []
    for entry in client.activity_logs.list(NORTHWIND, page_size=2):
        if entry.id <= newest:
            break
        copied.append(entry)
    assert [entry.resource.name for entry in reversed(copied) if entry.resource] == [f"Project {n}" for n in range(5)]
    assert len({entry.id for entry in copied}) == 5


def test_each_environment_has_a_log_of_its_own(client: WorkatoEmbedded) -> None:
    """A change in Production is in the log of Production only, and the entry names that environment."""
    customer = client.managed_users.provision_environments(CONTOSO)
    assert customer.environments
    production = next(one.id for one in customer.environments if one.environment_type == "prod")
    client.folders.create(production, name="Go live")
    (entry,) = client.activity_logs.list(production)
    assert (entry.event_type, entry.workspace.id, entry.workspace.environment) == ("folder_created", production, "prod")
    assert entry.workspace.name == "Environment Production"
    (development,) = client.activity_logs.list(CONTOSO)
    assert (development.event_type, development.workspace.environment) == ("environments_provisioned", "dev")


def test_an_audit_survives_changes_of_what_it_names(client: WorkatoEmbedded) -> None:
    """Entries keep the names of resources that were deleted afterwards, and failed writes leave no entry."""
    client.recipes.update(NORTHWIND, STOPPED, name="Returns")
    client.recipes.delete(NORTHWIND, STOPPED)
    with pytest.raises(BadRequestError):
        client.folders.create(NORTHWIND, name="")
    found = client.activity_logs.list(NORTHWIND, include_event_types=["recipe_updated", "recipe_deleted"])
    names = [(entry.event_type, entry.resource.name) for entry in found if entry.resource]
    assert names == [("recipe_deleted", "Returns"), ("recipe_updated", "Returns")]
