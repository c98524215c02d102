"""Bodies of many small values, and large ones, need bounded memory."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer, WorkatoMock
from workato_embedded_mock.http import kept_bodies
from workato_embedded_mock.plain_json import MOST_VALUES

from .conftest import StartServer

NEW = '{"name": "New", "notification_email": "new@example.com", '
JSON = {"Content-Type": "application/json"}


def _body(unit: str, size: int) -> bytes:
    """Return a body with a field that no rule reads: a list of a value, as often as it fits into a size."""
    count = (size - len(NEW) - 10) // (len(unit) + 1)
    return (NEW + '"x": [' + ",".join([unit] * count) + "]}").encode()


@pytest.mark.parametrize("unit", ["{}", "[]", "1.5", '"a"'])
def test_a_body_of_many_small_values_is_rejected(start_server: StartServer, unit: str) -> None:
    """A body of 10 MiB of small values gets a 400 that names the limit, again and again within 256 MiB."""
    server = start_server()
    for _ in range(3):
        response = server.http.post("/managed_users", content=_body(unit, 10 * 2**20), headers=JSON)
        assert response.status_code == 400
        (reason,) = json.loads(response.headers["x-mock-reason"])
        assert (reason["pointer"], reason["keyword"]) == ("/body", "maxItems")
        assert str(MOST_VALUES) in reason["text"]
    assert len(httpx2.get(f"{server.root}/_mock/journal", headers={"Authorization": "Bearer memory"}).content) < 2**17
    server.check()


def test_bodies_just_below_the_limits_are_served(start_server: StartServer) -> None:
    """Bodies of as many values as are allowed are served, each with its own fields, within 256 MiB."""
    server = start_server()
    fields = ",".join(f'"field{number}": "value {number}"' for number in range(MOST_VALUES - 4))
    for body in (_body("{}", MOST_VALUES * 3 // 2), (NEW + fields + "}").encode()):
        for _ in range(2):
            assert server.http.post("/managed_users", content=body, headers=JSON).status_code == 200
    server.check()


def test_a_form_of_many_fields_is_rejected(workato_mock: WorkatoMock) -> None:
    """A form with very many fields is not read as a form."""
    with workato_mock.http() as http:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        assert http.post("/managed_users", content=b"&".join([b"a=1"] * 20_000), headers=form).status_code == 400


def test_large_bodies_in_the_journal_are_truncated(workato_mock: WorkatoMock) -> None:
    """Of a body above 64 KiB, the journal has beginning, size and SHA-256, and says that it is truncated."""
    with workato_mock.http() as http:
        body = {"name": "New", "notification_email": "new@example.com", "secret": "hush-hush", "x": ["y" * 70] * 1000}
        response = http.post("/managed_users", json=body)
    (entry,) = workato_mock.journal.entries()
    sent, kept = response.request.content, entry["request"]
    assert (kept["body"]["name"], kept["body"]["secret"]) == ("New", "REDACTED")
    assert 10 < len(kept["body"]["x"]) < 100
    assert kept["truncated"] == {"bytes": len(sent), "sha256": _sha256(sent)}
    assert "truncated" not in entry["response"]
    assert entry["unread"] == ["/body/secret", "/body/x"]


def test_the_limit_of_bodies_in_the_journal_can_be_changed() -> None:
    """`journal_body` is the most bytes of a body that the journal has as a whole, in requests and responses."""
    with MockServer(journal_body=20) as server:
        headers = {"Authorization": "Bearer short"}
        body = {"name": "Much too long", "notification_email": "a@example.com"}
        response = httpx2.post(f"{server.url}/managed_users", json=body, headers=headers)
        (entry,) = _entries(server.root_url, "short")
    assert entry["request"]["body"] == {"name": "Much too lo"[: 20 - len('{"name":"')]}
    assert entry["response"]["truncated"] == {"bytes": len(response.content), "sha256": _sha256(response.content)}


def test_only_the_last_large_responses_have_a_hash(workato_mock: WorkatoMock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large responses are hashed when the journal is read, as far as those in memory are not too large together."""
    with workato_mock.http() as http:
        for number in range(100):
            http.post("/managed_users", json={"name": f"c{number}" * 200, "notification_email": "a@example.com"})
        workato_mock.journal.clear()
        listed = [http.get("/managed_users", params={"per_page": 100}).content for _ in range(3)]
        assert len(listed[0]) > 2**16
        monkeypatch.setattr(kept_bodies, "MOST_UNHASHED", 2 * len(listed[0]))
        listed.append(http.get("/managed_users", params={"per_page": 100}).content)
    kept = [entry["response"]["truncated"] for entry in workato_mock.journal.entries()]
    assert [one["bytes"] for one in kept] == [len(content) for content in listed]
    assert [one["sha256"] for one in kept] == [None, None, *map(_sha256, listed[2:])]
    assert workato_mock.journal.entries()[0]["response"]["body"]["result"]


def test_the_size_of_a_body_that_was_not_received_has_no_hash(server: MockServer) -> None:
    """Of a body that is too large to be received, the journal has what came, without a hash."""
    headers = {**JSON, "Authorization": "Bearer too-large"}
    sent = httpx2.post(f"{server.url}/managed_users", content=b"[" + b" " * 15 * 2**20, headers=headers)
    assert sent.status_code == 400
    (entry,) = _entries(server.root_url, "too-large")
    assert entry["request"]["truncated"]["bytes"] > 10 * 2**20
    assert entry["request"]["truncated"]["sha256"] is None


def test_journals_of_all_namespaces_have_a_maximum_of_memory(start_server: StartServer) -> None:
    """With many large requests of many tokens, the largest journals lose their oldest entries."""
    server = start_server("--journal-memory", 4, "--journal", 5000)
    body = {"name": "New", "notification_email": "new@example.com", "x": "y" * 60_000}
    for number in range(300):
        server.http.post("/managed_users", json=body, headers={"X-Mock-Namespace": f"token-{number % 3}"})
    server.http.get("/managed_users", headers={"X-Mock-Namespace": "small"})
    kept = [_entries(server.root, f"token-{number}") for number in range(3)]
    assert all(entries[-1]["id"] == 100 and 10 < len(entries) < 50 for entries in kept)
    assert len(_entries(server.root, "small")) == 1
    server.check()


def test_deleting_a_state_frees_its_journal(start_server: StartServer) -> None:
    """`DELETE /_mock/state` removes the entries of a namespace, so that others can have the memory."""
    server = start_server("--journal-memory", 4)
    body = {"name": "New", "notification_email": "new@example.com", "x": "y" * 60_000}
    for name in ("first", "second"):
        headers = {"X-Mock-Namespace": name}
        for _ in range(40):
            server.http.post("/managed_users", json=body, headers=headers)
        assert len(_entries(server.root, name)) == 40
        httpx2.delete(f"{server.root}/_mock/state", headers=headers)
    assert _entries(server.root, "first") == []


def _entries(root: str, name: str) -> list[Any]:
    entries: list[Any] = httpx2.get(f"{root}/_mock/journal", headers={"X-Mock-Namespace": name}).json()["entries"]
    return entries


def _sha256(data: bytes) -> str:
    return sha256(data).hexdigest()
