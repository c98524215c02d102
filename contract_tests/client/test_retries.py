"""Whatever goes wrong on the way, a write is carried out at most once where that can be, and success means it was."""

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
class Deed:
    """A call of one HTTP method, and how often the namespace shows that it was carried out."""

    operation_id: str
    call: Callable[[Any], Any]
    carried_out: Callable[[WorkatoMock], int]
    safe: bool
    """Whether its second request does what the first would have done."""


def customers(mock: WorkatoMock) -> list[str]:
    """Return the names of all customers."""
    return [str(customer.name) for customer in mock.client.managed_users.list()]


DEEDS = {
    "GET": Deed("get_managed_user", lambda c: c.managed_users.get(CUSTOMER), lambda _: 1, safe=True),
    "POST": Deed(
        "create_managed_user",
        lambda c: c.managed_users.create(name=NAME, notification_email="ops@example.com"),
        lambda mock: customers(mock).count(NAME),
        safe=False,
    ),
    "PUT": Deed(
        "update_managed_user",
        lambda c: c.managed_users.update(CUSTOMER, name=NAME),
        lambda mock: customers(mock).count(NAME),
        safe=True,
    ),
    "DELETE": Deed(
        "delete_lookup_table_row",
        lambda c: c.lookup_tables.rows.delete(CUSTOMER, TABLE, ROW),
        lambda mock: int(ROW not in [row.id for row in mock.client.lookup_tables.rows.list(CUSTOMER, TABLE)]),
        safe=True,
    ),
}


@dataclass(frozen=True)
class Trouble:
    """What meets the first calls of an operation."""

    phase: str
    times: int
    status: int | None = None
    kind: str | None = None

    @property
    def rule(self) -> dict[str, Any]:
        """The fault that the mock is armed with."""
        what = {"kind": self.kind} if self.kind else {"status": self.status}
        return {"phase": self.phase, "times": self.times, **what}

    def may_be_repeated(self, safe: bool) -> bool:
        """Say whether a client may send again after it, and could be luckier: what issue and guide promise."""
        if self.kind == "malformed" or self.status == 418:
            return False
        return safe or self.status == 429


PHASES, TIMES = st.sampled_from(["before", "after"]), st.integers(1, 4)
TROUBLES = (
    st.builds(Trouble, PHASES, TIMES, status=st.sampled_from([408, 418, 500, 502, 503, 504]))
    | st.builds(Trouble, PHASES, TIMES, kind=st.sampled_from(["timeout", "reset"]))
    # What is spoilt is an answer, which there is only afterwards; a 429 says that nothing was done.
    | st.builds(Trouble, st.just("after"), TIMES, kind=st.sampled_from(["truncate", "malformed"]))
    | st.builds(Trouble, st.just("before"), TIMES, status=st.just(429))
)


def outcome(mock: WorkatoMock, deed: Deed, retries: int, asynchronous: bool) -> WorkatoEmbeddedError | None:
    """Do the deed with either client, which does not really wait; return what it raised."""

    async def no_wait(_: float) -> None:
        return None

    async def later() -> None:
        async with mock.async_client as client:
            made: Awaitable[Any] = deed.call(client.with_options(max_retries=retries, sleep=no_wait))
            await made

    try:
        if asynchronous:
            asyncio.run(later())
        else:
            deed.call(mock.client.with_options(max_retries=retries, sleep=lambda _: None))
    except WorkatoEmbeddedError as error:
        return error
    return None


@pytest.mark.parametrize("method", DEEDS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(trouble=TROUBLES, retries=st.integers(0, 3), asynchronous=st.booleans())
def test_trouble_is_survived_or_told(
    method: str, workato_mock: WorkatoMock, trouble: Trouble, retries: int, asynchronous: bool
) -> None:
    """Whatever the trouble, its phase and the patience: no more tries than allowed, a POST written at most once, and
    either the deed is done or an error of the client says that it may not be.
    """
    deed = DEEDS[method]
    workato_mock.reset()
    workato_mock.journal.clear()
    workato_mock.faults.clear()
    workato_mock.faults.add(deed.operation_id, **trouble.rule)
    error = outcome(workato_mock, deed, retries, asynchronous)
    tries = workato_mock.journal.count(deed.operation_id)
    workato_mock.faults.clear()
    carried_out = deed.carried_out(workato_mock)

    repeats = trouble.may_be_repeated(deed.safe)
    survived = repeats and trouble.times <= retries
    assert tries == (1 + min(retries, trouble.times) if repeats else 1)
    assert carried_out == int(method == "GET" or survived or trouble.phase == "after")
    if survived and method == "DELETE" and trouble.phase == "after":
        # Who deletes again what is gone is told so.
        assert isinstance(error, NotFoundError)
    elif survived:
        assert error is None
    else:
        kinds = {"malformed": APIResponseError, None: APIStatusError}
        assert isinstance(error, kinds.get(trouble.kind, APIConnectionError))
