"""Gets the results that rules need outside their transactions."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from starlette.types import Scope

from workato_embedded_mock.http.connection_control import connection_control_of
from workato_embedded_mock.http.request_context import request_context_of
from workato_embedded_mock.rules.context import Unprepared

T = TypeVar("T")


async def with_prepared_results(scope: Scope, run: Callable[[dict[Hashable, Any]], T]) -> T:
    """Run a rule, again each time that a result was prepared which it needs; return its result.

    Args:
        scope: The request. What an earlier run noted in its context is dropped.
        run: Runs the rule with the results that were prepared.
    """
    notes = request_context_of(scope).notes
    noted = len(notes)
    results: dict[Hashable, Any] = {}
    while True:
        try:
            return run(results)
        except Unprepared as wanted:
            del notes[noted:]
            results[wanted.key] = await connection_control_of(scope).run(wanted.work)
