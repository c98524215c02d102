"""The rules of customer managers keep their promises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.openapi.document import load_fixtures

MANAGERS = "/customer_managers"
KIM = {"team_collaborator_id": 88102, "role_id": 318}


def items(client: httpx.Client) -> list[dict[str, Any]]:
    """Answer all customer managers."""
    return list(client.get(MANAGERS).json()["result"]["items"])


def test_the_list_is_wrapped_twice_and_as_the_seed_says(client: httpx.Client) -> None:
    """By ascending id."""
    seeded = [entry["value"] for entry in load_fixtures()[1]["CustomerManager"].values()]
    assert client.get(MANAGERS).json() == {"result": {"items": seeded}}


def test_who_was_taken_off_can_be_made_a_manager_again(client: httpx.Client) -> None:
    """The person stays in the partner's team; the manager has another id."""
    assert client.delete(f"{MANAGERS}/6602").json() == {"result": {"success": True}}
    assert [manager["id"] for manager in items(client)] == [6601]
    made = client.post(MANAGERS, json={**KIM, "role_id": "2"}).json()["result"]
    assert (made["id"], made["user"]["name"]) == (66001, "Kim Tarn")
    assert made["privilege_group"] == {"id": 2, "name": "Admin", "system": True}
    assert items(client)[-1] == made


def test_who_is_a_manager_already_gets_the_role(client: httpx.Client) -> None:
    """One person is one customer manager."""
    made = client.post(MANAGERS, json={**KIM, "role_id": 2}).json()["result"]
    assert (made["id"], made["privilege_group"]["id"]) == (6602, 2)
    assert items(client)[1:] == [made]


@pytest.mark.parametrize("role", [318, "318"])
def test_an_update_gives_another_role(client: httpx.Client, role: object) -> None:
    """Whether it was sent as a number or as text; the person stays."""
    before = items(client)[0]
    after = client.put(f"{MANAGERS}/6601", json={"role_id": role}).json()["result"]
    assert after == {**before, "privilege_group": {"id": 318, "name": "Support engineer", "system": False}}
    assert items(client)[0] == after


@pytest.mark.parametrize("body", [{}, {**KIM, "role_id": 5}, {**KIM, "role_id": "9" * 40}, {**KIM, "role_id": -2}])
@pytest.mark.parametrize("way", ["POST /customer_managers", "PUT /customer_managers/6601"])
def test_an_unknown_role_is_refused(client: httpx.Client, body: object, way: str) -> None:
    """So is a missing one, and nothing changes."""
    before = items(client)
    method, path = way.split()
    response = client.request(method, path, json=body)
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert "/body/role_id" in response.headers["X-Mock-Reason"]
    assert items(client) == before


@pytest.mark.parametrize("person", [1, 771203, None, "88102"])
def test_an_unknown_person_is_refused(client: httpx.Client, person: object) -> None:
    """The members of a customer are not the partner's people."""
    response = client.post(MANAGERS, json={**KIM, "team_collaborator_id": person})
    assert response.status_code == 400
    assert "/body/team_collaborator_id" in response.headers["X-Mock-Reason"]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_unknown_manager_is_not_found(client: httpx.Client, method: str) -> None:
    """Also by the id of the person."""
    for manager in (1, 88102):
        response = client.request(method, f"{MANAGERS}/{manager}", json={"role_id": 2})
        assert (response.status_code, response.json()) == (404, {"message": "Not found"})


def test_a_manager_is_taken_off_once(client: httpx.Client) -> None:
    """The second time it is not found."""
    assert [client.delete(f"{MANAGERS}/6601").status_code for _ in range(2)] == [200, 404]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"user": "robin"}, "/CustomerManager/kim/value/user/id"),
        (
            {"privilege_group": {"id": 2, "name": "Boss", "system": True}},
            "/CustomerManager/kim/value/privilege_group/name",
        ),
    ],
)
def test_a_seed_that_contradicts_itself_is_refused(tmp_path: Path, change: dict[str, Any], pointer: str) -> None:
    """One person is one manager, and one role has one name."""
    managers = load_fixtures()[1]["CustomerManager"]
    robin, kim = managers["robin"]["value"], {**managers["kim"]["value"], **change}
    if kim["user"] == "robin":
        kim["user"] = robin["user"]
    path = tmp_path / "seed.yaml"
    content = {"CustomerManager": {"robin": {"value": robin}, "kim": {"value": kim}}}
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    with pytest.raises(StartError, match=pointer), MockServer(seed=str(path)):
        pass
