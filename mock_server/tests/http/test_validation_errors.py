"""Operations whose 400 has messages by field name each field that is wrong."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

FAILED = "Validation failed"
HERE = "/managed_users/512044"
BLANK = ["can't be blank"]


@pytest.mark.parametrize(
    ("method", "path", "sent", "errors"),
    [
        ("POST", "/v2/managed_users/512044/tags", {"color": "blue"}, {"title": BLANK}),
        ("POST", "/v2/managed_users/512044/tags", {"title": " "}, {"title": BLANK}),
        ("POST", "/v2/managed_users/512044/tags", {"title": "A", "color": []}, {"color": ["is invalid"]}),
        ("PUT", "/folders/5513", {"name": "a/b"}, {"name": ["can't contain slashes"]}),
        ("PUT", "/projects/523200", {"name": ""}, {"name": BLANK}),
        ("POST", "/user_groups", {"user_group": {"name": " "}}, {"name": BLANK}),
        ("POST", "/user_groups", {"user_group": {}}, {"name": BLANK}),
        ("POST", "/user_groups", {}, {"user_group": BLANK}),
        ("POST", "/environment_roles", {"environment_role": {}}, {"name": BLANK, "config": BLANK}),
        ("POST", "/project_roles", {"project_role": {"name": "A", "config": []}}, {"config": ["is invalid"]}),
        ("POST", "/export_manifests", {"export_manifest": {"name": "M"}}, {"assets": BLANK}),
        (
            "PATCH",
            "/v2/managed_users/512044/recipes/9001/versions/91001",
            {"comment": "c" * 256},
            {"comment": ["is too long (maximum is 255 characters)"]},
        ),
    ],
)
def test_the_fields_that_are_wrong_are_named(
    client: httpx2.Client, method: str, path: str, sent: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    """The body of a 400 has a list of texts for each field that is wrong, without the wrapper."""
    response = client.request(method, path if path.startswith("/v2") else f"{HERE}{path}", json=sent)
    assert (response.status_code, response.json()) == (400, {"message": FAILED, "errors": errors})


def test_a_taken_title_is_named(client: httpx2.Client) -> None:
    """A title that another tag has is reported at its field."""
    client.post(f"/v2{HERE}/tags", json={"title": "Taken"})
    response = client.post(f"/v2{HERE}/tags", json={"title": "Taken"})
    assert response.json() == {"message": FAILED, "errors": {"title": ["has already been taken"]}}


def test_the_fields_of_api_clients_are_named(client: httpx2.Client) -> None:
    """Version 2 of the API platform names a field of a key, also inside a list."""
    created = client.post(f"/v2{HERE}/api_clients", json={"name": "N", "auth_type": "token"})
    assert created.json() == {"message": FAILED, "errors": {"api_collection_ids": BLANK}}
    sent = {"name": "K", "active": True, "ip_allow_list": ["none"]}
    key = client.post(f"/v2{HERE}/api_clients/3502/api_keys", json=sent)
    assert key.json() == {"message": FAILED, "errors": {"ip_allow_list": ["is invalid"]}}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"7"])
def test_a_body_without_fields_is_a_bad_request(client: httpx2.Client, content: bytes) -> None:
    """A request whose body is not an object has the body of any other 400."""
    response = client.post(f"/v2{HERE}/tags", content=content, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})


def test_other_operations_have_the_documented_body(client: httpx2.Client) -> None:
    """An operation whose 400 has no messages by field keeps the body of the index page."""
    response = client.post(f"{HERE}/folders", json={"name": "a/b"})
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
