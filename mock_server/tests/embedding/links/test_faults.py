"""Faults of links, of their pages, and of the application that a connection is for."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from workato_embedded_mock.app import create_app
from workato_embedded_mock.testing.transports import MockTransport

SLACK = 7103
WIDGET = f"/embedded/connections/{SLACK}"
ERROR = "the application responded with status 403"


def authorize(partner: Any) -> httpx2.Response:
    """Open the widget, and let the application respond to the person that connects."""
    session = partner.open(WIDGET).location.split("/")[2]
    url = f"/embedded/{session}/actions/authorize_in_application"
    response: httpx2.Response = partner.browser.post(url, json={"connection_id": SLACK})
    return response


@pytest.mark.parametrize(
    ("failure", "posted"),
    [
        ("status", ["connectionStatusChange"]),
        ("error", ["error"]),
        ("both", ["connectionStatusChange", "error"]),
    ],
)
def test_a_status_of_the_application_denies_access(partner: Any, failure: str, posted: list[str]) -> None:
    """The widget posts the failure in the way of the settings, and the connection is not authorized."""
    partner.control("PUT", "/embedding", {"failure": failure})
    rule = {"operation_id": "authorize_in_application", "status": 403, "times": 1}
    partner.control("PUT", "/faults", {"rules": [rule]})
    response = authorize(partner)
    assert response.status_code == 200
    messages = [each for each in response.json()["messages"] if each["type"] != "heightChange"]
    assert [each["type"] for each in messages] == posted
    assert all(ERROR in each["payload"].values() for each in messages)
    entry = partner.journal()[-1]
    assert (entry["operation_id"], entry["status"], entry["fault"]) == ("authorize_in_application", 200, rule)
    connections = partner.api.get("/api/managed_users/512044/connections").json()["result"]
    found = next(each for each in connections if each["id"] == SLACK)
    assert found["authorization_status"] == "failed"
    assert authorize(partner).json()["messages"][0]["payload"]["connected"] is True


def test_a_lost_response_of_the_mock_is_not_one_of_the_application(partner: Any) -> None:
    """A fault in the phase after replaces the response, although the connection is authorized."""
    rule = {"operation_id": "authorize_in_application", "status": 500, "phase": "after"}
    partner.control("PUT", "/faults", {"rules": [rule]})
    assert authorize(partner).status_code == 500
    connections = partner.api.get("/api/managed_users/512044/connections").json()["result"]
    assert next(each for each in connections if each["id"] == SLACK)["authorization_status"] == "success"


@pytest.mark.parametrize(
    ("kind", "error"), [("timeout", httpx2.ReadTimeout), ("reset", httpx2.ReadError)], ids=["timeout", "reset"]
)
def test_a_page_that_never_loads(partner: Any, key: Any, kind: str, error: type[Exception]) -> None:
    """A connection can break before a page or a link responds, also in this process."""
    with create_app() as app:
        made = type(partner)("http://127.0.0.1", "t", key, MockTransport(app))
        with made.api, made.browser:
            made.register()
            location = made.open(WIDGET).location
            made.control("PUT", "/faults", {"rules": [{"kind": kind}]})
            for open_one in (made.open, lambda: made.get(location)):
                with pytest.raises(error):
                    open_one()
            assert [each["status"] for each in made.journal()[-2:]] == [None, None]
