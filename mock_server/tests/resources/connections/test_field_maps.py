"""Field maps keep the mappings of users, and follow the steps of their recipe."""

from __future__ import annotations

import json

import httpx2
import pytest
from workato_embedded_mock.openapi.document import load_fixtures

MAP = load_fixtures()[1]["FieldMap"]["issue"]["value"]
HANDLE = MAP["handle"]
MAPS = "/v2/managed_users/512044/recipes/9001/field_map_introspections"
MAPPINGS = [{"target": "summary", "source": "Order_Status__c", "any": {"thing": 1}}]
ORDER = {"pick_list_name": "sobject_fields", "pick_list_params": {"sobject_name": "Order__c"}}


def test_field_maps_of_the_seed_are_returned_unchanged(client: httpx2.Client, northwind: str) -> None:
    """The list has the field maps of the recipe, and a single one equals its entry."""
    assert client.get(MAPS).json() == {"data": [MAP]}
    assert client.get(f"{MAPS}/{HANDLE}").json() == {"data": MAP}
    assert client.get(f"/v2{northwind}/recipes/9002/field_map_introspections").json() == {"data": []}


def test_a_mapping_replaces_the_one_before(client: httpx2.Client) -> None:
    """A new mapping is kept as sent, with fields that the document does not have."""
    changed = client.put(f"{MAPS}/{HANDLE}", json={"mappings": MAPPINGS}).json()
    assert changed == {"data": {**MAP, "mappings": MAPPINGS}}
    assert client.get(MAPS).json()["data"] == [changed["data"]]


def test_several_mappings_are_set_together(client: httpx2.Client) -> None:
    """A request with an unknown field map returns 404 and sets no mapping at all."""
    known, unknown = {"handle": HANDLE, "mappings": MAPPINGS}, {"handle": "dm-unknown", "mappings": []}
    response = client.put(MAPS, json={"field_map_introspections": [known, unknown]})
    assert (response.status_code, "field_map_introspections/1" in response.headers["X-Mock-Reason"]) == (404, True)
    assert client.get(f"{MAPS}/{HANDLE}").json()["data"] == MAP
    client.put(MAPS, json={"field_map_introspections": [known]})
    assert client.get(f"{MAPS}/{HANDLE}").json()["data"]["mappings"] == MAPPINGS


def test_a_refresh_finds_the_steps_before_the_receiving_one(client: httpx2.Client, northwind: str) -> None:
    """After a change of the recipe, a refresh adds new steps to the sources and keeps the fields of known ones."""
    steps = [{"number": 5, "provider": "logger"}, {"number": 1, "provider": "jira"}, {"number": 6, "provider": "jira"}]
    code = {"number": 0, "provider": "salesforce", "keyword": "trigger", "name": "new_custom_object"}
    client.put(f"{northwind}/recipes/9001/stop")
    client.put(f"{northwind}/recipes/9001", json={"recipe": {"code": json.dumps({**code, "block": steps})}})
    refreshed = client.post(f"{MAPS}/{HANDLE}/refresh_schema").json()["data"]
    assert refreshed == {**MAP, "sources": [*MAP["sources"], {"line_ref": "step-5", "fields": []}]}
    assert client.get(f"{MAPS}/{HANDLE}").json()["data"] == refreshed


def test_choices_come_from_the_connections_of_the_steps(client: httpx2.Client, northwind: str) -> None:
    """A picklist of a field map has the choices of a connection of its steps, and needs one."""
    choices = client.post(f"{northwind}/connections/7102/pick_list", json=ORDER).json()
    assert client.post(f"{MAPS}/{HANDLE}/pick_list", json=ORDER).json() == choices
    assert client.post(f"{MAPS}/{HANDLE}/pick_list", json={"pick_list_name": "unknown"}).status_code == 400
    client.put(f"{northwind}/recipes/9001/stop")
    client.put(f"{northwind}/recipes/9001", json={"recipe": {"config": "[]"}})
    without = client.post(f"{MAPS}/{HANDLE}/pick_list", json=ORDER)
    assert (without.status_code, "no connection" in without.headers["X-Mock-Reason"]) == (400, True)


@pytest.mark.parametrize(
    "path", [f"9001/field_map_introspections/{HANDLE}x", f"9002/field_map_introspections/{HANDLE}"]
)
def test_the_field_map_of_another_recipe_is_not_found(client: httpx2.Client, northwind: str, path: str) -> None:
    """A field map is found below its own recipe alone."""
    assert client.get(f"/v2{northwind}/recipes/{path}").status_code == 404
    assert client.put(f"/v2{northwind}/recipes/{path}", json={"mappings": []}).status_code == 404
    assert client.post(f"/v2{northwind}/recipes/{path}/refresh_schema").status_code == 404
