"""Every list that is paged is walked from its first page to its last, by either client."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from workato_embedded import AsyncWorkatoEmbedded

from contract_tests.contracts.case import API_CLIENT, CUSTOMER, FOLDER, RUNNING_RECIPE, TABLE
from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import Judge, operations
from contract_tests.tools.evidence.notes import PAGING, Notes

PAGED = {name: one["x-pagination"] for name, one in operations().items() if "x-pagination" in one}


def planted(table: str, count: int = 5) -> Callable[[Recorder], None]:
    """Return what adds copies of a table's first row, by the control plane."""

    def plant(recorder: Recorder) -> None:
        with recorder.plane() as plane:
            state = plane.get("/state").json()
            rows = state["tables"][table]
            key = "id" if "id" in rows[0] else "name"
            rows += [{**rows[0], key: _other(rows[0][key], number)} for number in range(1, count + 1)]
            plane.put("/state", json=state).raise_for_status()

    return plant


def _other(value: Any, number: int) -> Any:
    return value + 1000 * number if isinstance(value, int) else f"{value}{number}"


def customers(recorder: Recorder) -> None:
    """Make more customers."""
    recorder.sync(
        lambda c: [
            c.managed_users.create(name=f"{number}", notification_email="ops@example.com") for number in range(3)
        ]
    )


def projects(recorder: Recorder) -> None:
    """Make more projects, which are folders at the top."""
    recorder.sync(lambda c: [c.folders.create(CUSTOMER, name=f"Project {number}") for number in range(3)])


def folders(recorder: Recorder) -> None:
    """Make more folders in a project."""
    recorder.sync(
        lambda c: [c.folders.create(CUSTOMER, name=f"Folder {number}", parent_id=str(FOLDER)) for number in range(3)]
    )


def rows(recorder: Recorder) -> None:
    """Make more rows."""
    recorder.sync(
        lambda c: [c.lookup_tables.rows.add(CUSTOMER, TABLE, data={"code": f"{number}"}) for number in range(3)]
    )


def jobs(recorder: Recorder) -> None:
    """Let a recipe run more often than a page has jobs."""
    with recorder.plane() as plane:
        plane.post("/jobs", json={"managed_user_id": CUSTOMER, "recipe_id": RUNNING_RECIPE, "count": 60})


WALKS: dict[str, tuple[Callable[[Recorder], None], Callable[..., Any]]] = {
    "list_managed_users": (customers, lambda c, **size: c.managed_users.list(**size)),
    "list_all_connectors": (planted("connectors"), lambda c, **size: c.connectors.list(**size)),
    "list_api_collections": (
        planted("api_collections"),
        lambda c, **size: c.api_platform.collections.list(CUSTOMER, **size),
    ),
    "list_api_endpoints": (planted("api_endpoints"), lambda c, **size: c.api_platform.endpoints.list(CUSTOMER, **size)),
    "list_api_clients": (planted("api_clients"), lambda c, **size: c.api_platform.clients.list(CUSTOMER, **size)),
    "list_api_access_profiles": (
        planted("api_access_profiles"),
        lambda c, **size: c.api_platform.access_profiles.list(CUSTOMER, api_client_id=API_CLIENT, **size),
    ),
    "list_folders": (folders, lambda c, **size: c.folders.list(CUSTOMER, parent_id=FOLDER, **size)),
    "list_projects": (projects, lambda c, **size: c.projects.list(CUSTOMER, **size)),
    "list_lookup_tables": (planted("lookup_tables"), lambda c, **size: c.lookup_tables.list(CUSTOMER, **size)),
    "list_lookup_table_rows": (rows, lambda c, **size: c.lookup_tables.rows.list(CUSTOMER, TABLE, **size)),
    "list_recipes": (planted("recipes"), lambda c, **size: c.recipes.list(CUSTOMER, **size)),
    "search_public_recipes": (
        planted("public_recipes"),
        lambda c, **size: c.recipes.search_public(applications="salesforce,jira", **size),
    ),
    "list_jobs": (jobs, lambda c, **_size: c.jobs.list(CUSTOMER, RUNNING_RECIPE)),
    "list_roles": (planted("roles"), lambda c, **size: c.roles.list(CUSTOMER, **size)),
}
"""How to make a list longer than a page, and to list it."""


def test_every_paged_list_is_walked() -> None:
    """A paged operation that is added to the spec needs a walk."""
    assert WALKS.keys() == PAGED.keys()


@pytest.mark.parametrize("operation_id", PAGED)
def test_a_walk_finds_everything_once(operation_id: str, recorder: Recorder, judge: Judge, evidence: Notes) -> None:
    """Pages of two and pages as large as they come give the same entries in the same order, on several pages."""
    prepare, walk = WALKS[operation_id]
    prepare(recorder)
    everything = recorder.walk(walk)
    before = len(recorder.exchanges)
    size = {} if PAGED[operation_id]["style"] == "cursor" else {"per_page": 2}
    by_two = recorder.walk(lambda c: walk(c, **size))
    pages = recorder.exchanges[before:]
    assert by_two == everything
    assert len(pages) > 1
    assert len(everything) > 2
    for response in pages:
        judge.request(response.request)
        judge.response(response)
    assert asyncio.run(walked(recorder, lambda c: walk(c, **size))) == everything
    evidence.note(operation_id, PAGING, PAGED[operation_id]["style"])


async def walked(recorder: Recorder, call: Callable[[AsyncWorkatoEmbedded], Any]) -> list[Any]:
    """Walk all pages with the client for asyncio."""
    async with httpx.AsyncClient(verify=False) as http:
        client = AsyncWorkatoEmbedded(recorder.token, base_url=recorder.base_url, http_client=http)
        return [entry async for entry in call(client)]
