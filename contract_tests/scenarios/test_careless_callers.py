"""A script without our client, which sends what partners' scripts really send, rolls a package out."""

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
    """Requests as they are written by hand."""

    def __init__(self, server: MockServer) -> None:
        self._base = server.url
        self._session = requests.Session()
        self._session.headers["Authorization"] = "Bearer careless"

    def send(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        """Send JSON without a content type, and bytes as they are."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        return self._session.request(method, f"{self._base}{path}", data=data, **more)

    def noted(self, *call: Any, **more: Any) -> Any:
        """Send what the mock tolerates: it serves it, and says what is wrong with it."""
        answer = self.send(*call, **more)
        assert (answer.status_code // 100, "X-Mock-Reason" in answer.headers) == (2, True), answer.text
        return answer.json()

    def fetch(self, url: str) -> bytes:
        """Fetch a file as a browser would, without the token."""
        return requests.get(url, timeout=10).content


def test_a_careless_script_rolls_a_package_out() -> None:
    """Slashes at the end, no content type, bare fields, a wrong path from the index, ids of every form."""
    with MockServer() as server:
        script = Script(server)
        customer = script.noted("POST", "/managed_users/", {**ACME, "external_id": "ac/me"})
        here = "/managed_users/Eac%2Fme"
        assert script.send("GET", f"{here}/").json() == script.send("GET", f"/managed_users/{customer['id']}").json()
        folder = script.noted("POST", f"{here}/folders/", {"name": "Reports"})
        script.noted("POST", f"{here}/member_invitation", LOU)
        recipe = script.noted("POST", f"{here}/recipes", {**FIELDS, "folder_id": str(folder["id"])})
        assert script.noted("PUT", f"{here}/recipes/{recipe['id']}", {"name": "Report"}) == {"success": True}
        assert script.send("PUT", f"{here}/recipes/{recipe['id']}/start").json() == {"success": True}

        manifest = {"name": "Reports", "folder_id": folder["id"], "auto_generate_assets": True}
        made = script.noted("POST", "/export_manifests/", manifest)["result"]
        export = script.send("POST", f"{here}/exports/{made['id']}").json()["result"]
        while export["status"] == "in_progress":
            export = script.send("GET", f"{here}/exports/{export['id']}").json()["result"]
        package = script.fetch(export["download_url"])

        for kind in ("application/octet-stream", "application/zip", None):
            other = script.noted("POST", "/managed_users", ACME)
            there = f"/managed_users/{other['id']}"
            target = script.noted("POST", f"{there}/folders", {"name": "Reports"})["id"]
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
def test_a_strict_mock_refuses_careless_calls(method: str, path: str, body: Any) -> None:
    """What is served and noted otherwise is refused by --strict, with the same reason."""
    with MockServer(strict=True) as server:
        answer = Script(server).send(method, path, body)
    assert (answer.status_code, "X-Mock-Reason" in answer.headers) in {(400, True), (404, True)}


def test_a_strict_mock_refuses_fields_without_their_wrapper() -> None:
    """Also when the content type is right."""
    with MockServer(strict=True) as server:
        answer = requests.post(
            f"{server.url}/managed_users/512044/recipes", json=FIELDS, headers={"Authorization": "Bearer s"}, timeout=10
        )
    assert answer.status_code == 400
