"""Tests of events and of the log."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import httpx2
import pytest
from workato_embedded._runtime.auth import BearerAuth, LegacyAuth
from workato_embedded._runtime.base_client import SyncClient
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.errors import APITimeoutError
from workato_embedded._runtime.events import (
    LOGGER,
    Event,
    FailureEvent,
    RequestEvent,
    ResponseEvent,
    RetryEvent,
    configure_logging,
)
from workato_embedded._runtime.retries import Retries
from workato_embedded._runtime.settings import Settings

from .samples import GET, LIST, SETTINGS, async_client, sync_client

pytestmark = pytest.mark.usefixtures("http_library")


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """A separate logger, which the tests configure."""
    own = logging.Logger("workato_embedded")
    yield own
    for handler in own.handlers:
        handler.close()


@pytest.fixture
def busy_server() -> Iterator[str]:
    """The address of a server that returns 503."""

    class Busy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(503)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is inherited
            """Emit nothing."""

    with HTTPServer(("127.0.0.1", 0), Busy) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("auth", [BearerAuth("hidden-token"), LegacyAuth("ops@example.com", "hidden-token")])
def test_no_logger_shows_a_token(auth: httpx2.Auth, busy_server: str, caplog: pytest.LogCaptureFixture) -> None:
    """With all loggers at DEBUG, httpx2's included, no line contains the token."""
    settings = Settings(base_url=busy_server, auth=auth, retries=Retries(max_retries=1), sleep=lambda _: None)
    with caplog.at_level(logging.DEBUG), SyncClient(settings) as client, pytest.raises(Exception, match="503"):
        client.page(LIST, Call(query={"q": "hidden-query"}))
    own = [record for record in caplog.records if record.name == LOGGER.name]
    assert [record.levelname for record in own] == ["DEBUG", "DEBUG", "INFO", "DEBUG", "DEBUG"]
    assert "hidden-token" not in caplog.text
    assert not any("hidden-query" in record.getMessage() for record in own)


def test_events_have_readable_texts() -> None:
    """Each event is one line with the request and its outcome."""
    request = RequestEvent("get_car", "GET", "/api/cars/1", 2)
    assert str(request) == "GET /api/cars/1 (get_car), attempt 2"
    assert str(ResponseEvent(request, 200, 0.0125)) == "GET /api/cars/1 (get_car), attempt 2: 200 after 0.013 s"
    assert str(RetryEvent(request, "503", 1)) == (
        "GET /api/cars/1 (get_car), attempt 2: 503, will be retried in 1.000 s"
    )


@pytest.mark.parametrize(("level", "lines"), [("debug", 2), (" INFO", 1), ("", 0), (None, 0)])
def test_the_environment_enables_the_log(
    level: str | None, lines: int, logger: logging.Logger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variable with `debug` logs everything, with `info` important events; without it nothing is logged."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    configure_logging(level, logger)
    logger.debug("sent")
    logger.info("repeated")
    assert len(written.getvalue().splitlines()) == lines


def test_a_configured_log_has_each_record_once(logger: logging.Logger, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the program configures logging, the client logs nothing to standard error in addition."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.NullHandler()])
    configure_logging("debug", logger)
    logger.debug("sent")
    assert written.getvalue() == ""


def test_an_invalid_log_level_is_a_warning(logger: logging.Logger, monkeypatch: pytest.MonkeyPatch) -> None:
    """An invalid value of the log variable is a warning and does not stop the program."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    configure_logging("loud", logger)
    assert written.getvalue() == "invalid WORKATO_EMBEDDED_LOG: expected debug or info, not 'loud'\n"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_request_without_a_response_is_a_failure_event(asynchronous: bool) -> None:
    """Each attempt without a response emits an event, the last one included."""
    received: list[Event] = []

    def fail(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadTimeout("late")

    hooks: dict[str, Any] = dict.fromkeys(("on_request", "on_response", "on_failure", "on_retry"), received.append)
    settings = SETTINGS.changed(max_retries=1, sleep=lambda _: None, **hooks)
    call = Call(path={"id": 1})
    with pytest.raises(APITimeoutError):
        _ = (
            asyncio.run(async_client(fail, settings).call(GET, call))
            if asynchronous
            else sync_client(fail, settings).call(GET, call)
        )
    kinds = [type(event) for event in received]
    assert kinds == [RequestEvent, FailureEvent, RetryEvent, RequestEvent, FailureEvent]
    assert str(received[-1]).startswith("GET /api/cars/1 (get_car), attempt 2: no response (ReadTimeout) after 0.0")


def test_events_carry_the_operation_id() -> None:
    """Each event has the operationId, so that measurements need not guess it from the path."""
    assert RequestEvent(GET.id, GET.method, GET.path, 1).operation_id == "get_car"
