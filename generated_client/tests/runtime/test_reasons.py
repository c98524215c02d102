"""Tests of the reasons that a mock server gives for its responses."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import traceback
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from workato_embedded._runtime import errors
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.errors import APIStatusError
from workato_embedded._runtime.reasons import Reason
from workato_embedded._runtime.retries import Retries

from .samples import GET, SETTINGS, async_client, respond_with, sync_client

pytestmark = pytest.mark.usefixtures("http_library")

CALL = Call(path={"id": 7})
ONE = {"pointer": "/body/name", "keyword": "required", "text": '"name" is a required property'}
TWO = {"pointer": "", "keyword": "faultRule", "text": "fault rule 1 (all operations, times 1)"}
REASONS = (Reason(**ONE), Reason(**TWO))
NOTES = [
    'X-Mock-Reason: "name" is a required property (/body/name: required)',
    "X-Mock-Reason: fault rule 1 (all operations, times 1) (faultRule)",
]


def headers(*reasons: Any) -> dict[str, str]:
    """Return the headers of a response with reasons."""
    return {"X-Mock-Reason": json.dumps(reasons)}


def raised_by(status: int, **content: Any) -> Any:
    """Return the error for a response."""
    with pytest.raises(errors.WorkatoEmbeddedError) as caught:
        sync_client(respond_with(status, **content)).call(GET, CALL)
    return caught.value


@pytest.mark.parametrize(
    ("status", "content", "kind"),
    [
        *((status, {"json": {}}, errors.error_for_status(status)) for status in (400, 401, 403, 404, 409, 418, 422)),
        (429, {"json": {}}, errors.RateLimitError),
        (503, {"content": b"<html>"}, errors.InternalServerError),
        (200, {"json": {"success": False}}, errors.RefusedError),
        (200, {"content": b"<html>"}, errors.APIResponseError),
    ],
)
def test_each_error_with_a_response_has_its_reasons(status: int, content: Any, kind: Any) -> None:
    """Every class of error with a response has the reasons as an attribute and as notes of its traceback."""
    error = raised_by(status, headers=headers(ONE, TWO), **content)
    assert type(error) is kind
    assert error.reasons == REASONS
    assert error.__notes__ == NOTES
    assert "".join(traceback.format_exception(error)).splitlines()[-2:] == NOTES


def test_the_asynchronous_client_has_the_reasons_too() -> None:
    """Errors of the asynchronous client have the same reasons and notes."""

    async def call() -> None:
        async with async_client(respond_with(404, headers=headers(ONE))) as client:
            await client.call(GET, CALL)

    with pytest.raises(errors.NotFoundError) as caught:
        asyncio.run(call())
    assert (caught.value.reasons, caught.value.__notes__) == (REASONS[:1], NOTES[:1])


@pytest.mark.parametrize(
    "written",
    [
        "",
        "no JSON",
        "[" * 100_000,
        "{}",
        '"text"',
        "null",
        "[1]",
        "[null]",
        json.dumps([ONE, {**TWO, "text": 1}]),
        json.dumps([ONE, {"text": "alone"}]),
    ],
)
def test_a_malformed_header_is_ignored(written: str) -> None:
    """A header that is not a list of reasons neither changes the error nor hides it."""
    error = raised_by(404, json={"message": "Not found"}, headers={"X-Mock-Reason": written})
    assert (str(error), error.reasons) == ("GET /api/cars/7: 404 Not found", ())
    assert not hasattr(error, "__notes__")


def test_a_response_without_the_header_has_no_reasons() -> None:
    """An error of the API itself has no reasons and no notes; fields that a reason may get later are ignored."""
    error = raised_by(404, json={})
    assert error.reasons == ()
    assert not hasattr(error, "__notes__")
    assert raised_by(404, json={}, headers=headers({**ONE, "line": 3})).reasons == REASONS[:1]


def test_notes_escape_control_characters() -> None:
    """A note is one line without control characters; the attributes of the reason are unchanged."""
    text = "red \x1b[31m\nFAILED \u202e \x9b é"
    error = raised_by(404, json={}, headers=headers({"pointer": "/\x07", "keyword": "\x1b", "text": text}))
    assert error.reasons == (Reason("/\x07", "\x1b", text),)
    assert error.__notes__ == [r"X-Mock-Reason: red \x1b[31m FAILED \x202e \x9b é (/\x07: \x1b)"]


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])
@pytest.mark.parametrize("status", [404, 200])
def test_copies_have_each_note_once(status: int, again: Any) -> None:
    """A copied or unpickled error has the same reasons and notes, and each once."""
    error = raised_by(status, content=b"x", headers=headers(ONE, TWO))
    made = again(again(error))
    assert (type(made), made.reasons, made.__notes__) == (type(error), REASONS, NOTES)
    assert error.__notes__ == NOTES


def test_retries_do_not_repeat_notes() -> None:
    """After retries, the error has the reasons of the last response only."""
    seen: list[httpx2.Request] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(503, json={}, headers=headers(ONE if len(seen) < 3 else TWO))

    settings = replace(SETTINGS, retries=Retries(max_retries=2), sleep=lambda _: None)
    with pytest.raises(APIStatusError) as caught:
        sync_client(respond, settings).call(GET, CALL)
    assert (len(seen), caught.value.__notes__) == (3, NOTES[1:])


def test_reasons_cannot_be_changed() -> None:
    """A reason is immutable."""
    with pytest.raises(AttributeError):
        REASONS[0].text = "other"  # type: ignore[misc]
