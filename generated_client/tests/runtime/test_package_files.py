"""Tests of polling imports and exports, and of downloads."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from workato_embedded._runtime.base_client import OPERATION_ID
from workato_embedded._runtime.errors import (
    APIConnectionError,
    APIResponseError,
    APIStatusError,
    NotFoundError,
    PackageError,
    PackageFailedError,
    PackageTimeoutError,
    PermissionDeniedError,
    WorkatoEmbeddedError,
)
from workato_embedded._runtime.events import Hooks, RetryEvent
from workato_embedded._runtime.retries import Retries

from .packages import Broken, Export, Import, Run, Server, zip_file
from .samples import SETTINGS

pytestmark = pytest.mark.usefixtures("http_library")

ZIP = zip_file()
FILE = httpx2.Response(200, content=ZIP)
URL = "https://files.example.com/6?signature=s3cret"
Runner = Callable[..., Run]


def status(status: str, **more: Any) -> httpx2.Response:
    """Return the response to a poll of an import or export."""
    return httpx2.Response(200, json={"id": 6, "status": status, **more})


def moved(location: str, code: int = 302) -> httpx2.Response:
    """Return a redirect."""
    return httpx2.Response(code, headers={"location": location})


WORKING = status("in_progress")
DONE = status("completed", download_url=URL)


@pytest.fixture(params=["sync", "async"])
def run(request: pytest.FixtureRequest) -> Runner:
    """Return a function that creates a `Run` of the synchronous or asynchronous client."""
    return lambda server, settings=SETTINGS, **http: Run(request.param == "async", server, settings, **http)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock for waits: the last entry of the list is the current time."""
    now = [0.0]
    monkeypatch.setattr("workato_embedded._runtime.polling.time.monotonic", lambda: now[-1])
    return now


def test_an_import_is_polled_until_it_is_completed(run: Runner) -> None:
    """The polling interval grows by half, the caller sees each poll, and an unknown status means in progress."""
    made = run(Server(WORKING, status("processing"), WORKING, status("completed")))
    seen: list[Import] = []
    assert made("wait_for_import", 1, 6, poll=4, on_progress=seen.append) == Import(id=6, status="completed")
    assert made.waited == [4, 6, 9]
    assert [found.status for found in seen] == ["in_progress", "processing", "in_progress", "completed"]


def test_a_completed_export_is_polled_once(run: Runner) -> None:
    """An export that the first poll finds completed is not polled again."""
    made = run(Server(DONE))
    assert made("wait_for_export", 1, 6).download_url == URL
    assert made.waited == []


def test_the_polling_interval_has_a_limit(run: Runner) -> None:
    """The longest polling interval is 15 seconds, unless the first was longer."""
    made = run(Server(*[WORKING] * 7, DONE))
    made("wait_for_export", 1, 6, timeout=None)
    assert made.waited == [2, 3, 4.5, 6.75, 10.125, 15, 15]
    made = run(Server(WORKING, WORKING, DONE))
    made("wait_for_export", 1, 6, timeout=None, poll=40)
    assert made.waited == [40, 40]


def test_a_failed_import_raises_its_reason(run: Runner) -> None:
    """The error has the API's reason and the import, and can be copied."""
    with pytest.raises(PackageFailedError) as caught:
        run(Server(WORKING, status("failed", error="recipes are running")))("wait_for_import", "Eacme", 6)
    assert str(caught.value) == "import 6 of customer Eacme failed: recipes are running"
    assert isinstance(caught.value, WorkatoEmbeddedError)
    for copied in (copy.copy(caught.value), pickle.loads(pickle.dumps(caught.value))):
        assert (str(copied), copied.package) == (
            str(caught.value),
            Import(id=6, status="failed", error="recipes are running"),
        )
    with pytest.raises(PackageFailedError, match="export 6 of customer 1 failed: no reason given"):
        run(Server(status("failed")))("wait_for_export", 1, 6)


def test_a_timeout_raises_after_a_last_poll(run: Runner) -> None:
    """Polling raises at the timeout, which counts the requested waiting time, however the client sleeps."""
    made = run(Server(WORKING))
    with pytest.raises(
        PackageTimeoutError, match="import 6 of customer 1 is still in_progress after 7 seconds"
    ) as caught:
        made("wait_for_import", 1, 6, timeout=7)
    assert made.waited == [2, 3, 2]
    assert caught.value.package.status == "in_progress"


def test_the_time_of_slow_responses_counts(run: Runner, time: list[float]) -> None:
    """Time that passes outside of sleeping counts towards the timeout of polling."""
    made = run(Server(WORKING))
    with pytest.raises(PackageTimeoutError):
        made("wait_for_import", 1, 6, timeout=7, on_progress=lambda _: time.append(time[-1] + 5))
    assert made.waited == [2]


def test_on_progress_may_be_asynchronous() -> None:
    """An asynchronous client awaits an asynchronous `on_progress`."""
    seen: list[str] = []

    async def note(found: Import) -> None:
        seen.append(found.status)

    Run(True, Server(WORKING, status("completed")))("wait_for_import", 1, 6, on_progress=note)
    assert seen == ["in_progress", "completed"]


@pytest.mark.parametrize("wrong", [{"timeout": 0}, {"poll": 0}, {"timeout": float("nan")}, {"poll": -1}])
def test_invalid_polling_times_are_rejected(wrong: dict[str, float], run: Runner, tmp_path: Path) -> None:
    """A polling time must be positive, and nothing is sent otherwise."""
    server = Server(DONE)
    for method, more in (("wait_for_import", {}), ("export_and_download", {"to": tmp_path / "a.zip"})):
        with pytest.raises(ValueError, match="expected a positive number of seconds"):
            run(server)(method, 1, 6, **wrong, **more)
    assert server.requests == []


def test_errors_of_a_poll_are_raised(run: Runner) -> None:
    """Polling ends with an error response."""
    with pytest.raises(NotFoundError):
        run(Server(WORKING, httpx2.Response(404)))("wait_for_import", 1, 6)


@pytest.mark.parametrize("source", [URL, Export(id=6, status="completed", download_url=URL)])
def test_a_file_is_downloaded_without_the_token(source: Any, run: Runner, tmp_path: Path) -> None:
    """A download sends no headers, cookies or credentials of the API, and replaces an existing file."""
    server, to = Server(FILE), tmp_path / "package.zip"
    to.write_bytes(b"old")
    settings = replace(SETTINGS, headers={**SETTINGS.headers, "X-Own": "secret"}, timeout=7)
    made = run(server, settings, headers={"Authorization": "Bearer other"}, cookies={"session": "secret"})
    assert made("download", source, to=str(to)) == to
    assert to.read_bytes() == ZIP
    assert list(tmp_path.iterdir()) == [to]
    (request,) = server.requests
    assert str(request.url) == URL
    assert dict(request.headers) == {
        "host": "files.example.com",
        "accept-encoding": "identity",
        "user-agent": SETTINGS.headers["User-Agent"],
    }
    assert request.extensions["timeout"] == httpx2.Timeout(7).as_dict()
    assert request.extensions[OPERATION_ID] == "download_package"


def test_a_file_can_be_streamed(run: Runner) -> None:
    """A stream yields chunks, and a relative URL is resolved against the API."""
    server = Server(FILE)
    made = run(server, timeout=3)
    assert made("stream", "/files/6.zip") == ZIP
    assert server.addresses == ["https://example.com/files/6.zip"]
    assert server.requests[0].extensions["timeout"] == httpx2.Timeout(3).as_dict()
    assert "authorization" not in server.requests[0].headers


def test_a_broken_stream_is_a_connection_error(run: Runner) -> None:
    """A broken stream does not restart, because the caller has the first chunks already; the response is closed."""
    body = Broken()
    with pytest.raises(APIConnectionError, match="incomplete body"):
        run(Server(lambda: httpx2.Response(200, stream=body)))("stream", URL)
    assert body.closed


def test_download_redirects_are_followed_without_the_token(run: Runner, tmp_path: Path) -> None:
    """Each request of a redirected download has the host of its own URL, and no token."""
    server = Server(moved("/other", 301), moved("https://cdn.example.net/6.zip", 307), FILE)
    run(server)("download", URL, to=tmp_path / "a.zip")
    assert server.addresses == [URL, "https://files.example.com/other", "https://cdn.example.net/6.zip"]
    assert [request.headers["host"] for request in server.requests][-1] == "cdn.example.net"
    assert all("authorization" not in request.headers for request in server.requests)


@pytest.mark.parametrize(
    ("location", "words", "requests"),
    [
        ("http://files.example.com/6.zip", "redirected from https to http", 1),
        ("ftp://files.example.com/6.zip", "redirected from https to ftp", 1),
        ("/again", "redirected more than 10 times", 10),
    ],
)
def test_invalid_download_redirects_are_errors(
    location: str, words: str, requests: int, run: Runner, tmp_path: Path
) -> None:
    """A redirect loop and a redirect from https to http are errors."""
    server = Server(moved(location))
    with pytest.raises(APIResponseError, match=words):
        run(server)("download", URL, to=tmp_path / "a.zip")
    assert len(server.requests) == requests
    assert list(tmp_path.iterdir()) == []


def test_a_redirect_to_https_is_followed(run: Runner) -> None:
    """A redirect from http to https is followed."""
    assert (
        run(Server(moved("https://files.example.com/6.zip"), FILE))("stream", "http://files.example.com/6.zip") == ZIP
    )


def test_a_rejected_download_changes_nothing(run: Runner, tmp_path: Path) -> None:
    """An expired URL is an APIStatusError, and the existing file is unchanged."""
    to = tmp_path / "a.zip"
    to.write_bytes(b"old")
    with pytest.raises(PermissionDeniedError) as caught:
        run(Server(httpx2.Response(403, text="<Error>Expired</Error>")))("download", URL, to=to)
    assert "s3cret" not in str(caught.value)
    with pytest.raises(APIStatusError):
        run(Server(httpx2.Response(304)))("download", URL, to=to)
    with pytest.raises(APIResponseError, match="the downloaded content is not a zip file"):
        run(Server(httpx2.Response(200, text="<html>")))("download", URL, to=to)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.zip", b"old")]


def test_a_broken_download_is_retried(run: Runner, tmp_path: Path) -> None:
    """A broken download restarts as often as the client retries; hooks get events, and the last error is raised."""
    bodies = [Broken() for _ in range(3)]
    broken = [lambda body=body: httpx2.Response(200, stream=body) for body in bodies]
    received: list[RetryEvent] = []
    settings = replace(
        SETTINGS, retries=Retries(max_retries=1), chance=lambda: 1.0, hooks=Hooks(on_retry=received.append)
    )
    made = run(Server(broken[0], FILE), settings)
    made("download", URL, to=tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_bytes() == ZIP
    assert made.waited == [0.5]
    assert [(event.request.operation_id, event.reason) for event in received] == [
        ("download_package", "RemoteProtocolError")
    ]
    with pytest.raises(APIConnectionError, match="GET /6: incomplete body"):
        run(Server(*broken[1:]), settings)("download", URL, to=tmp_path / "b.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
    assert all(body.closed for body in bodies)


def test_an_invalid_target_path_is_rejected_first(run: Runner, tmp_path: Path) -> None:
    """A directory, or a file in a missing directory, is rejected before anything is sent."""
    server = Server(DONE)
    for odd, error in ((tmp_path, IsADirectoryError), (tmp_path / "missing" / "a.zip", FileNotFoundError)):
        with pytest.raises(error):
            run(server)("download", URL, to=odd)
        with pytest.raises(error):
            run(server)("export_and_download", 1, 7, to=odd)
    assert server.requests == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Export(id=6, status="in_progress"), "has no download_url; wait until it is completed"),
        ("", "has no download_url"),
        ("http://a:b/", "invalid download_url"),
        ("file:///etc/passwd", "expected http or https, not file"),
    ],
)
def test_an_invalid_url_is_rejected(source: Any, words: str, run: Runner, tmp_path: Path) -> None:
    """An invalid URL is a ValueError, and nothing is sent."""
    server = Server(FILE)
    with pytest.raises(ValueError, match=words):
        run(server)("download", source, to=tmp_path / "a.zip")
    with pytest.raises(ValueError, match=words):
        run(server)("stream", source)
    assert server.requests == []
    assert list(tmp_path.iterdir()) == []


def test_export_and_download_combines_the_steps(run: Runner, tmp_path: Path) -> None:
    """One call starts the export, polls it and downloads the file without the token."""
    server, seen, to = Server(WORKING, WORKING, DONE, FILE), list[Export](), tmp_path / "a.zip"
    made = run(server)
    export = made("export_and_download", 1, 7, to=to, poll=1, on_progress=seen.append)
    assert export == Export(id=6, status="completed", download_url=URL)
    assert [found.status for found in seen] == ["in_progress", "completed"]
    assert made.waited == [1]
    assert to.read_bytes() == ZIP
    assert [(request.method, request.url.path) for request in server.requests] == [
        ("POST", "/api/exports/7"),
        ("GET", "/api/exports/6"),
        ("GET", "/api/exports/6"),
        ("GET", "/6"),
    ]
    assert ["authorization" in request.headers for request in server.requests] == [True, True, True, False]


EXPIRED = httpx2.Response(403, text="<Error>Expired</Error>")


@pytest.mark.parametrize("code", [400, 403])
@pytest.mark.parametrize("kind", ["import", "export"])
@pytest.mark.parametrize("method", ["download", "stream"])
def test_an_expired_address_is_read_again_once(method: str, kind: str, code: int, run: Runner, tmp_path: Path) -> None:
    """A 400 or 403 makes the client read the status again and use the new address, for exports and imports."""
    first, again = (
        status("completed", download_url=url, operation_type=kind) for url in (URL, URL.replace("s3cret", "new"))
    )
    server = Server(first, httpx2.Response(code), again, FILE)
    made = run(server)
    source = made(f"get_{kind}", "Eacme", 6)
    to = {"to": tmp_path / "a.zip"} if method == "download" else {}
    made(method, source, **to)
    assert [address.split("?")[-1] for address in server.addresses[1::2]] == ["signature=s3cret", "signature=new"]
    assert server.requests[0].url == server.requests[2].url


def test_a_second_expired_address_is_raised(run: Runner, tmp_path: Path) -> None:
    """The second rejection is raised, and so is the first one of an address whose customer is not known."""
    server = Server(DONE, EXPIRED, DONE, EXPIRED)
    made = run(server)
    source = made("get_export", 1, 6)
    with pytest.raises(PermissionDeniedError):
        made("download", source, to=tmp_path / "a.zip")
    assert len(server.requests) == 4
    for other in (URL, copy.copy(source), Export(id=6, status="completed", download_url=URL)):
        server = Server(EXPIRED)
        with pytest.raises(PermissionDeniedError):
            run(server)("download", other, to=tmp_path / "a.zip")
        assert len(server.requests) == 1
    server = Server(httpx2.Response(404))
    with pytest.raises(NotFoundError):
        run(server)("download", source, to=tmp_path / "a.zip")
    assert len(server.requests) == 1


def test_an_export_is_downloaded_although_its_address_expired(run: Runner, tmp_path: Path) -> None:
    """Exporting and downloading in one call reads an expired address again."""
    server = Server(WORKING, DONE, EXPIRED, DONE, FILE)
    run(server)("export_and_download", 1, 7, to=tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_bytes() == ZIP


def test_a_failed_export_leaves_no_file(run: Runner, tmp_path: Path) -> None:
    """A failed export raises the error of polling, and no file is written."""
    with pytest.raises(PackageFailedError, match="export 6 of customer 1 failed: no asset"):
        run(Server(WORKING, status("failed", error="no asset")))("export_and_download", 1, 7, to=tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []


def test_an_incomplete_export_response_is_an_error(run: Runner, tmp_path: Path) -> None:
    """A response without an id, a status or a URL is a PackageError at once."""
    empty = httpx2.Response(200, json={"message": "queued"})
    without_url = status("completed")
    for server, method, arguments, message in (
        (Server(empty), "wait_for_import", (1, 6), "import 6 of customer 1 has no status"),
        (Server(empty), "export_and_download", (1, 6), "an export of customer 1 was started without an id"),
        (Server(without_url), "export_and_download", (1, 6), "the export is completed and has no download_url"),
        (Server(), "download", (Export(id=6, status="completed"),), "the export is completed and has no download_url"),
    ):
        to = {} if method == "wait_for_import" else {"to": tmp_path / "package.zip"}
        with pytest.raises(PackageError, match=message):
            run(server)(method, *arguments, **to)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="wait until it is completed"):
        run(Server())("download", Export(id=6, status="in_progress"), to=tmp_path / "package.zip")


def test_an_unwritable_file_is_named_as_given(run: Runner, tmp_path: Path) -> None:
    """The error about an unwritable file does not name the temporary file."""
    to = tmp_path / "missing" / "package.zip"
    with pytest.raises(FileNotFoundError) as caught:
        run(Server(FILE))("download", URL, to=to)
    assert caught.value.filename == str(to)
