"""The operation that returns picklists behaves as documented."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from workato_embedded_mock.openapi.document import load_document
from workato_embedded_mock.resources.connections.picklist_catalogue import PICKLISTS

PATH = "/managed_users/{managed_user_id}/connections/{connection_id}/pick_list"
OPERATION = load_document().content["paths"][PATH]["post"]


def request_picklist(client: httpx2.Client, connection_id: int, name: str, **parameters: object) -> httpx2.Response:
    """Request a picklist of a connection."""
    body: dict[str, Any] = {"pick_list_name": name}
    if parameters:
        body["pick_list_params"] = parameters
    return client.post(f"/managed_users/Ecust-0042/connections/{connection_id}/pick_list", json=body)


def test_the_documented_example_is_returned(client: httpx2.Client) -> None:
    """The Salesforce connection of the seed returns the documented example."""
    body = OPERATION["requestBody"]["content"]["application/json"]["example"]
    response = client.post("/managed_users/512044/connections/7102/pick_list", json=body)
    assert response.json() == OPERATION["responses"]["200"]["content"]["application/json"]["example"]


def test_every_picklist_of_the_catalogue_has_pairs_of_strings() -> None:
    """Each key of a picklist has as many values as the picklist has parameters."""
    for picklists in PICKLISTS.values():
        for picklist in picklists.values():
            for values, choices in picklist.choices.items():
                assert len(values) == len(picklist.parameters)
                assert choices
                assert all(len(choice) == 2 for choice in choices)


def test_a_picklist_without_parameters_ignores_parameters(client: httpx2.Client) -> None:
    """Reading a picklist does not change the connections."""
    before = client.get("/managed_users/512044/connections").json()
    plain = request_picklist(client, 7102, "opportunity_StageName").json()
    assert plain["result"][0] == ["Prospecting", "Prospecting"]
    assert request_picklist(client, 7102, "opportunity_StageName", sobject_name="Order__c").json() == plain
    assert client.get("/managed_users/512044/connections").json() == before


@pytest.mark.parametrize(
    ("connection_id", "name", "parameters", "pointer"),
    [
        (7102, "no_such_picklist", {}, "/body/pick_list_name"),
        (7102, "", {}, "/body/pick_list_name"),
        (7101, "all_sobjects", {}, "/body/pick_list_name"),
        (7103, "channels", {}, "/path/connection_id"),
        (7102, "sobject_fields", {}, "/body/pick_list_params/sobject_name"),
        (7102, "sobject_fields", {"object": "Order__c"}, "/body/pick_list_params/sobject_name"),
        (7102, "sobject_fields", {"sobject_name": "NoSuchObject"}, "/body/pick_list_params"),
        (7102, "sobject_fields", {"sobject_name": ["Order__c"]}, "/body/pick_list_params"),
        (7102, "sobject_fields", {"sobject_name": {}}, "/body/pick_list_params"),
    ],
)
def test_an_invalid_request_for_a_picklist_is_rejected(
    client: httpx2.Client, connection_id: int, name: str, parameters: dict[str, object], pointer: str
) -> None:
    """An unknown picklist or parameter, a missing parameter or an unauthorized connection returns 400."""
    response = request_picklist(client, connection_id, name, **parameters)
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert f'"{pointer}"' in response.headers["X-Mock-Reason"]


def test_a_disconnected_connection_has_no_picklists(client: httpx2.Client) -> None:
    """A disconnected connection returns 400 until it is connected again."""
    client.post("/managed_users/512044/connections/7102/disconnect", json={"force": True})
    assert request_picklist(client, 7102, "all_sobjects").status_code == 400
    tokens = {"oauth_token_pair": {"access_token": "t"}}
    client.put("/managed_users/512044/connections/7102", json=tokens)
    assert request_picklist(client, 7102, "all_sobjects").status_code == 200
