"""`workato-mock serve` logs each request on standard error, and never waits for the reader of the log."""

from __future__ import annotations

import http.client
import json
import os
import pty
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx2
import pytest
from workato_embedded_mock.testing import MockServer

from contract_tests.support.processes import Replica, replica

TOKEN = "a-long-secret-token"
ACCOUNT = sha256(TOKEN.encode()).hexdigest()[:8]
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
# Time, account, method, path with query, status, milliseconds, operation and reasons.
LINE = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} (\w{8}|-) ([A-Z]+) (\S+) (\d{3}|-) \d+\.\d ms (\w+|-)(?:: (.*))?"
)


@contextmanager
def serving(*arguments: str, stderr: int = subprocess.PIPE, **environment: str) -> Iterator[Replica]:
    """Run `workato-mock serve` with options and environment variables."""
    plain = {"NO_COLOR": "", "FORCE_COLOR": ""}
    with replica(["serve", "--port", "0", *arguments], {**plain, **environment}, stderr=stderr) as server:
        yield server


def log_of(server: Replica) -> list[str]:
    """Stop a server, and return the lines that it has logged."""
    server.process.send_signal(signal.SIGTERM)
    lines: list[str] = server.process.communicate()[1].splitlines()
    assert server.process.returncode == 0
    return lines


def requests_in(lines: list[str]) -> list[tuple[Any, ...]]:
    """Return the parts of the lines about requests."""
    return [found.groups() for line in lines if (found := LINE.fullmatch(line))]


def get(server: Replica, path: str, count: int) -> None:
    """Send GET requests over one connection; each must be served."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    for _ in range(count):
        connection.request("GET", f"/api{path}", headers=HEADERS)
        response = connection.getresponse()
        response.read()
        assert response.status == 200
    connection.close()


def send_bytes(server: Replica, data: bytes, *, leave: bool = False) -> bytes:
    """Send bytes over a connection of its own, and return what comes back; with `leave`, send the end after them."""
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(data)
        if leave:
            connection.shutdown(socket.SHUT_WR)
        return connection.makefile("rb").read()


def test_each_request_is_a_line_with_its_reasons() -> None:
    """Each request of the API is a line with account, status and reasons, and without secrets; `/_mock` has none."""
    with serving() as server, httpx2.Client(base_url=server.url) as client:
        client.get("/managed_users/512044", headers=HEADERS)
        client.get("/managed_users/5", headers=HEADERS)
        client.get("/managed_users?api_token=hidden&page=1")
        client.get(f"/nothing/{TOKEN}", headers=HEADERS)
        client.patch("/managed_users/512044", headers=HEADERS)
        client.post("/managed_users", headers=HEADERS, json={"name": 1, "password": "hunter-hunter"})
        client.get("/managed_users", headers={"Authorization": "Basic x"})
        httpx2.get(f"http://127.0.0.1:{server.port}/elsewhere", headers=HEADERS)
        httpx2.get(f"http://127.0.0.1:{server.port}/_mock/journal", headers=HEADERS)
        lines = log_of(server)
    found = requests_in(lines)
    assert [line[:5] for line in found] == [
        (ACCOUNT, "GET", "/api/managed_users/512044", "200", "get_managed_user"),
        (ACCOUNT, "GET", "/api/managed_users/5", "404", "get_managed_user"),
        ("-", "GET", "/api/managed_users?api_token=REDACTED&page=1", "401", "list_managed_users"),
        (ACCOUNT, "GET", "/api/nothing/REDACTED", "404", "-"),
        (ACCOUNT, "PATCH", "/api/managed_users/512044", "405", "-"),
        (ACCOUNT, "POST", "/api/managed_users", "400", "create_managed_user"),
        ("-", "GET", "/api/managed_users", "401", "list_managed_users"),
        (ACCOUNT, "GET", "/elsewhere", "404", "-"),
    ]
    reasons = [line[5] for line in found]
    assert reasons[0] is None
    assert reasons[1] == "/path/managed_user_id: no customer has the id 5"
    assert "the header Authorization is missing" in reasons[2]
    assert '/body/name: 1 is not of type "string"' in reasons[5]
    assert TOKEN not in "\n".join(lines)
    assert "hunter" not in "\n".join(lines)


def test_a_line_is_written_with_its_response() -> None:
    """The line of a request can be read when the response was received, without stopping the server."""
    with serving() as server:
        assert server.process.stderr is not None
        started = [server.process.stderr.readline() for _ in range(5)]
        assert started[-1].startswith("connect ")
        for _ in range(3):
            get(server, "/managed_users/512044", 1)
            assert LINE.fullmatch(server.process.stderr.readline().rstrip("\n"))


def test_requests_without_a_complete_response_are_logged() -> None:
    """A line says which fault or limit hit a request, and whether the client left before there was a response."""
    rules: list[dict[str, Any]] = [
        {"operation_id": "get_managed_user", "kind": "reset", "times": 1},
        {"operation_id": "get_managed_user", "kind": "timeout", "times": 1},
        {"operation_id": "get_managed_user", "kind": "truncate", "phase": "after", "times": 1},
        {"operation_id": "get_managed_user", "status": 503, "times": 1},
    ]
    with serving("--rate-limits", "5/min") as server, httpx2.Client(base_url=server.url, headers=HEADERS) as client:
        client.put(f"http://127.0.0.1:{server.port}/_mock/faults", json={"rules": rules}).raise_for_status()
        for error in (httpx2.ReadError, httpx2.ReadTimeout, httpx2.RemoteProtocolError):
            with pytest.raises(error):
                client.get("/managed_users/512044", timeout=0.5 if error is httpx2.ReadTimeout else 30)
        for _ in range(3):
            client.get("/managed_users/512044")
        head = (
            f"POST /api/managed_users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 9\r\n\r\n"
        )
        assert send_bytes(server, head.encode() + b"{", leave=True) == b""
        found = requests_in(log_of(server))
    assert [line[3] for line in found] == ["-", "-", "200", "503", "200", "429", "-"]
    for number, kind in enumerate(("kind reset", "kind timeout", "kind truncate", "status 503"), 1):
        assert re.search(f"fault rule {number} .*{kind}", found[number - 1][5])
    assert "5/min" in found[5][5]
    assert found[6][5] == "the connection ended before the response was complete"


def test_json_lines_have_the_same_facts() -> None:
    """With `--log-format json`, each line is an object: of the start, a request and a warning of uvicorn."""
    with serving("--log-format", "json", "--as-of", "2025-10-09") as server:
        httpx2.get(f"{server.url}/managed_users/5?token=hidden", headers=HEADERS)
        send_bytes(server, b"nonsense\r\n\r\n")
        start, request, warning = map(json.loads, log_of(server))
    root = f"http://127.0.0.1:{server.port}"
    assert (start["message"], start["api"], start["console"]) == ("started", f"{root}/api", f"{root}/_mock/console")
    assert start["edition"].startswith("2025-10-07")
    assert start["customers"][0] == {"id": 512044, "external_id": "cust-0042", "name": "Northwind Tools"}
    assert start["connect"] == f'eval "$(workato-mock env --url {root})"'
    assert {name: request[name] for name in ("level", "account", "method", "path", "status", "operation_id")} == {
        "level": "info",
        "account": ACCOUNT,
        "method": "GET",
        "path": "/api/managed_users/5?token=REDACTED",
        "status": 404,
        "operation_id": "get_managed_user",
    }
    assert request["milliseconds"] > 0
    assert "/path/managed_user_id: no customer has the id 5" in request["reasons"]
    assert (warning["level"], warning["message"]) == ("warning", "Invalid HTTP request received.")
    assert start.keys() & request.keys() & warning.keys() == {"time", "level", "logger", "message"}


def test_the_start_shows_the_public_url() -> None:
    """With `--public-url`, console and API are shown at this URL, and the command for clients has it."""
    with serving("--log-format", "json", "--public-url", "https://mock.example.com/mock/") as server:
        (start,) = map(json.loads, log_of(server))
    root = "https://mock.example.com/mock"
    assert (start["api"], start["console"]) == (f"{root}/api", f"{root}/_mock/console")
    assert start["connect"] == f'eval "$(workato-mock env --url {root})"'


def test_json_lines_have_the_id_of_the_response() -> None:
    """A line of JSON has the `X-Request-Id` of the response, which may be chosen by the caller, but no token in it."""
    with serving("--log-format", "json") as server:
        own, chosen, secret = (
            httpx2.get(f"{server.url}/managed_users", headers={**HEADERS, **more})
            for more in ({}, {"X-Correlation-Id": "case-7"}, {"X-Request-Id": f"for-{TOKEN}"})
        )
        _, *requests = map(json.loads, log_of(server))
    assert chosen.headers["x-request-id"] == "case-7"
    assert TOKEN in secret.headers["x-request-id"]
    assert [each["request_id"] for each in requests] == [own.headers["x-request-id"], "case-7", "for-REDACTED"]


def test_warnings_have_the_time_in_the_same_form() -> None:
    """A warning of uvicorn is a line of the same stream that begins with the time in the same form as a request."""
    with serving() as server:
        send_bytes(server, b"nonsense\r\n\r\n")
        get(server, "/managed_users/512044", 1)
        warning, request = log_of(server)[-2:]
    assert re.fullmatch(r"\S+ \S+ WARNING uvicorn\.error: Invalid HTTP request received\.", warning)
    assert LINE.fullmatch(request)
    assert re.sub(r"\d", "0", warning[:23]) == re.sub(r"\d", "0", request[:23])


def test_a_pipe_that_nothing_reads_delays_no_request() -> None:
    """5,000 requests are served while nothing reads the log; a later line says how many lines were dropped."""
    with serving() as server:
        get(server, "/managed_users/512044", 5000)
        assert server.process.stderr is not None
        lines: list[str] = []
        while not lines or "dropped" not in lines[-1]:
            lines.append(server.process.stderr.readline().rstrip("\n"))
        dropped = re.search(r" WARNING workato_embedded_mock: (\d+) lines of the log were dropped", lines[-1])
        assert dropped
        assert len(requests_in(lines)) + int(dropped[1]) == 5000
        get(server, "/managed_users/512044", 1)
        assert LINE.fullmatch(server.process.stderr.readline().rstrip("\n"))


def test_a_server_stops_although_nothing_reads_its_log() -> None:
    """SIGTERM ends a server with exit code 0 while its log waits for a reader."""
    with serving() as server:
        get(server, "/managed_users/512044", 1000)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait() == 0


def test_a_server_goes_on_without_the_reader_of_its_log() -> None:
    """Requests are served after the reading end of the pipe was closed."""
    with serving() as server:
        assert server.process.stderr is not None
        server.process.stderr.close()
        get(server, "/managed_users/512044", 20)
        server.process.stderr = None


def test_a_non_blocking_pipe_loses_no_lines() -> None:
    """A server writes all lines to a pipe that its parent process made non-blocking."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with serving(stderr=writer) as server, os.fdopen(reader) as log:
        os.close(writer)
        get(server, "/managed_users/512044", 1500)
        server.process.send_signal(signal.SIGTERM)
        assert len(requests_in(log.read().splitlines())) == 1500


def test_a_server_starts_without_standard_error(tmp_path: Path) -> None:
    """A server whose standard error is closed serves requests, and writes its log into no other file."""
    script = tmp_path / "server"
    script.write_text('#!/bin/sh\nexec "$@" 2>&-\n')
    script.chmod(0o700)
    with replica(["serve", "--port", "0"], {}, wrapper=[str(script)]) as server:
        get(server, "/managed_users/512044", 3)


def test_a_line_is_bounded_and_has_no_control_characters() -> None:
    """Control characters in path and reasons are escaped, and a long path makes a short line."""
    with serving() as server:
        for path in (b"/api/\xc2\x9b31m", b"/api/%1b%9b" + b"x" * 50_000):
            send_bytes(server, b"GET %b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % path)
        text = {"name": "\x1b[31m\u009b" + "x" * 50_000, "notification_email": "e", "plan_id": ["\x1b]\n"]}
        httpx2.post(f"{server.url}/managed_users", headers=HEADERS, json=text)
        lines = log_of(server)
    assert {"404", "400"} <= {line[3] for line in requests_in(lines)}
    assert [line[2][-8:] for line in requests_in(lines)][-2:] == ["xxxxx...", "ed_users"]
    assert all(line.isprintable() and len(line) < 4096 for line in lines)


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_a_terminal_gets_colours(environment: dict[str, str], *, coloured: bool) -> None:
    """Lines on a terminal have colours, unless `NO_COLOR` or the type of the terminal forbid it."""
    leader, follower = pty.openpty()
    with serving(stderr=follower, **{"TERM": "xterm", **environment}) as server:
        os.close(follower)
        get(server, "/managed_users/512044", 1)
        text = b""
        while b"get_managed_user" not in text:
            text += os.read(leader, 4096)
    os.close(leader)
    assert (b"\x1b[32m" in text) is coloured


def test_colours_can_be_forced() -> None:
    """`FORCE_COLOR` colours the lines of a pipe too; by the status, with the time dimmed."""
    with serving(FORCE_COLOR="1") as server:
        httpx2.get(f"{server.url}/managed_users/5", headers=HEADERS)
        line = log_of(server)[-1]
    assert line.startswith("\x1b[2m")
    assert "\x1b[33mGET /api/managed_users/5 404" in line


def test_the_start_is_described_once(tmp_path: Path) -> None:
    """A server with several workers describes its start once, and does not show its tokens."""
    database = f"sqlite:///{tmp_path / 'mock.db'}"
    with serving("--workers", "2", "--database", database, "--token", TOKEN) as server:
        get(server, "/managed_users/512044", 4)
        lines = log_of(server)
    root = f"http://127.0.0.1:{server.port}"
    assert lines[:5] == [
        f"api        {root}/api",
        f"console    {root}/_mock/console",
        "customers  512044, external id cust-0042: Northwind Tools",
        "           512101, external id acme/42: Contoso Freight",
        f'connect    eval "$(workato-mock env --url {root} --token TOKEN)"',
    ]
    assert len(requests_in(lines[5:])) == len(lines[5:]) == 4
    assert TOKEN not in "\n".join(lines)


def test_a_quiet_server_logs_only_warnings() -> None:
    """With `--quiet`, neither the start nor requests are logged, and warnings are."""
    with serving("--quiet") as server:
        get(server, "/managed_users/512044", 2)
        send_bytes(server, b"nonsense\r\n\r\n")
        (line,) = log_of(server)
    assert "Invalid HTTP request received." in line


def test_a_server_in_a_test_logs_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """`MockServer` writes neither its start nor requests."""
    with MockServer() as server:
        assert httpx2.get(f"{server.url}/managed_users", headers=HEADERS).status_code == 200
    assert tuple(capfd.readouterr()) == ("", "")
