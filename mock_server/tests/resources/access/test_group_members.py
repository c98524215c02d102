"""The members of groups of collaborators behave as documented."""

from __future__ import annotations

import httpx2
import pytest
from workato_embedded_mock.openapi.document import load_fixtures

SAM, DANA, KIM = 771203, 771377, 88102
SEEDED = load_fixtures()[1]["CollaboratorGroupMember"]["sam"]["value"]


@pytest.fixture
def group(northwind: str) -> str:
    """Return the path of a group of the seed, in which Sam is."""
    return f"{northwind}/user_groups/pf-MOCK0431-ID"


def members(client: httpx2.Client, group: str, **query: str | int) -> list[int]:
    """Return the ids of the members of a group."""
    return [person["id"] for person in client.get(f"{group}/members", params=query).json()["data"]]


def test_the_list_has_name_and_email_of_members(client: httpx2.Client, group: str) -> None:
    """The list of members equals the seed."""
    assert client.get(f"{group}/members").json() == {
        "data": [SEEDED],
        "total": 1,
        "page": {"number": 1, "size": 100},
    }


def test_every_member_is_in_the_group_of_all_collaborators(client: httpx2.Client, northwind: str) -> None:
    """A new member of the customer is in the group of all collaborators at once, and a removed one is not."""
    everyone = f"{northwind}/user_groups/am-MOCK512044-ID"
    assert members(client, everyone) == [SAM, DANA]
    lou = client.post(f"{northwind}/members", json={"name": "Lou"}).json()["id"]
    client.delete(f"{northwind}/members/{SAM}")
    assert members(client, everyone) == [DANA, lou]
    assert client.get(everyone).json()["data"]["members_count"] == 2


def test_added_people_are_listed_and_counted(client: httpx2.Client, group: str) -> None:
    """Added people are listed by ascending id, once each, and count as members of the group."""
    response = client.post(f"{group}/members?user_ids={DANA}&user_ids={SAM}&user_ids={DANA}")
    assert (response.status_code, response.content) == (204, b"")
    assert members(client, group) == [SAM, DANA]
    assert client.get(group).json()["data"]["members_count"] == 2
    assert members(client, group, **{"page[number]": 2, "page[size]": 1}) == [DANA]


def test_removed_people_are_gone(client: httpx2.Client, group: str) -> None:
    """Removed people are not in the group; ids of others are ignored."""
    client.post(f"{group}/members?user_ids={DANA}")
    response = client.delete(f"{group}/members?user_ids={SAM}&user_ids=5&member_invitation_ids=7")
    assert (response.status_code, response.content) == (204, b"")
    assert members(client, group) == [DANA]
    assert client.delete(f"{group}/members?user_ids={SAM}").status_code == 204


def test_a_removed_member_of_the_customer_leaves_its_groups(client: httpx2.Client, northwind: str, group: str) -> None:
    """A person who is removed from the team is not in its groups any more."""
    client.delete(f"{northwind}/members/{SAM}")
    assert members(client, group) == []
    assert client.get(group).json()["data"]["members_count"] == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [("rivers", [SAM]), ("SAM.rivers@", [SAM]), ("dana", [DANA]), ("example.com", [SAM, DANA]), ("zz", [])],
)
def test_the_filter_matches_a_part_of_name_or_email(
    client: httpx2.Client, group: str, text: str, found: list[int]
) -> None:
    """The filter by text matches a part of name or email address in any case."""
    client.post(f"{group}/members?user_ids={DANA}")
    assert members(client, group, text=text) == found


def test_a_member_without_an_email_is_not_found_by_text(client: httpx2.Client, northwind: str, group: str) -> None:
    """A member who has not signed in yet has no email address, and is found by name only."""
    lou = client.post(f"{northwind}/members", json={"name": "Lou"}).json()["id"]
    client.post(f"{group}/members?user_ids={lou}")
    assert client.get(f"{group}/members").json()["data"][-1] == {"id": lou, "name": "Lou", "email": None}
    assert members(client, group, text="example.com") == [SAM]


@pytest.mark.parametrize("user", [1, KIM])
def test_only_members_can_be_added(client: httpx2.Client, group: str, user: int) -> None:
    """An unknown person and a customer manager are a 404, and the group is unchanged."""
    assert client.post(f"{group}/members?user_ids={DANA}&user_ids={user}").status_code == 404
    assert members(client, group) == [SAM]


def test_a_removal_must_name_people(client: httpx2.Client, group: str) -> None:
    """A removal without ids is rejected with 400."""
    assert client.delete(f"{group}/members").status_code == 400
    assert client.post(f"{group}/members").status_code == 400
    assert members(client, group) == [SAM]


@pytest.mark.parametrize("query", [f"?user_ids[]={SAM}&user_ids[]={DANA}", f"?user_ids%5B%5D={DANA}", ""])
def test_ids_may_be_sent_in_other_forms(client: httpx2.Client, group: str, query: str) -> None:
    """Ids in a JSON body, or in a query with brackets, are read with a note."""
    sent = {"user_ids": [SAM, DANA]} if not query else None
    response = client.request("POST", f"{group}/members{query}", json=sent)
    assert response.status_code == 204
    assert "user_ids" in response.headers["X-Mock-Reason"]
    assert members(client, group) == [SAM, DANA]


def test_ids_in_the_query_replace_those_in_the_body(client: httpx2.Client, group: str) -> None:
    """A query with ids takes precedence over a body with ids."""
    client.request("DELETE", f"{group}/members?user_ids={DANA}", json={"user_ids": [SAM]})
    assert members(client, group) == [SAM]


@pytest.fixture
def control(client: httpx2.Client) -> str:
    """Return the URL of the invitations in the control plane."""
    return f"{str(client.base_url).removesuffix('/api/')}/_mock/invitations"


LOU = {"name": "Lou Marsh", "email": "lou.marsh@example.com", "role_name": "Operator"}
EVERYONE = "am-MOCK512044-ID"


def invite(client: httpx2.Client, northwind: str, control: str, *groups: str) -> int:
    """Invite Lou into groups; return the id of the invitation."""
    body = {**LOU, "user_group_ids": groups}
    client.post(f"{northwind}/member_invitations", json=body).raise_for_status()
    return int(client.get(control).json()["invitations"][-1]["id"])


def accept(client: httpx2.Client, control: str) -> int:
    """Accept Lou's invitation; return the id of the new member."""
    sent = {"managed_user_id": "512044", "email": LOU["email"]}
    return int(client.post(f"{control}/accept", json=sent).json()["member"]["id"])


def test_an_invited_person_joins_the_groups(client: httpx2.Client, northwind: str, control: str, group: str) -> None:
    """A person who was invited into a group is in it after joining, not before, and has its project roles."""
    invite(client, northwind, control, "pf-MOCK0431-ID", EVERYONE)
    assert members(client, group) == [SAM]
    lou = accept(client, control)
    assert members(client, group) == [SAM, lou]
    access = client.get(f"{northwind}/members/{lou}/projects_privileges").json()["data"]
    assert [entry["project"]["id"] for entry in access] == [523200]


def test_an_invited_person_can_be_removed_from_a_group(
    client: httpx2.Client, northwind: str, control: str, group: str
) -> None:
    """A person whose invitation was removed from a group does not get into it; other groups stay."""
    other = client.post(f"{northwind}/user_groups", json={"user_group": {"name": "Others"}}).json()["data"]["id"]
    invitation = invite(client, northwind, control, "pf-MOCK0431-ID", other)
    assert client.delete(f"{group}/members?member_invitation_ids={invitation}&user_ids={SAM}").status_code == 204
    lou = accept(client, control)
    assert members(client, group) == []
    assert members(client, f"{northwind}/user_groups/{other}") == [lou]


def test_a_later_invitation_replaces_the_groups(
    client: httpx2.Client, northwind: str, control: str, group: str
) -> None:
    """A second invitation to an address has its own groups, and not those of the first one."""
    invite(client, northwind, control, "pf-MOCK0431-ID")
    clock = f"{control.removesuffix('/invitations')}/clock"
    client.put(clock, json={"advance_seconds": 1201}).raise_for_status()
    invite(client, northwind, control)
    accept(client, control)
    assert members(client, group) == [SAM]


def test_an_added_member_is_in_the_groups(client: httpx2.Client, northwind: str, group: str) -> None:
    """A member who is added with groups is in them at once; a group that is named twice counts once."""
    sent = {"name": "Lou", "user_group_ids": ["pf-MOCK0431-ID", "pf-MOCK0431-ID", EVERYONE]}
    lou = client.post(f"{northwind}/members", json=sent).json()["id"]
    assert members(client, group) == [SAM, lou]


@pytest.mark.parametrize("path", ["members", "member_invitations"])
def test_an_unknown_group_of_a_new_person_is_rejected(
    client: httpx2.Client, northwind: str, control: str, path: str
) -> None:
    """An unknown group is a 422, and the person is neither added nor invited."""
    before = client.get(f"{northwind}/members").json()
    response = client.post(f"{northwind}/{path}", json={**LOU, "user_group_ids": ["pf-MOCK9999-ID"]})
    assert (response.status_code, response.json()) == (422, {"errors": [{"title": "Group pf-MOCK9999-ID not found"}]})
    assert client.get(f"{northwind}/members").json() == before
    assert client.get(control).json() == {"invitations": []}
