"""Namespaces have separate states."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx2
from hypothesis import given, settings
from hypothesis import strategies as st

NEW = {"name": "New", "notification_email": "new@example.com"}
Open = Callable[[str], httpx2.Client]


def test_a_token_sees_only_its_own_objects(open_client: Open) -> None:
    """Objects of one token are not found by another, and both get the same ids."""
    one, two = open_client("namespace-one"), open_client("namespace-two")
    made = one.post("/managed_users", json={**NEW, "external_id": "x"}).json()
    assert two.get("/managed_users/Ex").status_code == 404
    assert two.post("/managed_users", json={**NEW, "external_id": "x"}).json()["id"] == made["id"]
    one.delete("/managed_users/Ex")
    assert two.get("/managed_users/Ex").status_code == 200


def test_the_header_selects_the_namespace_for_any_token(open_client: Open) -> None:
    """Two tokens share the namespace of the header with a token of that name."""
    one, two, three = open_client("header-one"), open_client("header-two"), open_client("header-shared")
    shared = {"X-Mock-Namespace": "header-shared"}
    made = one.post("/managed_users", json=NEW, headers=shared).json()["id"]
    assert two.get(f"/managed_users/{made}", headers=shared).status_code == 200
    assert three.get(f"/managed_users/{made}").status_code == 200
    assert one.get(f"/managed_users/{made}").status_code == 404


def test_a_malformed_namespace_is_rejected(client: httpx2.Client) -> None:
    """A malformed namespace is rejected with a description of a valid name, and a missing token still returns 401."""
    for name in (b"", b"x" * 2001, b"caf\xe9"):
        headers = {b"X-Mock-Namespace": name}
        response = client.get("/managed_users", headers=headers)
        assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
        assert "/header/x-mock-namespace" in response.headers["X-Mock-Reason"]
        assert client.get("/managed_users", headers={**headers, b"Authorization": b""}).status_code == 401


# Requests to the control plane.
_REQUESTS = {
    "reset": ("POST", "reset", None),
    "fault": ("PUT", "faults", {"rules": [{"operation_id": "list_properties", "status": 503, "skip": 1, "times": 2}]}),
    "no fault": ("DELETE", "faults", None),
    "limit": ("PUT", "limits", {"rate_limits": "500/min"}),
    "clock": ("PUT", "clock", {"now": "2026-01-05T12:00:00Z", "frozen": True}),
    "later": ("PUT", "clock", {"advance_seconds": 3600}),
    "save": ("PUT", "snapshots/saved", None),
    "restore": ("POST", "snapshots/saved/restore", None),
    "forget": ("DELETE", "journal", None),
}

_ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["first", "second", "third"]),
        st.sampled_from(["create", "delete", "member", "property", *_REQUESTS]),
    ),
    max_size=12,
)


@given(_ACTIONS)
@settings(max_examples=20)
def test_namespaces_are_isolated(open_client: Open, actions: list[tuple[str, str]]) -> None:
    """Whatever happens in other namespaces, each one is in the state that its own requests produce alone."""
    clients = {name: open_client(f"{mark}-{name}") for mark in ("mixed",) for name in ("first", "second", "third")}
    alone = open_client("alone")
    for client in (*clients.values(), alone):
        _control(client, "DELETE", "state")
    for name, action in actions:
        _perform(clients[name], action)
    for name, client in clients.items():
        _control(alone, "DELETE", "state")
        for actor, action in actions:
            if actor == name:
                _perform(alone, action)
        assert _summary(client) == _summary(alone)


def _perform(client: httpx2.Client, action: str) -> None:
    first = client.get("/managed_users").json()["result"][:1]
    path = f"/managed_users/{first[0]['id']}" if first else "/managed_users/1"
    if action == "create":
        client.post("/managed_users", json=NEW)
    elif action == "delete":
        client.delete(path)
    elif action == "member":
        client.post(f"{path}/members", json={"name": "Kim"})
    elif action == "property":
        client.post(f"{path}/properties", json={"properties": {"a": "b"}})
    else:
        method, path, body = _REQUESTS[action]
        _control(client, method, path, body)


def _control(client: httpx2.Client, method: str, path: str, body: object = None) -> httpx2.Response:
    root = str(client.base_url).removesuffix("/api/")
    content = None if body is None else json.dumps(body)
    return client.request(method, f"{root}/_mock/{path}", content=content, headers={"Content-Type": "application/json"})


def _summary(client: httpx2.Client) -> object:
    """Return everything that matters about a namespace but the times."""
    users = client.get("/managed_users").json()["result"]
    users_summary = [
        (
            user["id"],
            user["name"],
            [member["id"] for member in client.get(f"/managed_users/{user['id']}/members").json()],
            client.get(f"/managed_users/{user['id']}/properties?prefix=").json(),
        )
        for user in users
    ]
    return users_summary, [
        _without_times(_control(client, "GET", path).json())
        for path in ("faults", "limits", "clock", "snapshots", "journal")
    ]


def _without_times(content: dict[str, Any]) -> object:
    """Return the content without values that depend on the real time."""
    if "entries" in content:
        return [(entry["id"], entry["operation_id"], entry["status"]) for entry in content["entries"]]
    if "snapshots" in content:
        return [item["name"] for item in content["snapshots"]]
    return content if content.get("frozen", True) else content["moved"]
