"""A partner's script sends sloppy requests without our client; the mock accepts them unless it is strict."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
from workato_embedded_mock import MockServer

LOU = {"name": "Lou", "email": "l@example.com", "role_name": "Admin"}
ACME = {"name": "Acme", "notification_email": "a@example.com"}
FIELDS = {
    "name": "Hourly report",
    "code": '{"number":0,"provider":"clock","name":"scheduled_event","keyword":"trigger","input":{},"block":[]}',
}


class Script:
    """Sends requests without our client."""

    def __init__(self, server: MockServer) -> None:
        self._base = server.url
        self._session = requests.Session()
        self._session.headers["Authorization"] = "Bearer sloppy"

    def send(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        """Send JSON without a content type, or bytes."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        return self._session.request(method, f"{self._base}{path}", data=data, **more)

    def send_tolerated(self, *call: Any, **more: Any) -> Any:
        """Send a request that the mock accepts with a note, and return the response body."""
        response = self.send(*call, **more)
        assert (response.status_code // 100, "X-Mock-Reason" in response.headers) == (2, True), response.text
        return response.json()

    def fetch(self, url: str) -> bytes:
        """Download a file without the token, as a browser does."""
        return requests.get(url, timeout=10).content


def test_a_sloppy_script_can_roll_out_a_package() -> None:
    """The mock accepts trailing slashes, missing content types and wrappers, a wrong path of the index, and all ids."""
    with MockServer() as server:
        script = Script(server)
        customer = script.send_tolerated("POST", "/managed_users/", {**ACME, "external_id": "ac/me"})
        here = "/managed_users/Eac%2Fme"
        assert script.send("GET", f"{here}/").json() == script.send("GET", f"/managed_users/{customer['id']}").json()
        folder = script.send_tolerated("POST", f"{here}/folders/", {"name": "Reports"})
        script.send_tolerated("POST", f"{here}/member_invitation", LOU)
        recipe = script.send_tolerated("POST", f"{here}/recipes", {**FIELDS, "folder_id": str(folder["id"])})
        assert script.send_tolerated("PUT", f"{here}/recipes/{recipe['id']}", {"name": "Report"}) == {"success": True}
        assert script.send("PUT", f"{here}/recipes/{recipe['id']}/start").json() == {"success": True}

        manifest = {"name": "Reports", "folder_id": folder["id"], "auto_generate_assets": True}
        made = script.send_tolerated("POST", "/export_manifests/", manifest)["result"]
        export = script.send("POST", f"{here}/exports/{made['id']}").json()["result"]
        while export["status"] == "in_progress":
            export = script.send("GET", f"{here}/exports/{export['id']}").json()["result"]
        package = script.fetch(export["download_url"])

        for kind in ("application/octet-stream", "application/zip", None):
            other = script.send_tolerated("POST", "/managed_users", ACME)
            there = f"/managed_users/{other['id']}"
            target = script.send_tolerated("POST", f"{there}/folders", {"name": "Reports"})["id"]
            started = script.send(
                "POST",
                f"{there}/imports?folder_id={target}&restart_recipes=true",
                package,
                headers={"Content-Type": kind} if kind else {},
            ).json()
            while started["status"] == "in_progress":
                started = script.send("GET", f"{there}/imports/{started['id']}/").json()
            assert started["status"] == "completed"
            (arrived,) = script.send("GET", f"{there}/recipes").json()["result"]
            assert (arrived["name"], arrived["folder_id"]) == ("Report", target)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/managed_users/", None),
        ("POST", "/managed_users", ACME),
        ("POST", "/managed_users/512044/member_invitation", LOU),
    ],
)
def test_a_strict_mock_rejects_sloppy_requests(method: str, path: str, body: Any) -> None:
    """A strict mock rejects the requests that it would otherwise accept with a note, and gives the reason."""
    with MockServer(strict=True) as server:
        response = Script(server).send(method, path, body)
    assert (response.status_code, "X-Mock-Reason" in response.headers) in {(400, True), (404, True)}


def test_a_strict_mock_accepts_fields_without_their_wrapper() -> None:
    """A strict mock accepts the fields of a body without their wrapper, since the vendor's own client sends them so."""
    with MockServer(strict=True) as server:
        response = requests.post(
            f"{server.url}/managed_users/512044/recipes", json=FIELDS, headers={"Authorization": "Bearer s"}, timeout=10
        )
    assert (response.status_code, response.json()["success"]) == (200, True)
