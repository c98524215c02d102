"""Sends requests, reads responses and writes files for the clients."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import httpx2

from .effects import Send, Transfer, WriteFile
from .lazy import LazyModule
from .response_limits import limit_body, limited_auth
from .retries import Outcome

if TYPE_CHECKING:
    from . import timed_transfers
else:
    # Imported when it is needed: most programs have no total timeout.
    timed_transfers = LazyModule(f"{__package__}.timed_transfers")

# The key of `response.extensions` with a function that gets the body, once it is read as a whole.
KEEP_CONTENT: Final = "workato_embedded.keep_content"


def transfer(http: httpx2.Client, auth: httpx2.Auth, effect: Transfer) -> Outcome:
    """Perform an effect with an HTTP client. Return the response, or the error of the connection.

    Raises:
        OSError: The file cannot be written.
    """
    try:
        match effect:
            case Send():
                return _send(http, auth, effect)
            case WriteFile(response, path):
                from .body_writer import save

                return save(response, path)
            case _:
                limit_body(effect.response, effect.limit)
                effect.response.read()
                return effect.response
    except httpx2.RequestError as error:
        return error


def _send(http: httpx2.Client, auth: httpx2.Auth, effect: Send) -> httpx2.Response:
    if effect.deadline is None:
        return _exchange(http, auth, effect, None)
    connection = timed_transfers.Connection(effect.request)
    exchange = partial(_exchange, http, auth, effect, connection)
    response = timed_transfers.run_until(effect.deadline, exchange, connection.shut_down, httpx2.Response.close)
    if effect.stream:
        response.stream = timed_transfers.TimedStream(response.stream, effect.deadline, connection.shut_down)
    return response


def _exchange(
    http: httpx2.Client, auth: httpx2.Auth, effect: Send, connection: timed_transfers.Connection | None
) -> httpx2.Response:
    sender = None if effect.anonymous else limited_auth(auth, effect.limit)
    response = http.send(effect.request, stream=True, auth=sender, follow_redirects=False)
    try:
        if connection is not None:
            connection.has_responded(response)
        limit_body(response, effect.limit)
        if not effect.stream:
            _keep(response, response.read())
    except BaseException:
        response.close()
        raise
    return response


async def async_transfer(http: httpx2.AsyncClient, auth: httpx2.Auth, effect: Transfer) -> Outcome:
    """Perform an effect with an asynchronous HTTP client, as `transfer` does."""
    try:
        match effect:
            case Send():
                return await _async_send(http, auth, effect)
            case WriteFile(response, path):
                from .body_writer import async_save

                return await async_save(response, path)
            case _:
                limit_body(effect.response, effect.limit)
                await effect.response.aread()
                return effect.response
    except httpx2.RequestError as error:
        return error


async def _async_send(http: httpx2.AsyncClient, auth: httpx2.Auth, effect: Send) -> httpx2.Response:
    if effect.deadline is None:
        return await _async_exchange(http, auth, effect)
    response = await timed_transfers.await_until(effect.deadline, partial(_async_exchange, http, auth, effect))
    if effect.stream:
        response.stream = timed_transfers.TimedStream(response.stream, effect.deadline)
    return response


async def _async_exchange(http: httpx2.AsyncClient, auth: httpx2.Auth, effect: Send) -> httpx2.Response:
    sender = None if effect.anonymous else limited_auth(auth, effect.limit)
    response = await http.send(effect.request, stream=True, auth=sender, follow_redirects=False)
    try:
        limit_body(response, effect.limit)
        if not effect.stream:
            _keep(response, await response.aread())
    except BaseException:
        await response.aclose()
        raise
    return response


def _keep(response: httpx2.Response, content: bytes) -> None:
    if keep := response.extensions.pop(KEEP_CONTENT, None):
        keep(content)
