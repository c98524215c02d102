"""The rules of members keep their promises."""

import httpx
import pytest


def test_the_list_is_bare_and_ascending(client: httpx.Client, northwind: str) -> None:
    """The members of the seed come as they were written."""
    assert [member["id"] for member in client.get(f"{northwind}/members").json()] == [771203, 771377]


def test_a_new_member_is_an_admin_of_the_team_and_shows_at_once(client: httpx.Client, northwind: str) -> None:
    """Without a role it is Admin; it has no address."""
    made = client.post(f"{northwind}/members", json={"name": "Kim", "oauth_id": "idp-3"}).json()
    assert made == {
        "id": 771378,
        "grant_type": "team",
        "role_name": "Admin",
        "external_id": None,
        "name": "Kim",
        "email": None,
        "time_zone": "Pacific Time (US & Canada)",
    }
    assert client.get(f"{northwind}/members/771378").json() == made
    assert client.get(f"{northwind}/members").json()[-1] == made


def test_what_is_sent_for_a_new_member_is_kept(client: httpx.Client, northwind: str) -> None:
    """Role, external id and time zone."""
    sent = {"name": "Kim", "role_name": "Operator", "external_id": "u/1", "time_zone": "Tokyo"}
    made = client.post(f"{northwind}/members", json=sent).json()
    assert {name: made[name] for name in sent} == sent


def test_an_update_changes_the_role_only_and_says_so(client: httpx.Client, northwind: str) -> None:
    """The rest stays, and the reason header names it."""
    before = client.get(f"{northwind}/members/771203").json()
    sent = {"role_name": "Operator", "external_id": "other", "time_zone": "Tokyo"}
    answer = client.put(f"{northwind}/members/771203", json=sent)
    assert answer.json() == {**before, "role_name": "Operator"}
    assert "/body/external_id" in answer.headers["X-Mock-Reason"]
    assert client.put(f"{northwind}/members/771203", json={}).json()["role_name"] == "Operator"


def test_a_removed_member_is_gone(client: httpx.Client, northwind: str) -> None:
    """From the list and by its id, and it cannot be removed twice."""
    assert client.delete(f"{northwind}/members/771203").json() == {"id": 771203}
    assert client.get(f"{northwind}/members/771203").status_code == 404
    assert client.delete(f"{northwind}/members/771203").status_code == 404
    assert [member["id"] for member in client.get(f"{northwind}/members").json()] == [771377]


@pytest.mark.parametrize(("method", "body"), [("GET", None), ("PUT", {"role_name": "Admin"}), ("DELETE", None)])
@pytest.mark.parametrize("path", ["/managed_users/512101/members/771203", "/managed_users/512044/members/1"])
def test_a_member_of_somebody_else_is_not_found(client: httpx.Client, method: str, body: object, path: str) -> None:
    """Nor is one that does not exist."""
    answer = client.request(method, path, json=body)
    assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})


def test_a_member_needs_a_name(client: httpx.Client, northwind: str) -> None:
    """The reason points at what is missing."""
    answer = client.post(f"{northwind}/members", json={"oauth_id": "idp-3"})
    assert answer.status_code == 400
    assert '"/body/name"' in answer.headers["X-Mock-Reason"]


def test_the_older_form_adds_a_member_and_answers_the_plan(client: httpx.Client, northwind: str) -> None:
    """The member is in the list."""
    body = {"name": "Kim", "oauth_id": "idp:3", "role_name": "Operator", "external_id": "u-3"}
    answer = client.post(f"{northwind}/member", json=body)
    assert answer.json() == {"id": 512044, "plan_id": "partner_standard", "trial": False}
    added = client.get(f"{northwind}/members").json()[-1]
    assert (added["name"], added["role_name"], added["external_id"]) == ("Kim", "Operator", "u-3")


@pytest.mark.parametrize("body", [{"name": "Kim"}, {"oauth_id": "idp-3"}, {"name": "", "oauth_id": "idp-3"}])
def test_the_older_form_needs_name_and_identifier(client: httpx.Client, northwind: str, body: dict[str, str]) -> None:
    """Without one of them nobody is added."""
    assert client.post(f"{northwind}/member", json=body).status_code == 400
    assert len(client.get(f"{northwind}/members").json()) == 2


def test_the_older_form_removes_the_member_that_its_body_names(client: httpx.Client, northwind: str) -> None:
    """As text; it cannot be removed twice."""
    answer = client.request("DELETE", f"{northwind}/member", json={"member_id": "771203"})
    assert answer.json() == {"id": 771203}
    assert client.get(f"{northwind}/members/771203").status_code == 404
    assert client.request("DELETE", f"{northwind}/member", json={"member_id": "771203"}).status_code == 404


@pytest.mark.parametrize(
    ("member_id", "status"), [("1", 404), ("x", 404), ("-771203", 404), ("9" * 40, 404), ("", 400), (771203, 400)]
)
def test_the_older_form_removes_nobody_else(
    client: httpx.Client, northwind: str, member_id: object, status: int
) -> None:
    """An unknown member is not found, and a number is no text."""
    answer = client.request("DELETE", f"{northwind}/member", json={"member_id": member_id})
    assert answer.status_code == status
    assert '"/body/member_id"' in answer.headers["X-Mock-Reason"]
    assert len(client.get(f"{northwind}/members").json()) == 2


def test_the_older_form_removes_no_member_of_another_customer(client: httpx.Client, northwind: str) -> None:
    """It is not found there."""
    answer = client.request("DELETE", "/managed_users/512101/member", json={"member_id": "771203"})
    assert answer.status_code == 404
    assert client.get(f"{northwind}/members/771203").status_code == 200
