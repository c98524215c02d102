"""The operations on members behave as documented."""

from __future__ import annotations

import httpx2
import pytest

# The customer managers of the seed, who are members of every team.
MANAGERS = [88101, 88102]


def ids(client: httpx2.Client, customer: str) -> list[int]:
    """Return the ids of a team, in their order."""
    return [member["id"] for member in client.get(f"{customer}/members").json()]


def test_the_list_is_unwrapped_and_sorted_by_ascending_id(client: httpx2.Client, northwind: str) -> None:
    """The list of members has the customer managers and the members of the seed, by ascending id."""
    assert ids(client, northwind) == [*MANAGERS, 771203, 771377]


def test_customer_managers_are_in_every_team(client: httpx2.Client, northwind: str) -> None:
    """Unlimited managers are members of every team, also of new customers, with their role in the partner's team."""
    made = client.post("/managed_users", json={"name": "New", "notification_email": "n@example.com"}).json()["id"]
    for customer in (northwind, "/managed_users/512101", f"/managed_users/{made}"):
        robin = client.get(f"{customer}/members/88101")
        assert robin.json() == {
            "id": 88101,
            "grant_type": "customer_manager",
            "role_name": "Admin",
            "external_id": None,
            "name": "Robin Vale",
            "email": "robin.vale@example.com",
            "time_zone": None,
            "created_at": None,
            "last_activity_log": None,
        }
        assert robin.json() in client.get(f"{customer}/members").json()


def test_changes_of_a_customer_manager_appear_at_once(client: httpx2.Client, northwind: str) -> None:
    """A new role or the removal of a customer manager is visible in the team at once."""
    client.put("/customer_managers/6602", json={"role_id": 2})
    assert client.get(f"{northwind}/members/88102").json()["role_name"] == "Admin"
    client.delete("/customer_managers/6602")
    assert client.get(f"{northwind}/members/88102").status_code == 404
    assert ids(client, northwind) == [88101, 771203, 771377]


def test_the_role_of_an_invited_member_takes_precedence(client: httpx2.Client, northwind: str) -> None:
    """A customer manager who accepted an invitation is listed once in that team, with the invited role."""
    sent = {"name": "Kim Tarn", "email": "Kim.Tarn@example.com", "role_name": "Analyst"}
    assert client.post(f"{northwind}/member_invitations", json=sent).status_code == 200
    accept = f"{str(client.base_url).removesuffix('/api/')}/_mock/invitations/accept"
    assert client.post(accept, json={"managed_user_id": "512044", "email": sent["email"]}).status_code == 200
    team = client.get(f"{northwind}/members").json()
    assert [member["role_name"] for member in team if member["name"] == "Kim Tarn"] == ["Analyst"]
    assert 88102 in ids(client, "/managed_users/512101")
    client.delete("/customer_managers/6602")
    assert ids(client, northwind)[-1] == team[-1]["id"]


def test_a_customer_manager_cannot_be_changed_as_a_member(client: httpx2.Client, northwind: str) -> None:
    """Update and removal of a customer manager as a member return 400, and the reason names the right operations."""
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
def test_an_unknown_role_is_rejected(client: httpx2.Client, northwind: str, role: str) -> None:
    """An unknown role is rejected for a new member and for an existing one."""
    before = client.get(f"{northwind}/members").json()
    for response in (
        client.post(f"{northwind}/members", json={"name": "Kim", "role_name": role}),
        client.put(f"{northwind}/members/771203", json={"role_name": role}),
    ):
        assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
        assert '"/body/role_name"' in response.headers["X-Mock-Reason"]
    assert client.get(f"{northwind}/members").json() == before


@pytest.mark.parametrize("role", ["Admin", "Analyst", "Operator", "Auditor", "Support engineer"])
def test_roles_may_be_built_in_or_of_the_customer_or_of_the_partner(
    client: httpx2.Client, northwind: str, role: str
) -> None:
    """A member may have a built-in role, a role of the customer or a role of the partner."""
    assert client.put(f"{northwind}/members/771203", json={"role_name": role}).json()["role_name"] == role


def test_a_new_member_is_an_admin_by_default_and_is_listed_at_once(client: httpx2.Client, northwind: str) -> None:
    """A member who is added without a role is an Admin of grant type `team`, without an email address."""
    made = client.post(f"{northwind}/members", json={"name": "Kim", "oauth_id": "idp-3"}).json()
    assert made == {
        "id": 771378,
        "grant_type": "team",
        "role_name": "Admin",
        "external_id": None,
        "name": "Kim",
        "email": None,
        "time_zone": "Pacific Time (US & Canada)",
        "created_at": made["created_at"],
        "last_activity_log": None,
    }
    assert client.get(f"{northwind}/members/771378").json() == made
    assert client.get(f"{northwind}/members").json()[-1] == made


def test_a_new_member_has_the_fields_sent(client: httpx2.Client, northwind: str) -> None:
    """Role, external id and time zone of a new member are those of the request."""
    sent = {"name": "Kim", "role_name": "Operator", "external_id": "u/1", "time_zone": "Tokyo"}
    made = client.post(f"{northwind}/members", json=sent).json()
    assert {name: made[name] for name in sent} == sent


def test_an_update_changes_only_the_role(client: httpx2.Client, northwind: str) -> None:
    """An update of a member ignores all fields but the role, and `X-Mock-Reason` names them."""
    before = client.get(f"{northwind}/members/771203").json()
    sent = {"role_name": "Operator", "external_id": "other", "time_zone": "Tokyo"}
    response = client.put(f"{northwind}/members/771203", json=sent)
    assert response.json() == {**before, "role_name": "Operator"}
    assert "/body/external_id" in response.headers["X-Mock-Reason"]
    assert client.put(f"{northwind}/members/771203", json={}).json()["role_name"] == "Operator"


def test_a_removed_member_is_gone(client: httpx2.Client, northwind: str) -> None:
    """A removed member is not listed, not found by id, and cannot be removed again."""
    assert client.delete(f"{northwind}/members/771203").json() == {"id": 771203}
    assert client.get(f"{northwind}/members/771203").status_code == 404
    assert client.delete(f"{northwind}/members/771203").status_code == 404
    assert ids(client, northwind) == [*MANAGERS, 771377]


@pytest.mark.parametrize(("method", "body"), [("GET", None), ("PUT", {"role_name": "Admin"}), ("DELETE", None)])
@pytest.mark.parametrize("path", ["/managed_users/512101/members/771203", "/managed_users/512044/members/1"])
def test_a_member_of_another_customer_is_not_found(client: httpx2.Client, method: str, body: object, path: str) -> None:
    """A member of another customer, or one that does not exist, returns 404."""
    response = client.request(method, path, json=body)
    assert (response.status_code, response.json()) == (404, {"message": "Not found"})


def test_a_member_requires_a_name(client: httpx2.Client, northwind: str) -> None:
    """A new member without a name is rejected, and the reason names the field."""
    response = client.post(f"{northwind}/members", json={"oauth_id": "idp-3"})
    assert response.status_code == 400
    assert '"/body/name"' in response.headers["X-Mock-Reason"]


def test_the_deprecated_operation_adds_a_member_and_returns_the_plan(client: httpx2.Client, northwind: str) -> None:
    """The member that the deprecated operation added is in the list."""
    body = {"name": "Kim", "oauth_id": "idp:3", "role_name": "Operator", "external_id": "u-3"}
    response = client.post(f"{northwind}/member", json=body)
    assert response.json() == {"id": 512044, "plan_id": "partner_standard", "trial": False}
    added = client.get(f"{northwind}/members").json()[-1]
    assert (added["name"], added["role_name"], added["external_id"]) == ("Kim", "Operator", "u-3")


@pytest.mark.parametrize("body", [{"name": "Kim"}, {"oauth_id": "idp-3"}, {"name": "", "oauth_id": "idp-3"}])
def test_the_deprecated_operation_requires_name_and_oauth_id(
    client: httpx2.Client, northwind: str, body: dict[str, str]
) -> None:
    """Without a name or an OAuth id, no member is added."""
    assert client.post(f"{northwind}/member", json=body).status_code == 400
    assert ids(client, northwind) == [*MANAGERS, 771203, 771377]


def test_the_deprecated_operation_removes_the_member_named_in_the_body(client: httpx2.Client, northwind: str) -> None:
    """The body has the id of the member as text; a second removal returns 404."""
    response = client.request("DELETE", f"{northwind}/member", json={"member_id": "771203"})
    assert response.json() == {"id": 771203}
    assert client.get(f"{northwind}/members/771203").status_code == 404
    assert client.request("DELETE", f"{northwind}/member", json={"member_id": "771203"}).status_code == 404


@pytest.mark.parametrize(
    ("member_id", "status"), [("1", 404), ("x", 404), ("-771203", 404), ("9" * 40, 404), ("", 400), (True, 400)]
)
def test_the_deprecated_operation_rejects_unknown_and_malformed_ids(
    client: httpx2.Client, northwind: str, member_id: object, status: int
) -> None:
    """An unknown member returns 404, a boolean instead of text returns 400, and no member is removed."""
    response = client.request("DELETE", f"{northwind}/member", json={"member_id": member_id})
    assert response.status_code == status
    assert '"/body/member_id"' in response.headers["X-Mock-Reason"]
    assert ids(client, northwind) == [*MANAGERS, 771203, 771377]


def test_the_deprecated_operation_removes_no_member_of_another_customer(client: httpx2.Client, northwind: str) -> None:
    """A member of another customer returns 404."""
    response = client.request("DELETE", "/managed_users/512101/member", json={"member_id": "771203"})
    assert response.status_code == 404
    assert client.get(f"{northwind}/members/771203").status_code == 200
