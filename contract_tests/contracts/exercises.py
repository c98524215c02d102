"""Exercise documented responses: make the client's call that gets each of them from the mock. Checks nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx2
from workato_embedded import APIStatusError, WorkatoEmbeddedError

from contract_tests.contracts.cases import CASES, Case
from contract_tests.contracts.invalid_requests import copy_request, with_unknown_ids
from contract_tests.contracts.rate_limits import NEVER_RETURNED, RATE_LIMITED
from contract_tests.contracts.refusals import REFUSALS
from contract_tests.contracts.responses import DocumentedResponse
from contract_tests.contracts.target import ContractError, Target
from contract_tests.support.recorder import Alter, Recorder
from contract_tests.support.validator import operations

# How a response is produced: by the mock's own rules, or only by an injected fault.
OWN_RULES, INJECTED = "met", "injected"


@dataclass(frozen=True)
class Outcome:
    """What the client received, and what it made of it.

    Attributes:
        response: The response, with the request as the client sent it.
        result: What the call returned.
        error: What the call raised.
    """

    response: httpx2.Response
    # The content of an account does not belong in the output of a failed test.
    result: Any = field(default=None, repr=False)
    error: WorkatoEmbeddedError | None = None


Exercise = Callable[[DocumentedResponse, Case, Target], Iterator[Outcome]]


def kind_of(expected: DocumentedResponse) -> str | None:
    """Return how a response is produced: `OWN_RULES`, `INJECTED`, or None if no case produces it."""
    case = CASES.get(expected.operation_id)
    if case is None:
        return None
    if _needs_fault(expected, case):
        return INJECTED
    return OWN_RULES if _exercise_of(expected) is not None else None


def exercise(expected: DocumentedResponse, target: Target) -> Iterator[Outcome]:
    """Make each known call that produces a response. A fault is injected only if no call produces it.

    Raises:
        ContractError: No case produces the response.
    """
    case = CASES.get(expected.operation_id)
    run = _injected_fault if case and _needs_fault(expected, case) else _exercise_of(expected)
    if case is None or run is None:
        raise _no_case(expected)
    yield from run(expected, case, target)


def _no_case(expected: DocumentedResponse) -> ContractError:
    return ContractError(f"{expected}: no case produces it; add one to contract_tests/contracts/cases")


def _needs_fault(expected: DocumentedResponse, case: Case) -> bool:
    return (
        expected.status >= 500
        or (expected.operation_id, expected.status) in NEVER_RETURNED
        or (expected.status == 400 and case.never_bad)
    )


def _exercise_of(expected: DocumentedResponse) -> Exercise | None:
    if expected.is_refusal:
        return _refusal if any(expected.operation_id == refusal.operation_id for refusal in REFUSALS.values()) else None
    if expected.status == 429:
        return _rate_limited if expected.operation_id in RATE_LIMITED else None
    if expected.is_success:
        return _success
    return {400: _bad_request, 401: _unauthorized, 404: _not_found, 422: _unprocessable}.get(expected.status)


def _success(_expected: DocumentedResponse, case: Case, target: Target) -> Iterator[Outcome]:
    yield attempt(target.recorder("success").prepare(case.first), case.call)


def _refusal(expected: DocumentedResponse, _case: Case, target: Target) -> Iterator[Outcome]:
    for name, refusal in REFUSALS.items():
        if refusal.operation_id == expected.operation_id:
            yield attempt(target.recorder(name.replace(" ", "-")), refusal.call)


def _bad_request(expected: DocumentedResponse, case: Case, target: Target) -> Iterator[Outcome]:
    """Send invalid queries and bodies. The client would not, so its request is altered on the way."""
    recorder = target.recorder("bad-request").prepare(case.first)
    for query in case.bad_queries:
        yield attempt(recorder, case.call, partial(_with_query, query))
    for body in case.bad_bodies:
        yield attempt(recorder, case.call, partial(copy_request, content=body.encode("latin-1")))
    for number, call in enumerate(case.bad_calls):
        yield attempt(target.recorder(f"bad-request-{number}").prepare(case.first), call)
    if not (case.bad_queries or case.bad_bodies or case.bad_calls):
        raise _no_case(expected)


def _unprocessable(expected: DocumentedResponse, case: Case, target: Target) -> Iterator[Outcome]:
    for number, call in enumerate(case.unprocessable_calls):
        yield attempt(target.recorder(f"unprocessable-{number}").prepare(case.first), call)
    if not case.unprocessable_calls:
        raise _no_case(expected)


def _unauthorized(_expected: DocumentedResponse, case: Case, target: Target) -> Iterator[Outcome]:
    yield attempt(target.with_unknown_token(), case.call)


def _not_found(expected: DocumentedResponse, case: Case, target: Target) -> Iterator[Outcome]:
    """Replace each id in the path, one after the other, with unknown ones."""
    recorder, sent = target.recorder("not-found").prepare(case.first), target.recorder("sent").prepare(case.first)
    path = operations(target.document)[expected.operation_id]["path"]
    with suppress(WorkatoEmbeddedError):
        sent.result(case.call)
    for wrong in with_unknown_ids(path, sent.responses[0].request):
        yield attempt(recorder, case.call, partial(copy_request, url=wrong.url))
    for call in case.not_found_calls:
        yield attempt(recorder, call)


def _rate_limited(expected: DocumentedResponse, _case: Case, target: Target) -> Iterator[Outcome]:
    recorder = target.recorder("rate-limited")
    try:
        RATE_LIMITED[expected.operation_id](recorder)
    except APIStatusError as error:
        yield Outcome(recorder.responses[-1], error=error)
    else:
        yield Outcome(recorder.responses[-1])


def _injected_fault(expected: DocumentedResponse, case: Case, target: Target) -> Iterator[Outcome]:
    recorder = target.recorder(f"fault-{expected.status}").prepare(case.first)
    fault = {"operation_id": expected.operation_id, "phase": "before", "status": expected.status, "times": 1}
    with recorder.control_plane() as control:
        control.put("/faults", json={"rules": [fault]}).raise_for_status()
    yield attempt(recorder, case.call)


def attempt(recorder: Recorder, call: Callable[[Any], Any], alter: Alter | None = None) -> Outcome:
    """Make a call once, without retries, and catch what the client raises."""
    try:
        result = recorder.result(call, alter, retries=0)
    except WorkatoEmbeddedError as error:
        if not recorder.responses:
            raise
        return Outcome(recorder.responses[-1], error=error)
    return Outcome(recorder.responses[-1], result=result)


def _with_query(query: str, request: httpx2.Request) -> httpx2.Request:
    path = request.url.raw_path.decode().partition("?")[0]
    return copy_request(request, url=request.url.copy_with(raw_path=f"{path}?{query}".encode()))
