"""How the client comes to meet each documented answer of the mock; must not judge what it meets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
from workato_embedded import APIStatusError, WorkatoEmbeddedError

from contract_tests.contracts.cases import CASES, Case
from contract_tests.contracts.invalid_requests import again, variants
from contract_tests.contracts.rate_limits import TOO_OFTEN, UNMET
from contract_tests.contracts.refusals import REFUSED
from contract_tests.contracts.responses import Answer
from contract_tests.contracts.target import BrokenError, World
from contract_tests.support.recorder import Alter, Recorder
from contract_tests.support.validator import operations

MET, INJECTED = "met", "injected"


@dataclass(frozen=True)
class Meeting:
    """What the client was answered, and what it made of it.

    Attributes:
        response: The answer, with the request as the client sent it.
        result: What the call returned.
        error: What it raised.
    """

    response: httpx.Response
    # What an account holds is not for the output of a test that fails.
    result: Any = field(default=None, repr=False)
    error: WorkatoEmbeddedError | None = None


def way_to(answer: Answer) -> str | None:
    """Tell how an answer is met: without an injected fault, with one, or (None) not at all."""
    case = CASES.get(answer.operation_id)
    if case is None:
        return None
    if _injected(answer, case):
        return INJECTED
    return MET if _way(answer) is not None else None


def meet(answer: Answer, world: World) -> Iterator[Meeting]:
    """Let the client meet an answer in every way that is known, the ones that need no injected fault if there are any.

    Raises:
        BrokenError: No way is known.
    """
    case = CASES.get(answer.operation_id)
    way = _inject if case and _injected(answer, case) else _way(answer)
    if case is None or way is None:
        raise BrokenError(f"{answer}: no call is known that is answered so; add one to contract_tests/contracts/cases.")
    yield from way(answer, case, world)


Way = Callable[[Answer, Case, World], Iterator[Meeting]]


def _injected(answer: Answer, case: Case) -> bool:
    return (
        answer.status >= 500
        or (answer.operation_id, answer.status) in UNMET
        or (answer.status == 400 and case.never_bad)
    )


def _way(answer: Answer) -> Way | None:
    if answer.refused:
        return _refuse if any(answer.operation_id == refused[0] for refused in REFUSED.values()) else None
    if answer.status == 429:
        return _hurry if answer.operation_id in TOO_OFTEN else None
    if answer.is_success:
        return _succeed
    return {400: _misuse, 401: _intrude, 404: _miss}.get(answer.status)


def _succeed(_answer: Answer, case: Case, world: World) -> Iterator[Meeting]:
    yield attempt(world.recorder("success").prepare(case.first), case.call)


def _refuse(answer: Answer, _case: Case, world: World) -> Iterator[Meeting]:
    for name, (operation_id, call, _key) in REFUSED.items():
        if operation_id == answer.operation_id:
            yield attempt(world.recorder(name.replace(" ", "-")), call)


def _misuse(answer: Answer, case: Case, world: World) -> Iterator[Meeting]:
    """Send what does not fit: what the client would not, it is made to send by altering its request on the way."""
    recorder = world.recorder("misuse").prepare(case.first)
    for query in case.bad_queries:
        yield attempt(recorder, case.call, partial(_with_query, query))
    for body in case.bad_bodies:
        yield attempt(recorder, case.call, partial(again, content=body.encode("latin-1")))
    for number, call in enumerate(case.bad_calls):
        yield attempt(world.recorder(f"misuse-{number}").prepare(case.first), call)
    if not (case.bad_queries or case.bad_bodies or case.bad_calls):
        raise BrokenError(f"{answer}: no call is known that is answered so; add one to contract_tests/contracts/cases.")


def _intrude(_answer: Answer, case: Case, world: World) -> Iterator[Meeting]:
    yield attempt(world.stranger(), case.call)


def _miss(answer: Answer, case: Case, world: World) -> Iterator[Meeting]:
    """Name what is not there, in the place of each id of the path."""
    recorder = world.recorder("miss").prepare(case.first)
    path, sent = operations(world.document)[answer.operation_id]["path"], world.recorder("sent").prepare(case.first)
    with suppress(WorkatoEmbeddedError):
        sent.result(case.call)
    for wrong in variants(path, sent.exchanges[0].request):
        yield attempt(recorder, case.call, partial(again, url=wrong.url))


def _hurry(answer: Answer, _case: Case, world: World) -> Iterator[Meeting]:
    recorder = world.recorder("hurry")
    try:
        TOO_OFTEN[answer.operation_id](recorder)
    except APIStatusError as error:
        yield Meeting(recorder.exchanges[-1], error=error)
    else:
        yield Meeting(recorder.exchanges[-1])


def _inject(answer: Answer, case: Case, world: World) -> Iterator[Meeting]:
    recorder = world.recorder(f"fault-{answer.status}").prepare(case.first)
    fault = {"operation_id": answer.operation_id, "phase": "before", "status": answer.status, "times": 1}
    with recorder.plane() as plane:
        plane.put("/faults", json={"rules": [fault]}).raise_for_status()
    yield attempt(recorder, case.call)


def attempt(recorder: Recorder, call: Callable[[Any], Any], alter: Alter | None = None) -> Meeting:
    """Carry out a call once, and catch what the client raises."""
    try:
        result = recorder.result(call, alter, retries=0)
    except WorkatoEmbeddedError as error:
        if not recorder.exchanges:
            raise
        return Meeting(recorder.exchanges[-1], error=error)
    return Meeting(recorder.exchanges[-1], result=result)


def _with_query(query: str, request: httpx.Request) -> httpx.Request:
    path = request.url.raw_path.decode().partition("?")[0]
    return again(request, url=request.url.copy_with(raw_path=f"{path}?{query}".encode()))
