"""The operation that returns the task usage behaves as documented."""

from __future__ import annotations

import httpx2


def test_usage_covers_twelve_months_of_every_customer(client: httpx2.Client) -> None:
    """The task usage covers twelve months of every customer; the current month is last and has the tasks used."""
    client.post("/managed_users", json={"name": "New", "notification_email": "new@example.com"})
    result = client.get("/managed_users/usage").json()["result"]
    assert list(result) == ["512044", "512101", "512102"]
    for months in result.values():
        assert len(months) == 12
        assert list(months) == sorted(months)
    assert [list(months.values())[-1] for months in result.values()] == [1203, 0, 0]
    assert sum(result["512044"].values()) == 1203


def test_usage_is_not_an_id_of_a_customer(client: httpx2.Client) -> None:
    """The path `/managed_users/usage` takes precedence over an id, and allows GET only."""
    response = client.delete("/managed_users/usage")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert client.get("/managed_users/usage/members").status_code == 404
