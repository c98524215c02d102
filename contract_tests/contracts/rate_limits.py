"""What is called too often to be served, and what the mock cannot be brought to refuse."""

from __future__ import annotations

from collections.abc import Callable

from contract_tests.contracts.case import CUSTOMER, FOLDER
from contract_tests.contracts.cases import CASES
from contract_tests.contracts.cases.packages import PACKAGE
from contract_tests.support.recorder import Recorder


def invite_twice(recorder: Recorder) -> None:
    """Invite one address twice within twenty minutes."""
    for _ in range(2):
        recorder.sync(CASES["invite_member"].call)


def import_once_more(recorder: Recorder) -> None:
    """Import as often as a workspace may within an hour, and then once more."""
    with recorder.plane() as plane:
        plane.put("/clock", json={"now": "2026-01-05T12:10:00Z", "frozen": True})
        made = recorder.sync(lambda c: c.packages.import_package(CUSTOMER, package=PACKAGE, folder_id=str(FOLDER)))
        for _ in range(2):
            recorder.sync(lambda c: c.packages.get_import(CUSTOMER, made["id"]))
        state = plane.get("/state").json()
        (row,) = [row for row in state["tables"]["packages"] if row["id"] == made["id"]]
        state["tables"]["packages"] += [row | {"id": made["id"] + more} for more in range(1, 500)]
        plane.put("/state", json=state)
    recorder.sync(CASES["import_package"].call)


TOO_OFTEN: dict[str, Callable[[Recorder], None]] = {
    "invite_member": invite_twice,
    "import_package": import_once_more,
}
"""What is called too often: the last request is answered 429."""

UNMET = {("start_recipe", 422): "the mock registers no webhooks, so that none can fail"}
"""Documented refusals that the mock never gives, and why."""
