"""Faults hit the exchanges that tests choose, before or after the write, in process and on a socket alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded_mock import ControlError, MockServer, WorkatoMock
from workato_embedded_mock.instruments.faults import Fault

NEW = {"name": "New", "notification_email": "new@example.com"}


@pytest.fixture(params=["process", "socket"])
def mock(request: pytest.FixtureRequest, workato_mock: WorkatoMock, server: MockServer) -> Iterator[WorkatoMock]:
    """Answer a namespace without a socket, and one behind a port."""
    if request.param == "process":
        yield workato_mock
    else:
        remote = WorkatoMock(server.root_url, f"faults-{request.node.name}")
        yield remote
        remote.close()


@pytest.fixture
def http(mock: WorkatoMock) -> Iterator[httpx.Client]:
    """Answer a plain client."""
    with mock.http(timeout=5) as client:
        yield client


def names(http: httpx.Client) -> list[str]:
    """Answer the names of all customers."""
    return [user["name"] for user in http.get("/managed_users").json()["result"]]


def test_a_fault_before_does_nothing_and_one_after_loses_the_answer(mock: WorkatoMock, http: httpx.Client) -> None:
    """Both answer the documented body; only after the second there is an object."""
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
        ("timeout", httpx.ReadTimeout),
        ("reset", (httpx.ReadError, httpx.RemoteProtocolError)),
        ("truncate", httpx.RemoteProtocolError),
    ],
)
@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_broken_connection_is_one(
    mock: WorkatoMock, kind: str, error: type[Exception], phase: str, request: pytest.FixtureRequest
) -> None:
    """The client sees what it would see of a real one; whether the object is there is a matter of the phase."""
    status = {"status": 502} if kind == "truncate" and phase == "before" else {}
    mock.faults.add("create_managed_user", kind=kind, phase=phase, times=1, **status)
    with mock.http(timeout=0.3) as http, pytest.raises(error):
        http.post("/managed_users", json=NEW)
    with mock.http() as http:
        assert ("New" in names(http)) == (phase == "after")
    (entry,) = mock.journal.entries("create_managed_user")
    assert entry["fault"]["kind"] == kind
    assert entry["status"] == (None if kind in {"timeout", "reset"} else 502 if phase == "before" else 200)


def test_a_malformed_answer_ends_in_the_middle_of_its_json(mock: WorkatoMock, http: httpx.Client) -> None:
    """It is complete as far as HTTP goes."""
    mock.faults.add("list_managed_users", kind="malformed", phase="after", times=1)
    answer = http.get("/managed_users")
    assert answer.status_code == 200
    with pytest.raises(ValueError, match="char"):
        answer.json()
    assert len(names(http)) == 2


def test_an_answer_can_be_late(mock: WorkatoMock) -> None:
    """Longer than the client's patience on a socket; in process it only takes its time."""
    mock.faults.add("list_managed_users", latency_ms=400, times=1)
    with mock.http(timeout=0.1) as http:
        if mock.transport is None:
            with pytest.raises(httpx.ReadTimeout):
                http.get("/managed_users")
        else:
            assert http.get("/managed_users").status_code == 200
            assert mock.journal.entries("list_managed_users", limit=1)[0]["milliseconds"] >= 400


def test_a_rule_can_look_at_path_and_body(mock: WorkatoMock, http: httpx.Client) -> None:
    """Others pass, and what it looked at still gets to the rule of the operation."""
    mock.faults.add("create_managed_user", status=429, headers={"Retry-After": "7"}, match={"body": {"name": "Bad"}})
    mock.faults.add(status=503, body={"down": True}, match={"path": "/managed_users/*/folders"})
    assert http.post("/managed_users", json=NEW).json()["name"] == "New"
    hit = http.post("/managed_users", json={**NEW, "name": "Bad"})
    assert (hit.status_code, hit.headers["retry-after"], hit.json()) == (429, "7", {"message": "Too many requests"})
    assert http.get("/managed_users/512044/folders").json() == {"down": True}
    assert http.get("/managed_users/512044").status_code == 200
    assert names(http)[-1] == "New"


def test_faults_can_begin_later_and_end(mock: WorkatoMock, http: httpx.Client) -> None:
    """After so many calls, for so many."""
    mock.faults.add("list_managed_users", status=500, skip=1, times=2)
    assert [http.get("/managed_users").status_code for _ in range(5)] == [200, 500, 500, 200, 200]
    mock.faults.clear()
    assert mock.faults.rules == []


def test_a_seeded_probability_hits_the_same_calls_again(mock: WorkatoMock, http: httpx.Client) -> None:
    """About as many as it says."""
    runs = []
    for _ in range(2):
        mock.faults.clear()
        mock.faults.add("list_managed_users", status=500, probability=0.3, seed=4)
        runs.append([http.get("/managed_users").status_code for _ in range(40)])
    assert runs[0] == runs[1]
    assert 4 <= runs[0].count(500) <= 22


def test_a_fault_after_a_refusal_loses_the_refusal(mock: WorkatoMock, http: httpx.Client) -> None:
    """What was wrong is not told."""
    mock.faults.add("create_managed_user", phase="after", kind="malformed", times=1)
    answer = http.post("/managed_users", json={"name": 1})
    assert answer.status_code == 400
    assert http.post("/managed_users", json={"name": 1}).json() == {"message": "Bad request"}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"operation_id": "create_managed_usr", "status": 500}, "no operation create_managed_usr"),
        ({"status": 200}, "200 is less than"),
        ({"phase": "before"}, "a kind, a status or latency_ms"),
        ({"kind": "reset", "status": 500}, "has no status"),
        ({"kind": "malformed"}, "needs a status, or the phase after"),
        ({"kind": "reset", "body": {}}, "body needs a status"),
        ({"status": 500, "often": 1}, "often"),
        ({"status": 500, "probability": 2}, "2 is greater than"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(workato_mock: WorkatoMock, rule: dict[str, Any], said: str) -> None:
    """In a sentence, and what was armed before stays."""
    workato_mock.faults.add(status=503)
    with pytest.raises(ControlError, match=said):
        workato_mock.call("PUT", "faults", {"rules": [rule]})
    assert len(workato_mock.faults.rules) == 1


@given(
    skip=st.integers(0, 5),
    times=st.none() | st.integers(1, 5),
    calls=st.integers(0, 20),
)
def test_skip_and_times_count_as_they_say(skip: int, times: int | None, calls: int) -> None:
    """Of so many calls, exactly those between are hit."""
    fault = Fault({}, skip=skip, times=times)
    hits: list[bool] = []
    for number in range(calls):
        hits.append(fault.applies(number, sum(hits)))
    end = calls if times is None else skip + times
    assert hits == [skip <= number < end for number in range(calls)]
