"""Tests of decoding JSON bodies that would make later work on their values fail."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import httpx2
import pytest
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.errors import APIResponseError, BadRequestError
from workato_embedded._runtime.raw import raw_calls

from .programs import CALL
from .samples import GET, respond_with, sync_client


def nested(depth: int) -> bytes:
    """Return a car with a list that makes the body as deep as wanted."""
    return b'{"id":7,"name":null,"new":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


def test_the_deepest_accepted_response_can_be_used() -> None:
    """A result that is nested 100 levels deep can be shown, compared, copied and pickled."""
    result = sync_client(respond_with(content=nested(100))).call(GET, CALL)
    assert repr(result).startswith("Car(id=7, name=None, additional_properties={'new': [[[")
    for made in (copy.deepcopy(result), pickle.loads(pickle.dumps(result))):
        assert made == result
    assert json.loads(json.dumps(result.to_dict())) == json.loads(nested(100))


@pytest.mark.parametrize("depth", [101, 500, 2000, 100_000])
def test_a_deeper_response_raises(depth: int) -> None:
    """A response that is nested deeper raises APIResponseError; an error response has its text as `body`."""
    with pytest.raises(APIResponseError, match="nested deeper than 100 levels") as caught:
        sync_client(respond_with(content=nested(depth))).call(GET, CALL)
    assert isinstance(pickle.loads(pickle.dumps(caught.value)).body, str)
    with pytest.raises(BadRequestError) as rejected:
        sync_client(respond_with(400, content=nested(depth))).call(GET, CALL)
    assert isinstance(rejected.value.body, str)
    raw: Any = raw_calls(sync_client(respond_with(content=nested(depth)))).call(GET, CALL)
    with pytest.raises(ValueError, match="nested deeper than 100 levels"):
        raw.json()


def test_an_integer_that_is_too_long_for_python_raises() -> None:
    """Python converts no integers of more than 4,300 digits."""
    with pytest.raises(APIResponseError, match="an integer with too many digits"):
        sync_client(respond_with(content=b'{"id":' + b"9" * 5000 + b"}")).call(GET, CALL)


@pytest.mark.parametrize(
    ("error", "text"), [(MemoryError(), "not enough memory"), (RecursionError(), "nested deeper than 100 levels")]
)
def test_a_decoder_that_fails_is_reported(monkeypatch: pytest.MonkeyPatch, error: Exception, text: str) -> None:
    """Errors of the JSON library that are not about the text become errors of the response."""

    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr("workato_embedded._runtime.json_bodies.json.loads", fail)
    with pytest.raises(APIResponseError, match=text):
        sync_client(respond_with(content=b"{}")).call(GET, Call(path={"id": 7}))


@pytest.mark.parametrize("charset", ["zlib", "hex", "idna", "punycode", "undefined", "utf-8", "unknown"])
def test_every_character_set_of_a_header_gives_a_text(charset: str) -> None:
    """A codec that is not for texts, or that fails, counts as UTF-8."""
    headers = {"content-type": f"text/html; charset={charset}"}
    with pytest.raises(BadRequestError) as caught:
        sync_client(lambda _: httpx2.Response(400, headers=headers, content="<é…>\0".encode())).call(GET, CALL)
    assert caught.value.body == "<é…>\0"


def test_brackets_in_texts_are_not_nesting() -> None:
    """A text with many brackets is accepted, alone and next to other values."""
    for text in ("[" * 500, "]}" * 500, "[]" * 500, "{[" * 60):
        body = json.dumps({"id": 7, "name": text, "new": [[{}]]}).encode()
        assert sync_client(respond_with(content=body)).call(GET, CALL).name == text
