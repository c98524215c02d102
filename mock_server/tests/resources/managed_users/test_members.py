"""The rules of members keep their promises."""

from __future__ import annotations

import httpx
import pytest

MANAGERS = [88101, 88102]
"""The customer managers of the seed, who are in every team."""


def ids(client: httpx.Client, customer: str) -> list[int]:
    """Answer the ids of a team, in their order."""
    return [member["id"] for member in client.get(f"{customer}/members").json()]


def test_the_list_is_bare_and_ascending(client: httpx.Client, northwind: str) -> None:
    """The members of the seed come as they were written, and the customer managers with them."""
    assert ids(client, northwind) == [*MANAGERS, 771203, 771377]


def test_customer_managers_are_in_every_team(client: httpx.Client, northwind: str) -> None:
    """With the role of the partner's workspace, and told apart by the way they got in; new customers have them too."""
    made = client.post("/managed_users", json={"name": "New", "notification_email": "n@example.com"}).json()["id"]
    for customer in (northwind, "/managed_users/512101", f"/managed_users/{made}"):
        kim = client.get(f"{customer}/members/88102")
        assert kim.json() == {
            "id": 88102,
            "grant_type": "customer_manager",
            "role_name": "Support engineer",
            "external_id": None,
            "name": "Kim Tarn",
            "email": "kim.tarn@example.com",
            "time_zone": None,
        }
        assert kim.json() in client.get(f"{customer}/members").json()


def test_the_standing_of_a_customer_manager_shows_at_once(client: httpx.Client, northwind: str) -> None:
    """A new role and the loss of the standing."""
    client.put("/customer_managers/6602", json={"role_id": 2})
    assert client.get(f"{northwind}/members/88102").json()["role_name"] == "Admin"
    client.delete("/customer_managers/6602")
    assert client.get(f"{northwind}/members/88102").status_code == 404
    assert ids(client, northwind) == [88101, 771203, 771377]


def test_the_role_of_an_ordinary_member_wins(client: httpx.Client, northwind: str) -> None:
    """A customer manager who was invited, too, shows once, and with the role of the invitation; elsewhere as before."""
    sent = {"name": "Kim Tarn", "email": "Kim.Tarn@example.com", "role_name": "Analyst"}
    assert client.post(f"{northwind}/member_invitations", json=sent).status_code == 200
    accept = f"{str(client.base_url).removesuffix('/api/')}/_mock/invitations/accept"
    assert client.post(accept, json={"managed_user_id": "512044", "email": sent["email"]}).status_code == 200
    team = client.get(f"{northwind}/members").json()
    assert [member["role_name"] for member in team if member["name"] == "Kim Tarn"] == ["Analyst"]
    assert 88102 in ids(client, "/managed_users/512101")
    client.delete("/customer_managers/6602")
    assert ids(client, northwind)[-1] == team[-1]["id"]


def test_a_customer_manager_is_not_changed_as_a_member(client: httpx.Client, northwind: str) -> None:
    """The standing is the partner's to give and to take: 400, with the way to it in the reason."""
    before = client.get(f"{northwind}/members").json()
    for response in (
        client.put(f"{northwind}/members/88102", json={"role_name": "Admin"}),
        client.delete(f"{northwind}/members/88102"),
        client.request("DELETE", f"{northwind}/member", json={"member_id": "88102"}),
    ):
        assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
        assert "/customer_managers" in response.headers["X-Mock-Reason"]
    assert client.get(f"{northwind}/members").json() == before


@pytest.mark.parametrize("role", ["Gardener", "admin", ""])
def test_a_role_that_nobody_knows_is_refused(client: httpx.Client, northwind: str, role: str) -> None:
    """For a new member and for one who is there, as for an invitation."""
    before = client.get(f"{northwind}/members").json()
    for response in (
        client.post(f"{northwind}/members", json={"name": "Kim", "role_name": role}),
        client.put(f"{northwind}/members/771203", json={"role_name": role}),
    ):
        assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
        assert '"/body/role_name"' in response.headers["X-Mock-Reason"]
    assert client.get(f"{northwind}/members").json() == before


@pytest.mark.parametrize("role", ["Admin", "Analyst", "Operator", "Auditor", "Support engineer"])
def test_a_role_is_built_in_or_the_customers_or_the_partners(client: httpx.Client, northwind: str, role: str) -> None:
    """Each of them can be given."""
    assert client.put(f"{northwind}/members/771203", json={"role_name": role}).json()["role_name"] == role


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
    response = client.put(f"{northwind}/members/771203", json=sent)
    assert response.json() == {**before, "role_name": "Operator"}
    assert "/body/external_id" in response.headers["X-Mock-Reason"]
    assert client.put(f"{northwind}/members/771203", json={}).json()["role_name"] == "Operator"


def test_a_removed_member_is_gone(client: httpx.Client, northwind: str) -> None:
    """From the list and by its id, and it cannot be removed twice."""
    assert client.delete(f"{northwind}/members/771203").json() == {"id": 771203}
    assert client.get(f"{northwind}/members/771203").status_code == 404
    assert client.delete(f"{northwind}/members/771203").status_code == 404
    assert ids(client, northwind) == [*MANAGERS, 771377]


@pytest.mark.parametrize(("method", "body"), [("GET", None), ("PUT", {"role_name": "Admin"}), ("DELETE", None)])
@pytest.mark.parametrize("path", ["/managed_users/512101/members/771203", "/managed_users/512044/members/1"])
def test_a_member_of_somebody_else_is_not_found(client: httpx.Client, method: str, body: object, path: str) -> None:
    """Nor is one that does not exist."""
    response = client.request(method, path, json=body)
    assert (response.status_code, response.json()) == (404, {"message": "Not found"})


def test_a_member_needs_a_name(client: httpx.Client, northwind: str) -> None:
    """The reason points at what is missing."""
    response = client.post(f"{northwind}/members", json={"oauth_id": "idp-3"})
    assert response.status_code == 400
    assert '"/body/name"' in response.headers["X-Mock-Reason"]


def test_the_older_form_adds_a_member_and_answers_the_plan(client: httpx.Client, northwind: str) -> None:
    """The member is in the list."""
    body = {"name": "Kim", "oauth_id": "idp:3", "role_name": "Operator", "external_id": "u-3"}
    response = client.post(f"{northwind}/member", json=body)
    assert response.json() == {"id": 512044, "plan_id": "partner_standard", "trial": False}
    added = client.get(f"{northwind}/members").json()[-1]
    assert (added["name"], added["role_name"], added["external_id"]) == ("Kim", "Operator", "u-3")


@pytest.mark.parametrize("body", [{"name": "Kim"}, {"oauth_id": "idp-3"}, {"name": "", "oauth_id": "idp-3"}])
def test_the_older_form_needs_name_and_identifier(client: httpx.Client, northwind: str, body: dict[str, str]) -> None:
    """Without one of them nobody is added."""
    assert client.post(f"{northwind}/member", json=body).status_code == 400
    assert ids(client, northwind) == [*MANAGERS, 771203, 771377]


def test_the_older_form_removes_the_member_that_its_body_names(client: httpx.Client, northwind: str) -> None:
    """As text; it cannot be removed twice."""
    response = client.request("DELETE", f"{northwind}/member", json={"member_id": "771203"})
    assert response.json() == {"id": 771203}
    assert client.get(f"{northwind}/members/771203").status_code == 404
    assert client.request("DELETE", f"{northwind}/member", json={"member_id": "771203"}).status_code == 404


@pytest.mark.parametrize(
    ("member_id", "status"), [("1", 404), ("x", 404), ("-771203", 404), ("9" * 40, 404), ("", 400), (771203, 400)]
)
def test_the_older_form_removes_nobody_else(
    client: httpx.Client, northwind: str, member_id: object, status: int
) -> None:
    """An unknown member is not found, and a number is no text."""
    response = client.request("DELETE", f"{northwind}/member", json={"member_id": member_id})
    assert response.status_code == status
    assert '"/body/member_id"' in response.headers["X-Mock-Reason"]
    assert ids(client, northwind) == [*MANAGERS, 771203, 771377]


def test_the_older_form_removes_no_member_of_another_customer(client: httpx.Client, northwind: str) -> None:
    """It is not found there."""
    response = client.request("DELETE", "/managed_users/512101/member", json={"member_id": "771203"})
    assert response.status_code == 404
    assert client.get(f"{northwind}/members/771203").status_code == 200
