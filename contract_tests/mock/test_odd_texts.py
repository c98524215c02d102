"""Whatever text a write accepts can be listed, journaled, exported and imported, in each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workato_embedded import WorkatoEmbeddedError
from workato_embedded_mock import MockTransport, Settings, create_app

from contract_tests.contracts.cases import CASES
from contract_tests.mock.odd_texts import FIELDS, TEXTS, Place, request_with_text
from contract_tests.mock.writes import BASE_URL, OPERATIONS, READS, Call
from contract_tests.support.recorder import Alter, Recorder

NUMBERS = count()


@pytest.fixture(scope="module", params=["memory", "file", "postgresql"])
def transport(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MockTransport]:
    """Yield the transport to a mock in this process, with each kind of database."""
    if request.param == "postgresql":
        database = request.getfixturevalue("postgres").new_database()
    else:
        folder: Path = tmp_path_factory.mktemp("texts")
        database = {"memory": "sqlite://", "file": f"sqlite:///{folder / 'mock.db'}"}[request.param]
    with create_app(Settings(database=database)) as app:
        yield MockTransport(app)


def texts_of(*operation_ids: str) -> st.SearchStrategy[dict[str, dict[Place, str]]]:
    """Return a strategy for a text for each text field of operations."""
    return st.fixed_dictionaries(
        {name: st.fixed_dictionaries(dict.fromkeys(FIELDS[name], TEXTS)) for name in operation_ids}
    )


@given(texts=texts_of(*FIELDS))
@settings(max_examples=2)
def test_an_accepted_text_is_kept(transport: MockTransport, texts: dict[str, dict[Place, str]]) -> None:
    """No text in any field of a write causes an error or the loss of an entry, and the account can be copied."""
    check(transport, texts)


@pytest.mark.nightly
@pytest.mark.parametrize("operation_id", FIELDS)
@given(data=st.data())
@settings(max_examples=100, derandomize=False)
def test_many_accepted_texts_are_kept(transport: MockTransport, operation_id: str, data: st.DataObject) -> None:
    """The same holds for many more texts, with an account for each write."""
    check(transport, data.draw(texts_of(operation_id)))


def check(transport: MockTransport, texts: dict[str, dict[Place, str]]) -> None:
    """Send the documented requests, with each text in its field, and check all that can be read afterwards."""
    account, copied = (Recorder(BASE_URL, f"texts-{next(NUMBERS)}", transport) for _ in range(2))
    for operation_id, fields in texts.items():
        prepare = CASES[operation_id].first
        if prepare is not None:
            attempt(account, prepare)
        for place, text in fields.items():
            send(account, operation_id, place, text)
    with account.control_plane() as control, copied.control_plane() as other:
        journal = control.get("/journal").raise_for_status().json()
        assert (journal["count"], journal["lost"]) == (len(account.responses), 0)
        state = control.get("/state").raise_for_status().json()
        other.put("/state", json=state).raise_for_status()
        assert other.get("/state").json() == state
        tags = {tag for operation_id in texts for tag in OPERATIONS[operation_id]["tags"]}
        for one, plane in ((account, control), (copied, other)):
            read_all(one, tags)
            # All journals share a limited memory.
            plane.delete("/state").raise_for_status()


def send(account: Recorder, operation_id: str, place: Place, text: str) -> None:
    """Send the documented request with a text in a field; check that the response is complete and documented."""
    attempt(account, CASES[operation_id].call, lambda request: request_with_text(request, place, text))
    response = account.responses[-1]
    assert str(response.status_code) in OPERATIONS[operation_id]["responses"], (place, text, response.headers)
    assert response.status_code != 400 or "x-mock-reason" in response.headers


def read_all(account: Recorder, tags: set[str]) -> None:
    """Read what the operations with some tags return; none may fail."""
    for operation_id, call in READS.items():
        if not tags.isdisjoint(OPERATIONS[operation_id]["tags"]):
            attempt(account, call)
            assert account.responses[-1].status_code < 500, operation_id


def attempt(account: Recorder, call: Call, alter: Alter | None = None) -> None:
    """Make a call, and ignore an error of the client: it may not understand what was stored."""
    with suppress(WorkatoEmbeddedError):
        account.result(call, alter, retries=0)
