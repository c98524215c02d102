"""The operations on properties behave as documented."""

from __future__ import annotations

from collections.abc import Callable

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

PATH = "/managed_users/512044/properties"
PROJECT = "523200"
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


def listed(client: httpx2.Client, prefix: str = "", **query: str) -> dict[str, str]:
    """Return the properties with a prefix."""
    response = client.get(PATH, params={"prefix": prefix, **query})
    assert response.status_code == 200
    result: dict[str, str] = response.json()["result"]
    return result


def test_properties_of_environment_and_project_are_separate(client: httpx2.Client) -> None:
    """The environment and a project can have the same name, with different values."""
    assert listed(client).keys() == {"crm_sync.object_name", "crm_sync.batch_size"}
    assert listed(client, project_id=PROJECT).keys() == {"billing.admin_email", "billing.public_url"}
    sent = {"properties": {"crm_sync.batch_size": "7"}}
    assert client.post(PATH, params={"project_id": PROJECT}, json=sent).json() == {"success": True}
    assert listed(client)["crm_sync.batch_size"] == "200"
    assert listed(client, project_id=PROJECT)["crm_sync.batch_size"] == "7"


def test_an_upsert_adds_and_changes_only_the_names_sent(client: httpx2.Client) -> None:
    """An upsert adds new names, gives existing names their new values, and changes no other property."""
    before = listed(client)
    client.post(PATH, json={"properties": {"crm_sync.batch_size": "300", "New Name ": ""}})
    assert listed(client) == {**before, "crm_sync.batch_size": "300", "New Name ": ""}
    assert client.post(PATH, json={"properties": {}}).json() == {"success": True}


def test_the_prefix_is_required_and_may_be_empty(client: httpx2.Client) -> None:
    """A request without a prefix is rejected, and an empty prefix returns all properties."""
    assert client.get(PATH).status_code == 400
    assert client.get(f"{PATH}?prefix=").json()["result"]
    assert client.get(f"{PATH}?prefix").json()["result"]


def test_a_prefix_without_match_returns_an_empty_object(client: httpx2.Client) -> None:
    """A prefix without match returns an empty object: it is case-sensitive, and `%` and `_` are not wildcards."""
    for prefix in ("Crm", "%", "crm%", "crm-sync", "crm_sync.batch_size2"):
        assert listed(client, prefix) == {}


@pytest.mark.parametrize("project_id", ["1", "0", "9" * 40])
def test_an_unknown_project_is_not_found(client: httpx2.Client, project_id: str) -> None:
    """An unknown project returns 404 on reading and writing, and the id 0 does not mean the environment."""
    query = {"prefix": "", "project_id": project_id}
    assert client.get(PATH, params=query).status_code == 404
    assert client.post(PATH, params=query, json={"properties": {"a": "b"}}).status_code == 404


@pytest.mark.parametrize("project_id", ["", "x", "-1", "1.0"])
def test_a_malformed_project_id_is_rejected(client: httpx2.Client, project_id: str) -> None:
    """The id of a project must consist of digits."""
    assert client.get(PATH, params={"prefix": "", "project_id": project_id}).status_code == 400


def test_names_and_values_have_a_maximum_length(client: httpx2.Client) -> None:
    """Properties have names of up to 100 and values of up to 1,024 characters; with a longer one nothing is written."""
    assert client.post(PATH, json={"properties": {"n" * 100: "v" * 1024}}).status_code == 200
    before = listed(client)
    for properties in ({"ok": "x", "n" * 101: "v"}, {"ok": "x", "n": "v" * 1025}, {"ok": "x", "n": 5}, {"n": None}):
        assert client.post(PATH, json={"properties": properties}).status_code == 400
    assert listed(client) == before


def test_a_scope_may_have_a_thousand_properties(client: httpx2.Client) -> None:
    """A request that would exceed 1,000 properties is rejected entirely, but known names can still be changed."""
    missing = 1000 - len(listed(client))
    assert client.post(PATH, json={"properties": {f"p{n}": "v" for n in range(missing)}}).status_code == 200
    response = client.post(PATH, json={"properties": {"p0": "changed", "one.more": "v"}})
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert "maxProperties" in response.headers["X-Mock-Reason"]
    after = listed(client)
    assert (len(after), after["p0"]) == (1000, "v")
    assert client.post(PATH, json={"properties": {"p0": "changed"}}).status_code == 200
    assert client.post(PATH, params={"project_id": PROJECT}, json={"properties": {"one": "v"}}).status_code == 200


def test_the_limit_counts_for_each_environment(client: httpx2.Client) -> None:
    """Each environment of a customer has properties of its own, and may have the maximum number of them."""
    test, _ = client.get("/managed_users/512044").json()["environments"]
    other = f"/managed_users/{test['id']}/properties"
    full = {"properties": {f"n{number}": "" for number in range(1_000)}}
    assert client.post(other, json=full).status_code == 200
    assert client.post(other, json={"properties": {"one more": ""}}).status_code == 400
    assert client.post(PATH, json={"properties": {"one more": ""}}).status_code == 200
    assert listed(client).keys() == {"crm_sync.object_name", "crm_sync.batch_size", "one more"}


@settings(max_examples=50)
@given(names=st.lists(TEXT, min_size=1, max_size=8), prefix=TEXT, cut=st.integers(0, 5))
def test_the_prefix_filter_equals_startswith(
    open_client: Callable[[str], httpx2.Client], names: list[str], prefix: str, cut: int
) -> None:
    """The prefix filter returns what `str.startswith` would, for any names and prefixes."""
    client = open_client("prefixes")
    client.post(f"{str(client.base_url).removesuffix('/api/')}/_mock/reset")
    client.post(PATH, json={"properties": dict.fromkeys(names, "v")})
    everything = listed(client)
    assert everything.keys() >= set(names)
    for text in (prefix, names[0][:cut]):
        assert listed(client, text).keys() == {name for name in everything if name.startswith(text)}
