"""Namespaces that are not used expire, and many are reset at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx2
import pytest
from workato_embedded_mock import MockServer
from workato_embedded_mock.app import create_app
from workato_embedded_mock.errors import StartError
from workato_embedded_mock.instruments import expiry
from workato_embedded_mock.settings import Settings

NEW = {"name": "New", "notification_email": "new@example.com"}


class _Clock:
    """Stands for the module `time`, with a time that the test sets."""

    def __init__(self) -> None:
        self.now = time.time()

    def time(self) -> float:
        return self.now


@contextmanager
def _client(settings: Settings) -> Iterator[Callable[[str, str, str], httpx2.Response]]:
    """Return a function that sends a request with a token to an app in process."""
    with create_app(settings) as app:
        transport = httpx2.ASGITransport(app)

        def send(token: str, method: str, path: str) -> httpx2.Response:
            import asyncio

            async def run() -> httpx2.Response:
                async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                    headers = {"Authorization": f"Bearer {token}"}
                    return await client.request(method, path, headers=headers, json=NEW if method == "POST" else None)

            return asyncio.run(run())

        yield send


@pytest.mark.parametrize("shared", [False, True])
def test_accounts_that_are_not_used_expire(
    monkeypatch: pytest.MonkeyPatch, new_file: Callable[[], str], shared: bool
) -> None:
    """After `expire_accounts`, an account is as new, and an account that was used in the meantime is not."""
    clock = _Clock()
    monkeypatch.setattr(expiry, "time", clock)
    with _client(Settings(database=new_file() if shared else "sqlite://", expire_accounts="1h")) as send:
        for token in ("used", "unused"):
            assert send(token, "POST", "/api/managed_users").status_code == 200
        clock.now += 3000
        send("used", "GET", "/api/managed_users")
        clock.now += 3000
        send("new", "GET", "/api/managed_users")
        counts = [len(send(token, "GET", "/api/managed_users").json()["result"]) for token in ("used", "unused", "new")]
    assert counts == [3, 2, 2]


@pytest.fixture
def new_file(tmp_path: object) -> Callable[[], str]:
    """Return a function that returns the URL of a database in a file."""
    return lambda: f"sqlite:///{tmp_path}/mock.db"


@pytest.mark.parametrize("text", ["1", "0h", "1w", "", "-1h"])
def test_an_invalid_time_is_rejected(text: str) -> None:
    """A time without a unit, or with an unknown one, is rejected at the start."""
    with pytest.raises(StartError, match="expected never, or a number with s, m, h or d"):
        create_app(Settings(expire_accounts=text))


def test_expiry_in_a_shared_database_needs_the_journal(new_file: Callable[[], str]) -> None:
    """Without a journal, one process cannot know what other processes use."""
    with pytest.raises(StartError, match="needs a journal"):
        create_app(Settings(database=new_file(), expire_accounts="1h", journal=0))


@pytest.mark.parametrize("shared", [False, True])
def test_many_accounts_are_reset_at_once(new_file: Callable[[], str], shared: bool) -> None:
    """A reset of all accounts restores the seed of each, and keeps snapshots."""
    with (
        MockServer(database=new_file() if shared else "sqlite://") as server,
        httpx2.Client(base_url=server.root_url) as client,
    ):
        names = [f"account-{number}" for number in range(12)]
        for name in names:
            client.post("/api/managed_users", json=NEW, headers={"Authorization": f"Bearer {name}"})
        client.put("/_mock/snapshots/kept", headers={"X-Mock-Namespace": names[0]}).raise_for_status()
        assert client.post("/_mock/reset?all=true").json() == {"count": 12}
        for name in names:
            headers = {"Authorization": f"Bearer {name}"}
            assert len(client.get("/_mock/journal", headers=headers).json()["entries"]) == 0
            assert len(client.get("/api/managed_users", headers=headers).json()["result"]) == 2
            assert client.post("/api/managed_users", json=NEW, headers=headers).status_code == 200
        kept = client.post("/_mock/snapshots/kept/restore", headers={"X-Mock-Namespace": names[0]})
        assert kept.json() == {"restored": "kept"}
        assert client.post("/_mock/snapshots/kept/restore", headers={"X-Mock-Namespace": names[1]}).status_code == 404
