"""Retries after faults of all kinds: the client never repeats a POST that may have been carried out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workato_embedded import APIConnectionError, APIResponseError, APIStatusError, NotFoundError, WorkatoEmbeddedError
from workato_embedded_mock import WorkatoMock

from contract_tests.contracts.case import CUSTOMER, TABLE

ROW = 8801
NAME = "Once"


@dataclass(frozen=True)
class Call:
    """A call of one HTTP method.

    Attributes:
        operation_id: The operation.
        send: Makes the call.
        carried_out: Returns how often the namespace shows that it was carried out.
        safe: Whether a second request has the same effect as the first.
    """

    operation_id: str
    send: Callable[[Any], Any]
    carried_out: Callable[[WorkatoMock], int]
    safe: bool


def customers(mock: WorkatoMock) -> list[str]:
    """Return the names of all customers."""
    return [str(customer.name) for customer in mock.client.managed_users.list()]


CALLS = {
    "GET": Call("get_managed_user", lambda c: c.managed_users.get(CUSTOMER), lambda _: 1, safe=True),
    "POST": Call(
        "create_managed_user",
        lambda c: c.managed_users.create(name=NAME, notification_email="ops@example.com"),
        lambda mock: customers(mock).count(NAME),
        safe=False,
    ),
    "PUT": Call(
        "update_managed_user",
        lambda c: c.managed_users.update(CUSTOMER, name=NAME),
        lambda mock: customers(mock).count(NAME),
        safe=True,
    ),
    "DELETE": Call(
        "delete_lookup_table_row",
        lambda c: c.lookup_tables.rows.delete(CUSTOMER, TABLE, ROW),
        lambda mock: int(ROW not in [row.id for row in mock.client.lookup_tables.rows.list(CUSTOMER, TABLE)]),
        safe=True,
    ),
}


@dataclass(frozen=True)
class Fault:
    """A fault of the first requests of an operation."""

    phase: str
    times: int
    status: int | None = None
    kind: str | None = None

    @property
    def rule(self) -> dict[str, Any]:
        """The rule for the mock."""
        what = {"kind": self.kind} if self.kind else {"status": self.status}
        return {"phase": self.phase, "times": self.times, **what}

    def may_be_retried(self, safe: bool) -> bool:
        """Return whether the documented rules let a client retry after it."""
        if self.kind == "malformed" or self.status == 418:
            return False
        return safe or self.status == 429


PHASES, TIMES = st.sampled_from(["before", "after"]), st.integers(1, 4)
FAULTS = (
    st.builds(Fault, PHASES, TIMES, status=st.sampled_from([408, 418, 500, 502, 503, 504]))
    | st.builds(Fault, PHASES, TIMES, kind=st.sampled_from(["timeout", "reset"]))
    # Only a response can be truncated or malformed, which exists after the write; a 429 is sent before it.
    | st.builds(Fault, st.just("after"), TIMES, kind=st.sampled_from(["truncate", "malformed"]))
    | st.builds(Fault, st.just("before"), TIMES, status=st.just(429))
)


def outcome(mock: WorkatoMock, call: Call, retries: int, asynchronous: bool) -> WorkatoEmbeddedError | None:
    """Make a call with one of the clients, without really waiting, and return what it raised."""

    async def no_wait(_: float) -> None:
        return None

    async def asynchronous_call() -> None:
        async with mock.async_client as client:
            made: Awaitable[Any] = call.send(client.with_options(max_retries=retries, sleep=no_wait))
            await made

    try:
        if asynchronous:
            asyncio.run(asynchronous_call())
        else:
            call.send(mock.client.with_options(max_retries=retries, sleep=lambda _: None))
    except WorkatoEmbeddedError as error:
        return error
    return None


@pytest.mark.parametrize("method", CALLS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fault=FAULTS, retries=st.integers(0, 3), asynchronous=st.booleans())
def test_a_fault_is_retried_or_raised(
    method: str, workato_mock: WorkatoMock, fault: Fault, retries: int, asynchronous: bool
) -> None:
    """After any fault, the client makes at most the allowed attempts, carries out a POST at most once, and raises an
    error unless the call has succeeded.
    """
    call = CALLS[method]
    workato_mock.reset()
    workato_mock.journal.clear()
    workato_mock.faults.clear()
    workato_mock.faults.add(call.operation_id, **fault.rule)
    error = outcome(workato_mock, call, retries, asynchronous)
    attempts = workato_mock.journal.count(call.operation_id)
    workato_mock.faults.clear()
    carried_out = call.carried_out(workato_mock)

    retried = fault.may_be_retried(call.safe)
    succeeded = retried and fault.times <= retries
    assert attempts == (1 + min(retries, fault.times) if retried else 1)
    assert carried_out == int(method == "GET" or succeeded or fault.phase == "after")
    if succeeded and method == "DELETE" and fault.phase == "after":
        # The retry of a DELETE that was carried out gets a 404.
        assert isinstance(error, NotFoundError)
    elif succeeded:
        assert error is None
    else:
        kinds = {"malformed": APIResponseError, None: APIStatusError}
        assert isinstance(error, kinds.get(fault.kind, APIConnectionError))
