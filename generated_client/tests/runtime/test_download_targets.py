"""Tests of where a download is written: files, links, pipes, devices, and what a signal leaves."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest
from workato_embedded._runtime.download_targets import download_part
from workato_embedded._runtime.errors import APIResponseError
from workato_embedded._runtime.termination import removed_on_termination

from .dripping import dripping
from .packages import Run, Server, zip_file

URL = "https://files.example.com/a.zip"
ZIP = zip_file(100)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither pipes in folders nor SIGHUP")


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_pipe_is_written_into(asynchronous: bool, tmp_path: Path) -> None:
    """A download to a named pipe goes to its reader, and the pipe stays one."""
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    made = Run(asynchronous, Server(httpx2.Response(200, content=ZIP)))("download", URL, to=pipe)
    reader.join()
    assert (made, read) == (pipe, [ZIP])
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_an_open_file_is_written_into(tmp_path: Path) -> None:
    """A name of an open file, such as /dev/fd/3, is written into."""
    with (tmp_path / "a.zip").open("w+b") as file:
        Run(False, Server(httpx2.Response(200, content=ZIP)))("download", URL, to=f"/dev/fd/{file.fileno()}")
        assert file.read() == ZIP
    assert list(tmp_path.iterdir()) == [tmp_path / "a.zip"]


def test_a_pipe_gets_nothing_of_a_download_that_fails(tmp_path: Path) -> None:
    """A pipe is not opened if the content is not a zip file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(APIResponseError, match="not a zip file"):
        Run(False, Server(httpx2.Response(200, content=b"<html>")))("download", URL, to=pipe)


@pytest.mark.parametrize("exists", [True, False])
def test_a_symbolic_link_stays_one(exists: bool, tmp_path: Path) -> None:
    """The file to which a link points is replaced, or created, in its own folder."""
    (tmp_path / "folder").mkdir()
    target, link = tmp_path / "folder/real.zip", tmp_path / "link.zip"
    link.symlink_to(target)
    if exists:
        target.write_bytes(b"old")
    Run(False, Server(httpx2.Response(200, content=ZIP)))("download", URL, to=link)
    assert link.is_symlink()
    assert target.read_bytes() == ZIP
    assert list(target.parent.iterdir()) == [target]


_PROGRAM = """
import asyncio, sys
from workato_embedded import AsyncWorkatoEmbedded, WorkatoEmbedded

options = {"api_token": "t", "base_url": sys.argv[1], "on_response": lambda _: print("began", flush=True)}

async def main():
    async with AsyncWorkatoEmbedded(**options) as client:
        await client.packages.download(sys.argv[1], to="a.zip")

if sys.argv[2] == "async":
    asyncio.run(main())
else:
    WorkatoEmbedded(**options).packages.download(sys.argv[1], to="a.zip")
"""


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_leaves_no_part(kind: str, name: str, tmp_path: Path) -> None:
    """A program that a signal ends during a download leaves nothing, and ends by that signal."""
    number = getattr(signal, name)
    with dripping("body") as server:
        command = [sys.executable, "-c", _PROGRAM, server.url, kind]
        # Below `nohup` the tests ignore SIGHUP, and the program would inherit that.
        reset = partial(signal.signal, number, signal.SIG_DFL)
        with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, preexec_fn=reset) as program:
            assert program.stdout
            assert program.stdout.readline() == "began\n"
            assert len(list(tmp_path.iterdir())) == 1
            program.send_signal(number)
            assert program.wait() == -number
    assert list(tmp_path.iterdir()) == []


def test_the_handlers_of_a_program_stay(tmp_path: Path) -> None:
    """Only signals without a handler are handled, until the last of several downloads has ended."""
    mine: Any = lambda *_: None  # noqa: E731
    before = signal.signal(signal.SIGHUP, mine)
    try:
        with removed_on_termination(tmp_path / "a"):
            handler = signal.getsignal(signal.SIGTERM)
            with removed_on_termination(tmp_path / "b"):
                assert signal.getsignal(signal.SIGTERM) is handler
            assert signal.getsignal(signal.SIGTERM) is handler is not signal.SIG_DFL
            assert signal.getsignal(signal.SIGHUP) is mine
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGHUP, before)


def test_another_thread_sets_no_handlers(tmp_path: Path) -> None:
    """Python allows handlers in the main thread only, so a download in another thread sets none."""
    seen: list[Any] = []

    def download() -> None:
        with download_part(tmp_path / "a.zip"):
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=download)
    thread.start()
    thread.join()
    assert seen == [signal.SIG_DFL]


def test_the_handler_removes_parts_and_ends_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The handler removes each unfinished file, restores the default, and raises the signal again."""
    raised: list[int] = []
    monkeypatch.setattr(signal, "raise_signal", raised.append)
    part = tmp_path / "a.part"
    part.touch()
    with removed_on_termination(part):
        handler: Any = signal.getsignal(signal.SIGTERM)
        handler(signal.SIGTERM, None)
        assert (part.exists(), raised) == (False, [signal.SIGTERM])
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_cancelled_download_leaves_no_part(tmp_path: Path) -> None:
    """A task that is cancelled while it downloads leaves nothing, as an error does."""

    async def use(url: str) -> None:
        from workato_embedded import AsyncWorkatoEmbedded

        began = asyncio.Event()
        async with AsyncWorkatoEmbedded("t", base_url=url, on_response=lambda _: began.set()) as client:
            task = asyncio.create_task(client.packages.download(url, to=tmp_path / "a.zip"))
            await began.wait()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert task.cancelled()

    with dripping("body") as server:
        asyncio.run(use(server.url))
    assert list(tmp_path.iterdir()) == []
