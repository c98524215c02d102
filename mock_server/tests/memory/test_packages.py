"""Packages need bounded memory, and large ones do not stop the server."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer, WorkatoMock
from workato_embedded_mock.resources.packages import contents, files, loading

from .conftest import StartServer

PATH = "/managed_users/Ecust-0042"


def _zipped(content: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _import(http: httpx2.Client, data: bytes) -> Any:
    """Import a package at once, and return the status of the import."""
    folder = http.get(f"{PATH}/folders").json()["result"][0]["id"]
    headers = {"Content-Type": "application/octet-stream"}
    return http.post(f"{PATH}/imports", params={"folder_id": folder}, content=data, headers=headers).json()


def _connection(number: int, junk: str, size: int) -> str:
    head = f'{{"provider": "x", "name": "c{number}", "junk": ['
    return head + ",".join([junk] * ((size - len(head) - 2) // (len(junk) + 1))) + "]}"


BOMBS: dict[str, dict[str, str | bytes]] = {
    "many values in two files": {
        f"c{number}.connection.json": _connection(number, "{}", 15 * 2**20) for number in (1, 2)
    },
    "many files": {f"c{number}.connection.json": _connection(number, "[]", 10**6) for number in range(30)},
    "more bytes than are read": {f"c{number}.connection.json": b" " * 16 * 2**20 for number in range(4)},
    "very many rows": {
        "t.lookup_table.json": json.dumps(
            {"name": "t", "schema": '[{"label":"a","name":"col1"}]', "data": "a\n" * 5 * 10**6}
        )
    },
}


@pytest.mark.parametrize("name", list(BOMBS))
def test_a_small_zip_file_needs_bounded_memory(start_server: StartServer, name: str) -> None:
    """A small zip file that contains very many values or bytes is imported or fails, within 256 MiB."""
    server = start_server("--transitions", "immediate")
    data = _zipped(BOMBS[name])
    assert len(data) < 100_000
    for _ in range(2):
        ended = _import(server.http, data)
        assert ended["status"] == ("completed" if name == "very many rows" else "failed")
        assert "too" in ended.get("error", "too")
    server.check()


def test_the_largest_packages_are_imported(start_server: StartServer) -> None:
    """A package with 15 MB of assets, and as many values as are allowed, is imported completely within 256 MiB."""
    server = start_server("--transitions", "immediate")
    step = {"number": 1, "keyword": "action", "provider": "logger", "name": "log", "input": {"message": "x" * 40}}
    code = {"number": 0, "keyword": "trigger", "provider": "clock", "name": "scheduled_event", "block": [step] * 1000}
    recipe = json.dumps({"name": "", "code": code, "config": []})
    package: dict[str, str | bytes] = {
        f"r{number}.recipe.json": recipe.replace('"name": ""', f'"name": "r{number}"') for number in range(110)
    }
    assert sum(map(len, package.values())) > 15 * 10**6
    ended = _import(server.http, _zipped(package))
    assert (ended["status"], len(ended["recipe_status"])) == ("completed", 110)
    server.check()


def test_contents_that_do_not_fit_into_memory_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package whose contents are not all kept is imported as if they were."""
    line = {
        "keyword": "application",
        "provider": "x",
        "account_id": {"zip_name": "c.connection.json", "name": "c", "folder": ""},
    }
    code = {"number": 0, "keyword": "trigger", "provider": "clock", "name": "scheduled_event", "block": []}
    package: dict[str, str | bytes] = {
        f"r{number}.recipe.json": json.dumps({"name": f"r{number}", "code": code, "config": [line], "more": number})
        for number in range(5)
    }
    package["c.connection.json"] = json.dumps({"provider": "x", "name": "c", "junk": [1] * 50})
    states = []
    for most in (contents.MOST_KEPT_VALUES, 1):
        cache = contents.ContentCache(most)
        monkeypatch.setattr(files.Package, "__init__", _with_cache(files.Package.__init__, cache))
        with _served("again") as (mock, http):
            mock.clock.freeze("2026-01-05T12:00:00Z")
            assert _import(http, _zipped(package))["status"] == "completed"
            tables = mock.state()["tables"]
            states.append([tables[name] for name in ("recipes", "connections", "package_assets", "packages")])
        monkeypatch.undo()
    assert states[0] == states[1]


def _with_cache(make: Any, cache: contents.ContentCache) -> Any:
    def made(self: files.Package) -> None:
        make(self, contents=cache)

    return made


def test_a_large_package_is_read_while_others_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server reads a large package in a thread: other requests are served meanwhile."""
    read, reading, done = files.read_package, threading.Event(), threading.Event()

    def slow(*arguments: Any) -> Any:
        reading.set()
        assert done.wait(30)
        return read(*arguments)

    monkeypatch.setattr(f"{loading.__name__}.read_package", slow)
    with _served("thread") as (_mock, http), ThreadPoolExecutor(1) as pool:
        started = pool.submit(_import, http, _large())
        assert reading.wait(30)
        assert http.get("/managed_users").status_code == 200
        done.set()
        assert started.result()["status"] == "completed"


def test_a_large_package_is_read_at_once_in_process(workato_mock: WorkatoMock, monkeypatch: pytest.MonkeyPatch) -> None:
    """In process, a large package is read in the thread of the caller: the transport cannot wait for another."""
    read, threads = files.read_package, []

    def note(*arguments: Any) -> Any:
        threads.append(threading.current_thread())
        return read(*arguments)

    monkeypatch.setattr(f"{loading.__name__}.read_package", note)
    with workato_mock.http() as http:
        ended = _import(http, _large())
        while ended["status"] == "in_progress":
            ended = http.get(f"{PATH}/imports/{ended['id']}").json()
    assert ended["status"] == "completed"
    assert threads == [threading.current_thread()]


def _large() -> bytes:
    """Return a package that is too large to be read at once."""
    return _zipped(
        {
            "c.connection.json": json.dumps({"provider": "x", "name": "c"}),
            "c.txt": "".join(map(str, range(20_000))),
        }
    )


@contextmanager
def _served(token: str) -> Iterator[tuple[WorkatoMock, httpx2.Client]]:
    with MockServer(transitions="immediate") as server:
        mock = WorkatoMock(server.root_url, token)
        with mock.http() as http:
            yield mock, http
        mock.close()
