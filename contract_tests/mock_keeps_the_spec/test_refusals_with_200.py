"""What the API refuses with status 200 is an answer that the spec has, and an error of the client."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from workato_embedded import RefusedError

from contract_tests.cases.base import CUSTOMER, RUNNING_RECIPE, STOPPED_RECIPE
from contract_tests.judge import Judge
from contract_tests.recorder import Recorder

Calls = Callable[[Any], Any]

SLACK = '[{"keyword":"application","name":"slack","provider":"slack","account_id":7103}]'
POST = '{"number":0,"provider":"slack","name":"post_message","keyword":"trigger"}'


def start_unconnected(client: Any) -> None:
    """Start a recipe whose connection nobody has authorized."""
    made = client.recipes.create(CUSTOMER, code=POST, config=SLACK)
    client.recipes.start(CUSTOMER, made.id)


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.recipes.create(CUSTOMER, code=" "), "errors"),
        (lambda c: c.recipes.create(CUSTOMER, name="Stepless"), "errors"),
        (lambda c: c.recipes.create(CUSTOMER, code=POST, folder_id="5500"), "errors"),
        (lambda c: c.recipes.update(CUSTOMER, RUNNING_RECIPE, name="New"), "errors"),
        (lambda c: c.recipes.update(CUSTOMER, STOPPED_RECIPE, code=""), "errors"),
        (lambda c: c.recipes.delete(CUSTOMER, RUNNING_RECIPE), "errors"),
        (start_unconnected, "config_errors"),
    ],
    ids=[
        "blank code",
        "no code",
        "root folder",
        "update running",
        "blank update",
        "delete running",
        "start unconnected",
    ],
)
def test_a_refusal_with_200_is_documented_and_raised(recorder: Recorder, judge: Judge, call: Calls, key: str) -> None:
    """The body says what was wrong, the header why, and no caller takes it for success."""
    with pytest.raises(RefusedError):
        recorder.sync(call)
    response = recorder.exchanges[-1]
    judge.response(response)
    assert (response.status_code, response.json()["success"]) == (200, False)
    assert response.json()[key]
    assert json.loads(response.headers["x-mock-reason"])
