"""A state written as a seed, and served again, is the same state: for the default seed and after each write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
import workato_embedded_mock.seeds.form
import yaml
from workato_embedded import WorkatoEmbeddedError
from workato_embedded_mock import MockTransport, create_app
from workato_embedded_mock.seeds.form.writing import write_form
from workato_embedded_mock.seeds.yaml_text import compose, construct
from workato_embedded_mock.store.states import parse_state

from contract_tests.contracts.case import CUSTOMER, RUNNING_RECIPE
from contract_tests.contracts.cases import CASES
from contract_tests.mock.writes import BASE_URL, BEFORE, OPERATIONS, WRITES
from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import Validator

EXAMPLES = Path(workato_embedded_mock.seeds.form.__file__).parent / "examples"
FIELDS = re.compile(r"{(\w+)}")


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
    assert_written_seed_is_the_same(recorder)


def test_a_busy_account_written_as_a_seed_gives_the_same_state(transport: MockTransport, token: str) -> None:
    """An account in which all operations were called, jobs ran and the clock was set can be written as a seed."""
    recorder = Recorder(BASE_URL, token, transport)
    with recorder.control_plane() as control:
        control.put("/clock", json={"now": "2026-01-05T12:10:00Z", "frozen": True}).raise_for_status()
        job = {"managed_user_id": CUSTOMER, "recipe_id": RUNNING_RECIPE, "count": 3}
        control.post("/jobs", json=job).raise_for_status()
        control.post("/jobs", json={**job, "status": "failed"}).raise_for_status()
    # What creates comes before what deletes: then more of it is left.
    done = 0
    for write in sorted(WRITES, key=lambda each: each.startswith(("delete", "remove", "batch"))):
        with suppress(WorkatoEmbeddedError):
            recorder.prepare(CASES[write].first).result(CASES[write].call, retries=0)
            done += 1
    assert done > len(WRITES) / 2
    assert_written_seed_is_the_same(recorder)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_responses_about_an_example_are_documented(path: Path, transport: MockTransport, token: str) -> None:
    """What an account with an example seed responds about its customer and its partner fits the document."""
    recorder = Recorder(BASE_URL, token, transport)
    with recorder.control_plane() as control:
        control.post("/reset", json={"seed": construct(compose(path.read_text("utf-8")))}).raise_for_status()
    validator = Validator(BASE_URL)
    paths = [operation["path"] for operation in OPERATIONS.values() if operation["method"] == "GET"]
    called = [
        each.replace("{managed_user_id}", "Ecust-1")
        for each in paths
        if set(FIELDS.findall(each)) <= {"managed_user_id"}
    ]
    with httpx2.Client(base_url=BASE_URL, transport=transport, headers={"Authorization": f"Bearer {token}"}) as client:
        for each in called:
            response = client.get(each)
            assert response.status_code in {200, 400}, each
            if response.status_code == 200:
                validator.check_response(response)
    assert len(called) > 20


def assert_written_seed_is_the_same(recorder: Recorder) -> None:
    """Write the state of an account as a seed, reset the account to it, and compare all tables."""
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
