"""Snapshots are named states to which a namespace can be restored."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workato_embedded_mock import ControlError, WorkatoMock
from workato_embedded_mock.store.state_versions import VERSION

NEW = {"name": "New", "notification_email": "new@example.com"}


def test_a_snapshot_restores_the_whole_state(workato_mock: WorkatoMock) -> None:
    """A snapshot restores clock and ids, so that objects that are created afterwards get the same ids again."""
    workato_mock.clock.freeze("2026-01-05T12:00:00Z")
    workato_mock.snapshot("begin")
    saved = workato_mock.state()
    made = []
    for _ in range(2):
        with workato_mock.http() as http:
            made.append(http.post("/managed_users", json=NEW).json())
        workato_mock.clock.advance(600)
        assert workato_mock.state() != saved
        workato_mock.restore("begin")
        assert workato_mock.state() == saved
    assert made[0] == made[1]


def test_snapshots_are_listed_exported_imported_and_deleted(workato_mock: WorkatoMock) -> None:
    """An exported snapshot can be saved under another name or in another namespace."""
    workato_mock.snapshot("one")
    exported = workato_mock.call("GET", "snapshots/one")
    workato_mock.call("PUT", "snapshots/two", exported)
    listed = workato_mock.call("GET", "snapshots")["snapshots"]
    assert [item["name"] for item in listed] == ["one", "two"]
    workato_mock.call("DELETE", "snapshots/one")
    with pytest.raises(ControlError, match="no snapshot one"):
        workato_mock.restore("one")
    with pytest.raises(ControlError, match="no snapshot one"):
        workato_mock.call("DELETE", "snapshots/one")
    workato_mock.seed("empty")
    workato_mock.restore("two")
    assert workato_mock.state() == exported


def test_a_snapshot_can_be_replaced_and_survives_a_reset(workato_mock: WorkatoMock) -> None:
    """A second snapshot with the same name replaces the first one, and survives a reset."""
    workato_mock.snapshot()
    with workato_mock.http() as http:
        http.post("/managed_users", json=NEW)
        workato_mock.snapshot()
        workato_mock.reset()
        assert http.get("/managed_users").json()["count"] == 2
        workato_mock.restore()
        assert http.get("/managed_users").json()["count"] == 3


def test_faults_limits_and_journal_are_not_part_of_a_snapshot(workato_mock: WorkatoMock) -> None:
    """Restoring a snapshot does not change faults, limits and journal, and a reset clears them."""
    workato_mock.snapshot()
    workato_mock.faults.add(status=503, match={"path": "/none"})
    workato_mock.limits.set("5/min")
    with workato_mock.http() as http:
        http.get("/managed_users")
    workato_mock.restore()
    assert len(workato_mock.faults.rules) == 1
    assert workato_mock.limits.counted == {"list_managed_users": 1}
    assert workato_mock.journal.count() == 1
    workato_mock.reset()
    assert workato_mock.call("GET", "limits") == {"rate_limits": "off", "counted": {}}
    assert (workato_mock.call("GET", "faults")["rules"], workato_mock.journal.count()) == ([], 0)


def test_a_snapshot_of_an_older_version_is_upgraded(workato_mock: WorkatoMock) -> None:
    """A snapshot of version 3 can be restored: customers had no end of the trial, and imports no warnings."""
    state = workato_mock.state()
    older = {**state, "version": 3, "tables": {**state["tables"]}}
    added = {"trial_ends_at", "renews"}
    rows = state["tables"]["managed_users"]
    older["tables"]["managed_users"] = [{key: row[key] for key in row.keys() - added} for row in rows]
    packages = state["tables"]["packages"]
    added = {"warnings", "home_folder_id"}
    older["tables"]["packages"] = [{key: row[key] for key in row.keys() - added} for row in packages]
    for name in ("recipe_timers", "task_months", "package_assets", "package_companions"):
        del older["tables"][name]
    workato_mock.call("PUT", "snapshots/old", older)
    workato_mock.seed("empty")
    workato_mock.restore("old")
    restored = workato_mock.state()["tables"]
    assert [row["name"] for row in restored["managed_users"]] == [row["name"] for row in rows]
    assert packages
    assert restored["packages"] == packages


@pytest.mark.parametrize("version", [2, 99, "new", None])
def test_a_snapshot_of_an_unknown_version_is_rejected(workato_mock: WorkatoMock, version: object) -> None:
    """A snapshot of an unknown version is rejected and not stored, and the message names the version."""
    with pytest.raises(ControlError, match=f"has version {version!r}; this program reads 3 to {VERSION}"):
        workato_mock.call("PUT", "snapshots/odd", {**workato_mock.state(), "version": version})
    assert workato_mock.call("GET", "snapshots") == {"snapshots": []}


def test_a_seed_can_be_loaded_by_request(workato_mock: WorkatoMock) -> None:
    """A request loads a seed by name, from the content of a seed file or from an exported state."""
    workato_mock.seed("empty")
    with workato_mock.http() as http:
        assert http.get("/managed_users").json()["count"] == 0
        workato_mock.seed("default")
        user = {**http.get("/managed_users/512044").json(), "id": 7, "name": "Seven"}
        workato_mock.seed({"ManagedUser": {"seven": {"value": user}}})
        assert http.get("/managed_users/7").json()["name"] == "Seven"
        state = workato_mock.state()
        with pytest.raises(ControlError, match='/body/seed/ManagedUser/seven/value/id: "x" is not of type "integer"'):
            workato_mock.seed({"ManagedUser": {"seven": {"value": {"id": "x"}}}})
        with pytest.raises(ControlError, match="passwd"):
            workato_mock.call("POST", "reset", {"seed": "/etc/passwd"})
        assert workato_mock.state() == state


def test_ids_continue_above_those_of_an_edited_state(workato_mock: WorkatoMock) -> None:
    """A customer that was added to the state by hand does not take the next id."""
    state = workato_mock.state()
    rows = state["tables"]["managed_users"]
    rows.append({**rows[0], "id": 600_000, "external_id": "by-hand"})
    workato_mock.seed(state)
    with workato_mock.http() as http:
        assert http.post("/managed_users", json=NEW).json()["id"] == 600_001


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(st.sampled_from(["write", "delete", "save a", "save b", "restore a", "restore b"]), max_size=12))
def test_snapshots_behave_like_copies(workato_mock: WorkatoMock, steps: list[str]) -> None:
    """A restore returns what was last saved under the name, whatever happened in between."""
    workato_mock.reset()
    saved = {}
    with workato_mock.http() as http:
        for step in steps:
            verb, _, name = step.partition(" ")
            if verb == "write":
                http.post("/managed_users", json=NEW)
            elif verb == "delete":
                users = http.get("/managed_users").json()["result"]
                if users:
                    http.delete(f"/managed_users/{users[-1]['id']}")
            elif verb == "save":
                workato_mock.snapshot(name)
                saved[name] = workato_mock.state()
            elif name in saved:
                workato_mock.restore(name)
                assert workato_mock.state() == saved[name]
