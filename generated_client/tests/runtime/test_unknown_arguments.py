"""Tests of the error for a misspelt argument."""

from __future__ import annotations

import asyncio

import pytest
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.operations import Operation
from workato_embedded._runtime.readers import anything
from workato_embedded._runtime.unset import UNSET

from .samples import async_client, respond_with, sync_client

FIND = Operation[object](id="find", method="POST", path="/cars/{id}", name="Cars.find", read=anything)


def sentence(name: str, call: Call) -> str:
    """Return the error for an argument of a call, which is the same for both clients."""
    call = call._replace(options={name: 1, "timeout": 3})
    with pytest.raises(TypeError) as caught:
        sync_client(respond_with()).call(FIND, call)
    with pytest.raises(TypeError) as of_async:
        asyncio.run(async_client(respond_with()).call(FIND, call))
    assert str(caught.value) == str(of_async.value)
    return str(caught.value)


def test_the_error_names_method_arguments_and_the_nearest() -> None:
    """The names are those of Python, whether the argument was given or not; options are among them."""
    call = Call(path={"id": 7}, query={"page[number]": UNSET, "users_ids[]": [1], "from": UNSET}, body={"name": "A"})
    assert sentence("page_nubmer", call).startswith(
        "Cars.find() has no argument 'page_nubmer', did you mean 'page_number'?"
        " its arguments are id, page_number, users_ids, from_, name, and the options are correlation_id, extra_body, "
    )
    assert "did you mean 'max_retries'?" in sentence("max_retry", call)


def test_an_argument_like_no_other_has_no_suggestion() -> None:
    """Without a similar argument the error lists the arguments only, and the options if there are none."""
    assert sentence("zzz", Call(path={"id": 7})).startswith("Cars.find() has no argument 'zzz': its arguments are id, ")
    assert sentence("zzz", Call()).startswith("Cars.find() has no argument 'zzz': the options are correlation_id, ")


def test_request_has_its_own_arguments() -> None:
    """The names of a query are not arguments of `request`."""
    with pytest.raises(TypeError, match=r"^request\(\) has no argument 'bdy', did you mean 'body'\? "):
        sync_client(respond_with()).request("GET", "/cars", query={"bdy": 1}, bdy={})  # type: ignore[call-arg]  # wrong
