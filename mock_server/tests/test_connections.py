"""The rules of connections keep their promises."""

from pathlib import Path

import httpx
import pytest
import yaml
from workato_embedded_mock import MockServer


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({}, [7101, 7102, 7103]),
        ({"provider": "jira"}, [7101]),
        ({"provider": "Jira"}, []),
        ({"folder_id": "5512"}, [7101, 7102, 7103]),
        ({"folder_id": "1"}, []),
        ({"folder_id": "9" * 40}, []),
        ({"external_id": "nw-42"}, [7101]),
        ({"external_id": "nw-42", "provider": "salesforce"}, []),
        ({"parent_id": "7101"}, []),
        ({"include_runtime_connections": "true"}, [7101, 7102, 7103]),
    ],
)
def test_filters_are_combined_and_exact(
    client: httpx.Client, northwind: str, query: dict[str, str], ids: list[int]
) -> None:
    """Only connections that meet all of them are answered, by ascending id."""
    answer = client.get(f"{northwind}/connections", params=query)
    assert [connection["id"] for connection in answer.json()["result"]] == ids


def test_connections_of_an_unknown_customer_are_not_found(client: httpx.Client) -> None:
    """They are no empty list."""
    assert client.get("/managed_users/1/connections").status_code == 404


def test_children_and_runtime_connections_are_told_apart(tmp_path: Path) -> None:
    """A seed can hold both; those of runtime users come on demand only."""

    def connection(number: int, parent: int | None) -> dict[str, object]:
        time = "2023-10-02T09:15:00.120-07:00"
        return {
            "id": number,
            "name": f"Connection {number}",
            "provider": "jira",
            "authorized_at": None,
            "authorization_status": None,
            "created_at": time,
            "updated_at": time,
            "parent_id": parent,
        }

    time = "2023-05-04T03:12:09.101-07:00"
    user = {
        "id": 1,
        "external_id": None,
        "name": "One",
        "notification_email": "one@example.com",
        "plan_id": "gold",
        "origin_url": None,
        "in_trial": False,
        "created_at": time,
        "updated_at": time,
    }
    seed = {
        "ManagedUser": {"one": {"value": user}},
        "Connection": {
            "parent": {"in": {"managed_user_id": 1}, "value": connection(1, None)},
            "child": {"in": {"managed_user_id": 1}, "value": connection(2, 1)},
            "runtime": {"in": {"managed_user_id": 1, "runtime": True}, "value": connection(3, None)},
        },
    }
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(seed))
    with MockServer(seed=str(path)) as server, httpx.Client(base_url=server.url) as client:
        client.headers["Authorization"] = "Bearer t"

        def ids(**query: str) -> list[int]:
            answer = client.get("/managed_users/1/connections", params=query)
            return [item["id"] for item in answer.json()["result"]]

        assert ids() == [1, 2]
        assert ids(include_runtime_connections="true") == [1, 2, 3]
        assert ids(parent_id="1") == [2]
