"""Calls that exceed a rate limit, and documented errors that the mock never returns."""

from __future__ import annotations

from collections.abc import Callable

from contract_tests.contracts.case import CUSTOMER, FOLDER, RUNNING_RECIPE
from contract_tests.contracts.cases import CASES
from contract_tests.contracts.cases.packages import PACKAGE
from contract_tests.support.recorder import Recorder


def invite_twice(recorder: Recorder) -> None:
    """Invite one address twice within twenty minutes."""
    for _ in range(2):
        recorder.sync(CASES["invite_member"].call)


def import_once_more(recorder: Recorder) -> None:
    """Import as often as a workspace may within an hour, and then once more."""
    with recorder.control_plane() as control:
        control.put("/clock", json={"now": "2026-01-05T12:10:00Z", "frozen": True})
        made = recorder.sync(lambda c: c.packages.import_package(CUSTOMER, package=PACKAGE, folder_id=str(FOLDER)))
        for _ in range(2):
            recorder.sync(lambda c: c.packages.get_import(CUSTOMER, made["id"]))
        state = control.get("/state").json()
        (row,) = [row for row in state["tables"]["packages"] if row["id"] == made["id"]]
        state["tables"]["packages"] += [row | {"id": made["id"] + more} for more in range(1, 500)]
        control.put("/state", json=state)
    recorder.sync(CASES["import_package"].call)


def poll_without_quota(recorder: Recorder) -> None:
    """Poll a recipe that the platform stopped because a quota was used up."""
    with recorder.control_plane() as control:
        state = control.get("/state").json()
        (row,) = [row for row in state["tables"]["recipes"] if row["id"] == RUNNING_RECIPE]
        row |= {"running": False, "stop_cause": "action_quota_limit"}
        control.put("/state", json=state)
    recorder.sync(CASES["poll_recipe_now"].call)


def repeat_twice(recorder: Recorder) -> None:
    """Repeat jobs twice within a second."""
    with recorder.control_plane() as control:
        control.put("/clock", json={"now": "2026-01-05T12:10:00Z", "frozen": True})
        control.put("/limits", json={"rate_limits": "documented"})
    for _ in range(2):
        recorder.sync(CASES["repeat_jobs"].call)


# By operation: calls that exceed its rate limit. The last request gets a 429.
RATE_LIMITED: dict[str, Callable[[Recorder], None]] = {
    "invite_member": invite_twice,
    "import_package": import_once_more,
    "poll_recipe_now": poll_without_quota,
    "repeat_jobs": repeat_twice,
}

# Documented errors that the mock never returns by its own rules, and why.
NEVER_RETURNED = {
    ("delete_project", 403): "the mock has no projects that must not be deleted",
    ("update_project_grant", 422): "the mock returns 404 for an unknown role",
    ("start_recipe", 422): "the mock registers no webhooks, so that none can fail",
}
