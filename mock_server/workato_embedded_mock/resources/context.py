"""What a rule is given, and how it is run: in one transaction of its namespace."""

import inspect
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, cast

from workato_embedded_mock.instruments.clock import Clock, written
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.refusals import Reason
from workato_embedded_mock.store.database import Database
from workato_embedded_mock.store.space import Space

Rule = Callable[..., Awaitable[Json]]


@dataclass(frozen=True, slots=True)
class Context:
    """The world of one call.

    Attributes:
        space: The rows of the caller's namespace, within the transaction of this call.
        clock: The namespace's clock.
        notes: What the rule tolerates; goes into `X-Mock-Reason`.
    """

    space: Space
    clock: Clock
    notes: list[Reason]

    def time(self) -> str:
        """Answer the present moment as the API writes it."""
        return written(self.clock.now())


class Runner:
    """Runs rules."""

    def __init__(self, database: Database, namespaces: Namespaces) -> None:
        self._database = database
        self._namespaces = namespaces

    def __call__(
        self, rule: Rule, *, namespace: str, write: bool, arguments: Mapping[str, Json], notes: list[Reason]
    ) -> Json:
        """Run a rule in one transaction of a namespace; what it raises undoes what it wrote.

        Raises:
            RequestError: The rule refuses the request.
        """
        number = self._namespaces.number(namespace)
        clock = self._namespaces.clock(namespace)
        with self._database.transaction(write=write) as connection:
            return _finish(rule(Context(Space(connection, number), clock, notes), **arguments))


def arguments_of(rule: Rule) -> frozenset[str]:
    """Answer the names of what a rule takes beside its context."""
    return frozenset(list(inspect.signature(rule).parameters)[1:])


def _finish(awaitable: Awaitable[Json]) -> Json:
    """Run a coroutine to its end at once. Other requests would otherwise run inside its transaction."""
    coroutine = cast("Coroutine[Any, Any, Json]", awaitable)
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    coroutine.close()
    raise RuntimeError("a rule must not wait inside its transaction")
