"""Tests of clients in several event loops, on trio, and in forked processes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import httpx2
import pytest
from workato_embedded._runtime import loop as loops
from workato_embedded._runtime.base_client import SyncClient
from workato_embedded._runtime.connections import GivenHttp, OwnAsyncHttp, OwnHttp

from .dripping import dripping
from .samples import SETTINGS

_LOOPS = """
import asyncio, sys
from workato_embedded import AsyncWorkatoEmbedded

client = AsyncWorkatoEmbedded("t", base_url=sys.argv[1])

async def main():
    for _ in range(2):
        print((await client.managed_users.get(7)).name)

for _ in range(3):
    asyncio.run(main())
"""
_TRIO = """
import sys, trio
from workato_embedded import APITimeoutError, AsyncWorkatoEmbedded

async def main():
    async with AsyncWorkatoEmbedded("t", base_url=sys.argv[1], max_retries=0) as client:
        for _ in range(4):
            print((await client.managed_users.get(7)).name)
        try:
            await client.managed_users.get(7, total_timeout=0.1)
        except APITimeoutError:
            print("too late")

for _ in range(2):
    trio.run(main)
"""
_FORK = """
import os, sys
from workato_embedded import WorkatoEmbedded

client = WorkatoEmbedded("t", base_url=sys.argv[1])
print(client.managed_users.get(7).name, flush=True)
child = os.fork()
print(client.managed_users.get(7).name, flush=True)
if child:
    os.waitpid(child, 0)
    print(client.managed_users.get(7).name, flush=True)
"""


def run(program: str, url: str) -> list[str]:
    """Run a program with the address of a server, and return the lines that it prints."""
    ended = subprocess.run([sys.executable, "-c", program, url], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


def test_a_client_works_in_one_event_loop_after_another() -> None:
    """An asynchronous client that is used in several calls of asyncio.run opens one connection in each."""
    with dripping("silence", complete=10) as server:
        assert run(_LOOPS, server.url) == ["Ada"] * 6
        assert server.connections == 3


def test_a_client_works_on_trio() -> None:
    """An asynchronous client runs on trio, with its total timeout."""
    if find_spec("trio") is None:
        pytest.skip("trio is not installed: httpx2 would import it in all other tests too")
    with dripping("silence", complete=4) as server:
        assert run(_TRIO, server.url) == [*["Ada"] * 4, "too late"] * 2
        assert server.connections == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_client_works_in_a_forked_process() -> None:
    """A process that is forked from one with a client opens a connection of its own."""
    with dripping("silence", complete=10) as server:
        assert run(_FORK, server.url) == ["Ada"] * 4
        assert server.connections == 2


def test_each_event_loop_has_its_own_http_client() -> None:
    """The first loop gets the first HTTP client; those of loops that have ended are dropped."""
    made: list[httpx2.AsyncClient] = []

    def make() -> httpx2.AsyncClient:
        made.append(httpx2.AsyncClient())
        return made[-1]

    own = OwnAsyncHttp(make)
    assert own.current() is own.current() is made[0]

    async def use() -> httpx2.AsyncClient:
        assert own.current() is own.current()
        return own.current()

    assert [asyncio.run(use()) for _ in range(3)] == made
    assert len(own._by_loop) == 1
    asyncio.run(own.aclose())
    assert len(made) == 4
    assert made[-1].is_closed
    # After it is closed, a loop gets no new one.
    asyncio.run(use())
    assert len(made) == 4


def test_a_forked_process_has_its_own_http_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process gets a new HTTP client, unless the client was closed before."""
    own = OwnHttp(httpx2.Client)
    first, process = own.current(), os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: process + 1)
    second = own.current()
    assert second is own.current() is not first
    own.close()
    monkeypatch.setattr(os, "getpid", lambda: process + 2)
    assert own.current() is second
    first.close()


def test_a_given_http_client_is_never_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """An HTTP client of the caller is used in every process."""
    with httpx2.Client() as http:
        given = GivenHttp(http)
        monkeypatch.setattr(os, "getpid", lambda: 1)
        assert given.current() is http


def test_the_loop_of_trio_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside asyncio, the running loop is that of trio, if the program uses it; it never counts as ended."""

    class Lowlevel:
        def current_trio_token(self) -> Any:
            return next(tokens)

    token = object()
    tokens = iter([token])
    monkeypatch.setitem(sys.modules, "trio.lowlevel", Lowlevel())
    assert loops.running_loop() is token
    assert not loops.has_ended(token)

    def fail(_: Any) -> Any:
        raise RuntimeError("must be called from async context")

    monkeypatch.setattr(Lowlevel, "current_trio_token", fail)
    assert loops.running_loop() is None


def test_copies_use_the_connections_of_the_client() -> None:
    """A copy of a client and the client have the same HTTP client in each process."""
    with SyncClient(SETTINGS) as client:
        assert client._with(replace(SETTINGS))._http is client._http
