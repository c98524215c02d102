"""Both clients read every paged list from its first page to its last."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from workato_embedded import AsyncWorkatoEmbedded

from contract_tests.contracts.case import (
    API_CLIENT,
    API_CLIENT_V2,
    CUSTOMER,
    FOLDER,
    GROUP,
    OTHER_MEMBER,
    PROJECT,
    PROJECT_GRANT_ROLE,
    RUNNING_RECIPE,
    STOPPED_RECIPE,
    TABLE,
)
from contract_tests.mock.tables import add_copies
from contract_tests.support.evidence_notes import PAGING, Notes
from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import Validator, operations

# The names of the page size in the client.
PYTHON_NAMES = {"per_page": "per_page", "page[size]": "page_size"}
PAGED = {name: one["x-pagination"] for name, one in operations().items() if "x-pagination" in one}


def copies(table: str) -> Callable[[Recorder], None]:
    """Return a function that adds rows to a table through the control plane."""
    return lambda recorder: add_copies(recorder, table, 5)


def customers(recorder: Recorder) -> None:
    """Create customers."""
    recorder.sync(
        lambda c: [
            c.managed_users.create(name=f"{number}", notification_email="ops@example.com") for number in range(3)
        ]
    )


def access_roles(resource: str) -> Callable[[Recorder], None]:
    """Return a function that creates roles of a resource of the client."""

    def create(recorder: Recorder) -> None:
        config: dict[str, Any] = {"privileges": {}}
        recorder.sync(
            lambda c: [getattr(c, resource).create(CUSTOMER, name=f"Role {n}", config=config) for n in range(3)]
        )

    return create


def tags(recorder: Recorder) -> None:
    """Create tags."""
    recorder.sync(lambda c: [c.tags.create(CUSTOMER, title=f"Tag {number}") for number in range(3)])


def groups(recorder: Recorder) -> None:
    """Create groups of collaborators."""
    recorder.sync(lambda c: [c.collaborator_groups.create(CUSTOMER, name=f"Group {n}") for n in range(3)])


def group_members(recorder: Recorder) -> None:
    """Add members to a group."""

    def add(client: Any) -> Any:
        made = [client.managed_users.members.add(CUSTOMER, name=f"Member {number}") for number in range(3)]
        return client.collaborator_groups.members.add(CUSTOMER, GROUP, user_ids=[member.id for member in made])

    recorder.sync(add)


def grants_in_projects(kind: str, holder: int | str) -> Callable[[Recorder], None]:
    """Return a function that gives a group or a member a role in several projects."""

    def grant(client: Any) -> None:
        role = {"assignment_type": kind, "assignment_id": holder, "project_role_id": PROJECT_GRANT_ROLE}
        for number in range(3):
            client.folders.create(CUSTOMER, name=f"Project {number}")
        for project in client.projects.list(CUSTOMER).items:
            client.project_grants.upsert(CUSTOMER, project.id, project_grants=[role])

    def prepare(recorder: Recorder) -> None:
        recorder.prepare(grant)

    return prepare


def project_grants(recorder: Recorder) -> None:
    """Grant a role in a project to several groups."""

    def grant(client: Any) -> None:
        made = [client.collaborator_groups.create(CUSTOMER, name=f"Group {number}") for number in range(3)]
        roles = [
            {"assignment_type": "UserGroup", "assignment_id": group.id, "project_role_id": PROJECT_GRANT_ROLE}
            for group in made
        ]
        client.project_grants.upsert(CUSTOMER, PROJECT, project_grants=roles)

    recorder.prepare(grant)


def projects(recorder: Recorder) -> None:
    """Create projects, which are folders at the top level."""
    recorder.sync(lambda c: [c.folders.create(CUSTOMER, name=f"Project {number}") for number in range(3)])


def folders(recorder: Recorder) -> None:
    """Create folders in a project."""
    recorder.sync(
        lambda c: [c.folders.create(CUSTOMER, name=f"Folder {number}", parent_id=str(FOLDER)) for number in range(3)]
    )


def rows(recorder: Recorder) -> None:
    """Create rows of a lookup table."""
    recorder.sync(
        lambda c: [c.lookup_tables.rows.add(CUSTOMER, TABLE, data={"code": f"{number}"}) for number in range(3)]
    )


def versions(recorder: Recorder) -> None:
    """Change a stopped recipe several times."""
    recorder.sync(lambda c: [c.recipes.update(CUSTOMER, STOPPED_RECIPE, name=f"Name {number}") for number in range(4)])


def jobs(recorder: Recorder) -> None:
    """Make a recipe run more often than a page has jobs."""
    with recorder.control_plane() as control:
        control.post("/jobs", json={"managed_user_id": CUSTOMER, "recipe_id": RUNNING_RECIPE, "count": 60})


# By operation: how to make the list longer than a page, and how to request it.
LISTS: dict[str, tuple[Callable[[Recorder], None], Callable[..., Any]]] = {
    "list_managed_users": (customers, lambda c, **size: c.managed_users.list(**size)),
    "list_all_connectors": (copies("connectors"), lambda c, **size: c.connectors.list(**size)),
    "list_api_collections": (
        copies("api_collections"),
        lambda c, **size: c.api_platform.collections.list(CUSTOMER, **size),
    ),
    "list_api_endpoints": (copies("api_endpoints"), lambda c, **size: c.api_platform.endpoints.list(CUSTOMER, **size)),
    "list_api_clients": (copies("api_clients"), lambda c, **size: c.api_platform.clients.list(CUSTOMER, **size)),
    "list_api_clients_v2": (copies("api_clients"), lambda c, **size: c.api_platform.clients_v2.list(CUSTOMER, **size)),
    "list_api_keys": (
        copies("api_keys"),
        lambda c, **size: c.api_platform.keys.list(CUSTOMER, API_CLIENT_V2, **size),
    ),
    "list_api_access_profiles": (
        copies("api_access_profiles"),
        lambda c, **size: c.api_platform.access_profiles.list(CUSTOMER, api_client_id=API_CLIENT, **size),
    ),
    "list_folders": (folders, lambda c, **size: c.folders.list(CUSTOMER, parent_id=FOLDER, **size)),
    "list_projects": (projects, lambda c, **size: c.projects.list(CUSTOMER, **size)),
    "list_lookup_tables": (copies("lookup_tables"), lambda c, **size: c.lookup_tables.list(CUSTOMER, **size)),
    "list_lookup_table_rows": (rows, lambda c, **size: c.lookup_tables.rows.list(CUSTOMER, TABLE, **size)),
    "list_recipes": (copies("recipes"), lambda c, **size: c.recipes.list(CUSTOMER, **size)),
    "list_recipe_versions": (
        versions,
        lambda c, **size: c.recipes.versions.list(CUSTOMER, STOPPED_RECIPE, **size),
    ),
    "search_public_recipes": (
        copies("public_recipes"),
        lambda c, **size: c.recipes.search_public(applications="salesforce,jira", **size),
    ),
    "list_jobs": (jobs, lambda c, **_size: c.jobs.list(CUSTOMER, RUNNING_RECIPE)),
    "list_roles": (copies("roles"), lambda c, **size: c.roles.list(CUSTOMER, **size)),
    "list_tags": (tags, lambda c, **size: c.tags.list(CUSTOMER, **size)),
    "list_developer_api_clients": (
        copies("developer_api_clients"),
        lambda c, **size: c.developer_api_clients.list(CUSTOMER, **size),
    ),
    "list_developer_api_client_roles": (
        copies("developer_api_client_roles"),
        lambda c, **size: c.developer_api_clients.roles.list(CUSTOMER, **size),
    ),
    "list_collaborator_groups": (groups, lambda c, **size: c.collaborator_groups.list(CUSTOMER, **size)),
    "list_collaborator_group_members": (
        group_members,
        lambda c, **size: c.collaborator_groups.members.list(CUSTOMER, GROUP, **size),
    ),
    "list_collaborator_group_project_grants": (
        grants_in_projects("UserGroup", GROUP),
        lambda c, **size: c.collaborator_groups.list_project_grants(CUSTOMER, GROUP, **size),
    ),
    "list_member_project_grants": (
        grants_in_projects("User", OTHER_MEMBER),
        lambda c, **size: c.managed_users.members.list_project_grants(CUSTOMER, OTHER_MEMBER, **size),
    ),
    "list_project_grants": (project_grants, lambda c, **size: c.project_grants.list(CUSTOMER, PROJECT, **size)),
    "list_activity_logs": (projects, lambda c, **size: c.activity_logs.list(CUSTOMER, **size)),
    "list_environment_roles": (
        access_roles("environment_roles"),
        lambda c, **size: c.environment_roles.list(CUSTOMER, **size),
    ),
    "list_project_roles": (access_roles("project_roles"), lambda c, **size: c.project_roles.list(CUSTOMER, **size)),
}


def test_every_paged_operation_is_tested() -> None:
    """Each operation with `x-pagination` in the spec has a list here."""
    assert LISTS.keys() == PAGED.keys()


@pytest.mark.parametrize("operation_id", PAGED)
def test_all_pages_have_each_item_once(
    operation_id: str, recorder: Recorder, validator: Validator, evidence: Notes
) -> None:
    """Pages of two items and pages of the default size give the same items in the same order, with both clients."""
    prepare, call = LISTS[operation_id]
    prepare(recorder)
    everything = recorder.all_items(call)
    before = len(recorder.responses)
    name = PAGED[operation_id].get("per_page")
    size = {} if name is None else {PYTHON_NAMES[name]: 2}
    by_two = recorder.all_items(lambda c: call(c, **size))
    pages = recorder.responses[before:]
    assert by_two == everything
    assert len(pages) > 1
    assert len(everything) > 2
    for response in pages:
        validator.check_request(response.request)
        validator.check_response(response)
    assert asyncio.run(all_items(recorder, lambda c: call(c, **size))) == everything
    evidence.note(operation_id, PAGING, PAGED[operation_id]["style"])


async def all_items(recorder: Recorder, call: Callable[[AsyncWorkatoEmbedded], Any]) -> list[Any]:
    """Read all pages with the asynchronous client and return their items."""
    async with httpx2.AsyncClient(verify=False) as http:
        client = AsyncWorkatoEmbedded(recorder.token, base_url=recorder.base_url, http_client=http)
        return [entry async for entry in call(client)]
