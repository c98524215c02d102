"""JSON inside a text is not JSON of the request: it is accepted whatever it has, and searched for secrets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer, MockTransport, Settings, create_app

SECRET = "hush-hush-hush"
WITH_SECRET = f'"password": "{SECRET}"'
# Texts whose JSON has values that no database and no response can have.
UNSTORABLE = {
    "half a surrogate pair": rf'{{"a": "\ud800", {WITH_SECRET}}}',
    "half a surrogate pair in a secret": r'{"password": "\ud800-hush-hush"}',
    "half a surrogate pair in a name": rf'{{"\ud800": 1, {WITH_SECRET}}}',
    "half a surrogate pair in JSON in a text": json.dumps({"a": json.dumps({"b": "\ud800", "password": SECRET})}),
    "a list": r'["\ud800", {"token": "\udfff-hush-hush"}]',
    "NUL": r'{"a": "\u0000", "password": "\u0000-hush-hush"}',
    "a constant": f'{{"a": NaN, "b": -Infinity, {WITH_SECRET}}}',
    "a large number": f'{{"a": 1e999, {WITH_SECRET}}}',
    "an integer of 5,000 digits": f'{{"a": {"1" * 5000}, {WITH_SECRET}}}',
    "a secret of 5,000 digits": f'{{"password": {"1" * 5000}}}',
    "a repeated key": f'{{{WITH_SECRET}, "password": ""}}',
    "a repeated key around a secret": f'{{"a": {{{WITH_SECRET}}}, "a": 1}}',
    "a byte order mark": f"\ufeff{{{WITH_SECRET}}}",
    "many levels": f"{'[' * 5000}{{{WITH_SECRET}}}{']' * 5000}",
}


def create(client: httpx2.Client, name: str) -> Any:
    """Create a customer with a name; return it."""
    response = client.post("/managed_users", json={"name": name, "notification_email": "a@example.com"})
    assert response.status_code == 200
    return response.json()


def entries(client: httpx2.Client) -> list[Any]:
    """Return the entries of the journal."""
    journal = client.get(f"{str(client.base_url).removesuffix('/api/')}/_mock/journal").raise_for_status().json()
    assert journal["lost"] == 0
    found: list[Any] = journal["entries"]
    return found


@pytest.mark.parametrize("text", UNSTORABLE.values(), ids=UNSTORABLE)
def test_it_is_kept_and_journaled_without_its_secrets(client: httpx2.Client, text: str) -> None:
    """The text is stored as it was sent, and the journal has both requests without the secrets."""
    made = create(client, text)
    assert client.get(f"/managed_users/{made['id']}").json()["name"] == text
    shown = entries(client)
    assert [entry["operation_id"] for entry in shown] == ["create_managed_user", "get_managed_user"]
    assert "hush" not in json.dumps(shown)
    assert "1" * 100 not in json.dumps(shown) or "password" not in text.replace(WITH_SECRET, "")


def test_a_text_without_secrets_is_journaled_as_it_was_sent(client: httpx2.Client) -> None:
    """The journal does not change JSON in a text that has no secret, even if its values cannot be stored."""
    text = r'{"a": "\ud800",  "b": [1E400, NaN]}'
    create(client, text)
    assert entries(client)[0]["request"]["body"]["name"] == text


def test_a_file_database_goes_on_responding(tmp_path: Path) -> None:
    """A database in a file, which stores each entry before its response, has all entries after such a text."""
    with create_app(Settings(database=f"sqlite:///{tmp_path / 'mock.db'}")) as app:
        options: Any = {"transport": MockTransport(app), "headers": {"Authorization": "Bearer texts"}}
        with httpx2.Client(base_url="http://mock.example.com/api", **options) as client:
            create(client, UNSTORABLE["half a surrogate pair"])
            assert client.get("/managed_users").status_code == 200
            assert len(entries(client)) == 2


def test_the_log_shows_why_such_a_request_was_rejected(capfd: pytest.CaptureFixture[str]) -> None:
    """The request log, which searches the bodies of rejected requests for secrets, has a line for the request."""
    lines: list[Any] = []
    app = create_app(Settings(), lines.append)
    options: Any = {"transport": MockTransport(app), "headers": {"Authorization": "Bearer texts"}}
    with app, httpx2.Client(base_url="http://mock.example.com/api", **options) as client:
        for text in UNSTORABLE.values():
            assert client.post("/managed_users", json={"name": text}).status_code == 400
    assert [line.status for line in lines] == [400] * len(UNSTORABLE)
    assert "hush" not in str(lines)
    assert capfd.readouterr().err == ""


def test_the_proxy_records_it(server: MockServer, open_proxy: Any, tmp_path: Path) -> None:
    """The response passes the proxy as a whole, and the HAR file has both texts without secrets."""
    client, _ = open_proxy(server.url, record=tmp_path / "r.har")
    for text in UNSTORABLE.values():
        assert create(client, text)["name"] == text
    recorded = json.loads((tmp_path / "r.har").read_bytes())["log"]["entries"]
    assert len(recorded) == len(UNSTORABLE)
    assert "hush" not in json.dumps(recorded)
