"""Faults apply to the configured requests, before or after the write, in-process and over a socket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workato_embedded_mock import ControlError, MockServer, WorkatoMock
from workato_embedded_mock.control.handlers import faults as handlers
from workato_embedded_mock.instruments.faults import Fault

NEW = {"name": "New", "notification_email": "new@example.com"}


@pytest.fixture(params=["process", "socket"])
def mock(request: pytest.FixtureRequest, workato_mock: WorkatoMock, server: MockServer) -> Iterator[WorkatoMock]:
    """Return a mock that is called in-process, and one that is called over a socket."""
    if request.param == "process":
        yield workato_mock
    else:
        remote = WorkatoMock(server.root_url, f"faults-{request.node.name}")
        yield remote
        remote.close()


@pytest.fixture
def http(mock: WorkatoMock) -> Iterator[httpx2.Client]:
    """Return an HTTP client of the mock."""
    with mock.http(timeout=5) as client:
        yield client


def names(http: httpx2.Client) -> list[str]:
    """Return the names of all customers."""
    return [user["name"] for user in http.get("/managed_users").json()["result"]]


def test_a_fault_before_prevents_the_write_and_one_after_hides_it(mock: WorkatoMock, http: httpx2.Client) -> None:
    """Faults of both phases return the documented error, but only the phase `after` creates the object."""
    before = names(http)
    mock.faults.add("create_managed_user", phase="before", status=500, times=1)
    mock.faults.add("create_managed_user", phase="after", status=500, times=1)
    first = http.post("/managed_users", json=NEW)
    assert (first.status_code, set(first.json())) == (500, {"message", "id"})
    assert names(http) == before
    second = http.post("/managed_users", json=NEW)
    assert second.json() == first.json()
    assert names(http) == [*before, "New"]
    assert http.post("/managed_users", json=NEW).status_code == 200
    assert [(rule["matched"], rule["fired"]) for rule in mock.faults.rules] == [(3, 1), (2, 1)]


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("timeout", httpx2.ReadTimeout),
        ("reset", (httpx2.ReadError, httpx2.RemoteProtocolError)),
        ("truncate", httpx2.RemoteProtocolError),
    ],
)
@pytest.mark.parametrize("phase", ["before", "after"])
def test_connection_faults_raise_the_errors_of_real_ones(
    mock: WorkatoMock, kind: str, error: type[Exception], phase: str
) -> None:
    """The client raises the error of a real connection, and the phase of the fault decides whether data is written."""
    status = {"status": 502} if kind == "truncate" and phase == "before" else {}
    mock.faults.add("create_managed_user", kind=kind, phase=phase, times=1, **status)
    with mock.http(timeout=0.3) as http, pytest.raises(error):
        http.post("/managed_users", json=NEW)
    with mock.http() as http:
        assert ("New" in names(http)) == (phase == "after")
    (entry,) = mock.journal.entries("create_managed_user")
    assert entry["fault"]["kind"] == kind
    assert entry["status"] == (None if kind in {"timeout", "reset"} else 502 if phase == "before" else 200)


def test_a_malformed_response_has_truncated_json(mock: WorkatoMock, http: httpx2.Client) -> None:
    """The fault `malformed` truncates the JSON of a response that is valid HTTP."""
    mock.faults.add("list_managed_users", kind="malformed", phase="after", times=1)
    response = http.get("/managed_users")
    assert response.status_code == 200
    with pytest.raises(ValueError, match="char"):
        response.json()
    assert len(names(http)) == 2


def test_a_response_can_be_delayed(mock: WorkatoMock) -> None:
    """A delayed response exceeds the client's timeout over a socket; in-process it only takes longer."""
    mock.faults.add("list_managed_users", latency_ms=400, times=1)
    with mock.http(timeout=0.1) as http:
        if mock.transport is None:
            with pytest.raises(httpx2.ReadTimeout):
                http.get("/managed_users")
        else:
            assert http.get("/managed_users").status_code == 200
            assert mock.journal.entries("list_managed_users", limit=1)[0]["milliseconds"] >= 400


def test_a_rule_can_match_path_and_body(mock: WorkatoMock, http: httpx2.Client) -> None:
    """A fault rule for a path and a body affects no other request, and the operation can still read a matched body."""
    mock.faults.add("create_managed_user", status=429, headers={"Retry-After": "7"}, match={"body": {"name": "Bad"}})
    mock.faults.add(status=503, body={"down": True}, match={"path": "/managed_users/*/folders"})
    assert http.post("/managed_users", json=NEW).json()["name"] == "New"
    hit = http.post("/managed_users", json={**NEW, "name": "Bad"})
    assert (hit.status_code, hit.headers["retry-after"], hit.json()) == (429, "7", {"message": "Too many requests"})
    assert http.get("/managed_users/512044/folders").json() == {"down": True}
    assert http.get("/managed_users/512044").status_code == 200
    assert names(http)[-1] == "New"


def test_faults_can_start_late_and_end(mock: WorkatoMock, http: httpx2.Client) -> None:
    """A fault rule lets `skip` requests pass first, and then `times` requests fail."""
    mock.faults.add("list_managed_users", status=500, skip=1, times=2)
    assert [http.get("/managed_users").status_code for _ in range(5)] == [200, 500, 500, 200, 200]
    mock.faults.clear()
    assert mock.faults.rules == []


def test_a_probability_with_a_seed_is_repeatable(mock: WorkatoMock, http: httpx2.Client) -> None:
    """With a seed the same requests fail again, in about the proportion of the configured probability."""
    runs = []
    for _ in range(2):
        mock.faults.clear()
        mock.faults.add("list_managed_users", status=500, probability=0.3, seed=4)
        runs.append([http.get("/managed_users").status_code for _ in range(40)])
    assert runs[0] == runs[1]
    assert 4 <= runs[0].count(500) <= 22


def test_a_fault_can_replace_an_error_response(mock: WorkatoMock, http: httpx2.Client) -> None:
    """A fault in the phase `after` applies to an error response, too."""
    mock.faults.add("create_managed_user", phase="after", kind="malformed", times=1)
    response = http.post("/managed_users", json={"name": 1})
    assert response.status_code == 400
    assert http.post("/managed_users", json={"name": 1}).json() == {"message": "Bad request"}


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"operation_id": "create_managed_usr", "status": 500}, "no operation 'create_managed_usr'"),
        ({"status": 200}, "200 is less than"),
        ({"phase": "before"}, "a kind, a status or latency_ms"),
        ({"kind": "reset", "status": 500}, "has no status"),
        ({"kind": "malformed"}, "needs a status, or the phase after"),
        ({"kind": "reset", "body": {}}, "body needs a status"),
        ({"status": 500, "often": 1}, "often"),
        ({"status": 500, "probability": 2}, "2 is greater than"),
        *(
            ({"status": 500, "headers": {name: "a"}}, "/body/rules/0/headers: invalid header name")
            for name in ("", "X Y", "X\r\nSet-Cookie", "X\n", "X:", "\u00c4")
        ),
        *(
            ({"status": 500, "headers": {"X": value}}, "/body/rules/0/headers: invalid value .* of the header X")
            for value in ("a\r\nSet-Cookie: b", "a\n", " a", "a ", "\t", "\x01", "\u00e4")
        ),
    ],
)
def test_an_invalid_rule_is_rejected(workato_mock: WorkatoMock, rule: dict[str, Any], message: str) -> None:
    """An invalid fault rule is rejected with a description, and the previous rules stay active."""
    workato_mock.faults.add(status=503)
    with pytest.raises(ControlError, match=message):
        workato_mock.call("PUT", "faults", {"rules": [rule]})
    assert len(workato_mock.faults.rules) == 1


@given(
    skip=st.integers(0, 5),
    times=st.none() | st.integers(1, 5),
    calls=st.integers(0, 20),
)
def test_skip_and_times_select_consecutive_requests(skip: int, times: int | None, calls: int) -> None:
    """Exactly the requests from `skip` to `skip + times` fail, for any values of both."""
    fault = Fault({}, skip=skip, times=times)
    hits: list[bool] = []
    for number in range(calls):
        hits.append(fault.applies(number, sum(hits)))
    end = calls if times is None else skip + times
    assert hits == [skip <= number < end for number in range(calls)]


def reasons(response: httpx2.Response) -> list[tuple[str, str]]:
    """Return the reasons of a response, each as keyword and text."""
    return [(reason["keyword"], reason["text"]) for reason in json.loads(response.headers["x-mock-reason"])]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (
            {"operation_id": "get_managed_user", "status": 503, "times": 1},
            "operation get_managed_user, status 503, times 1",
        ),
        ({"latency_ms": 1, "skip": 0, "probability": 1}, "all operations, latency_ms 1, skip 0, probability 1"),
        (
            {"kind": "malformed", "phase": "after", "match": {"path": "/managed_users/*"}},
            "path /managed_users/*, phase after, kind malformed",
        ),
    ],
    ids=["status", "latency", "malformed"],
)
def test_a_response_names_the_fault_rule_that_hit_it(
    mock: WorkatoMock, http: httpx2.Client, rule: dict[str, Any], text: str
) -> None:
    """`X-Mock-Reason` and the journal name the position and the fields of the rule that made or changed a response."""
    mock.faults.add("list_managed_users", status=500)
    mock.faults.add(**rule)
    expected = ("faultRule", f"fault rule 2 ({text})")
    assert reasons(http.get("/managed_users/512044")) == [expected]
    (entry,) = mock.journal.entries()
    assert [(reason["keyword"], reason["text"]) for reason in entry["reasons"]] == [expected]


def test_a_replaced_response_has_only_the_reason_of_the_fault(mock: WorkatoMock, http: httpx2.Client) -> None:
    """The reasons of a response that a fault hides stay in the journal; a delayed one keeps them before the fault's."""
    hidden: dict[str, Any] = {"operation_id": "create_managed_user", "phase": "after", "match": {"body": {"name": ""}}}
    mock.faults.add(**hidden, status=500, times=1)
    mock.faults.add(**hidden, latency_ms=1)
    text = "operation create_managed_user, a part of the body, phase after, "
    replaced = http.post("/managed_users", json={"name": ""})
    assert reasons(replaced) == [("faultRule", f"fault rule 1 ({text}status 500, times 1)")]
    (entry,) = mock.journal.entries()
    assert [reason["keyword"] for reason in entry["reasons"]][-1] == "faultRule"
    assert len(entry["reasons"]) > 1
    assert reasons(http.post("/managed_users", json={"name": ""}))[-1] == (
        "faultRule",
        f"fault rule 2 ({text}latency_ms 1)",
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=3) | st.sampled_from(["Content-Length", "transfer-encoding"]), value=st.text(max_size=3))
def test_headers_of_a_rule_never_break_a_response(server: MockServer, name: str, value: str) -> None:
    """Any header is rejected with its rule, or is part of complete responses on one connection."""
    with httpx2.Client(base_url=server.root_url, headers={"Authorization": "Bearer any-header"}) as http:
        rule = {"operation_id": "list_managed_users", "status": 503, "headers": {name: value}}
        if http.put("/_mock/faults", json={"rules": [rule]}).status_code == 400:
            return
        for _ in range(2):
            response = http.get("/api/managed_users")
            assert (response.status_code, set(response.json())) == (503, {"message"})
            if name.lower() not in {"content-length", "transfer-encoding"}:
                assert response.headers.get_list(name) == [value]


def test_a_stored_rule_with_an_invalid_header_gets_a_complete_response(
    mock: WorkatoMock, http: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that an older version stored with a line break in a header gets a 500, and the next request is served."""
    monkeypatch.setattr(handlers, "header_field", lambda _name, _value: None)
    mock.faults.add("list_managed_users", status=503, headers={"X\r\nY": "a"}, times=1)
    response = http.get("/managed_users")
    assert (response.status_code, set(response.json())) == (500, {"message", "id"})
    assert http.get("/managed_users").status_code == 200


def test_a_rule_can_set_the_reason_itself(mock: WorkatoMock, http: httpx2.Client) -> None:
    """A rule with the header `X-Mock-Reason` replaces the reason of the fault."""
    mock.faults.add("list_managed_users", status=503, headers={"X-Mock-Reason": "mine"})
    assert http.get("/managed_users").headers.get_list("x-mock-reason") == ["mine"]


def test_a_broken_connection_has_the_fault_rule_in_the_journal(mock: WorkatoMock) -> None:
    """A fault without a response is named in the journal."""
    mock.faults.add("list_managed_users", kind="reset")
    with mock.http() as http, pytest.raises(httpx2.TransportError):
        http.get("/managed_users")
    (entry,) = mock.journal.entries()
    assert [reason["text"] for reason in entry["reasons"]] == [
        "fault rule 1 (operation list_managed_users, kind reset)"
    ]
