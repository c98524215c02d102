"""A state written as a seed, and served again, is the same state: for the default seed and after each write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from workato_embedded_mock import MockTransport, create_app
from workato_embedded_mock.seeds.form.writing import write_form
from workato_embedded_mock.store.states import parse_state

from contract_tests.contracts.cases import CASES
from contract_tests.mock.writes import BASE_URL, BEFORE, WRITES
from contract_tests.support.recorder import Recorder


@pytest.fixture(scope="module")
def transport() -> Iterator[MockTransport]:
    """Yield the transport to a mock in this process."""
    with create_app() as app:
        yield MockTransport(app)


@pytest.mark.parametrize("write", [None, *WRITES])
def test_a_state_written_as_a_seed_gives_the_same_state(
    write: str | None, transport: MockTransport, token: str
) -> None:
    """The state after each write can be written as a seed in YAML, and the seed gives the same state."""
    recorder = Recorder(BASE_URL, token, transport)
    if write is not None:
        recorder.prepare(CASES[write].first).prepare(BEFORE.get(write)).result(CASES[write].call)
    state = read_state(recorder)
    seed = yaml.safe_load(yaml.safe_dump(write_form(parse_state(state)), sort_keys=False))
    with recorder.control_plane() as control:
        response = control.post("/reset", json={"seed": seed})
        assert response.status_code == 200, response.text
    again = read_state(recorder)
    for name, rows in state["tables"].items():
        assert again["tables"][name] == rows, name


def read_state(recorder: Recorder) -> Any:
    """Return the state of the account of a recorder."""
    with recorder.control_plane() as control:
        return control.get("/state").json()
