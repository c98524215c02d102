"""What a rule is given, and how it is run: in one transaction of its namespace."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workato_embedded_mock.errors import Reason, RequestError
from workato_embedded_mock.instruments.clock import Clock, written
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.instruments.transitions import DEFAULT, Transitions
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.store.space import Space

Rule = Callable[..., Json]

Origin = Callable[[], str]
"""Answers the address of this server as the caller knows it, without a slash at the end."""

_WRITES = "writes"


def _nowhere() -> str:
    return "http://localhost"


@dataclass(frozen=True, slots=True)
class Context:
    """The world of one call.

    Attributes:
        space: The rows of the caller's namespace, within the transaction of this call.
        clock: The namespace's clock.
        notes: What the rule tolerates; goes into `X-Mock-Reason`.
        transitions: When slow work ends.
        origin: Answers the address of this server.
    """

    space: Space
    clock: Clock
    notes: list[Reason]
    transitions: Transitions = DEFAULT
    origin: Origin = _nowhere

    def time(self) -> str:
        """Answer the present moment as the API writes it."""
        return written(self.clock.now())


Chore = Callable[[Context], None]
"""Work that falls due by the clock, done before the rule that could see it."""


class Runner:
    """Runs rules."""

    def __init__(
        self,
        namespaces: Namespaces,
        transitions: Transitions = DEFAULT,
        chores: Sequence[Chore] = (),
    ) -> None:
        self._namespaces = namespaces
        self._transitions = transitions
        self._chores = tuple(chores)

    def __call__(
        self,
        rule: Rule,
        *,
        namespace: str,
        write: bool,
        arguments: Mapping[str, Json],
        notes: list[Reason],
        origin: Origin = _nowhere,
    ) -> Json:
        """Run a rule in one transaction of a namespace; what it raises undoes what it wrote, unless that says `keeps`.

        Raises:
            RequestError: The rule refuses the request.
        """
        if self._chores:
            with self._namespaces.transaction(namespace, write=True) as space:
                context = self._context(space, [], origin)
                for chore in self._chores:
                    chore(context)
        with self._namespaces.transaction(namespace, write=write) as space:
            try:
                return rule(self._context(space, notes, origin), **arguments)
            except RequestError as refusal:
                if not refusal.keeps:
                    raise
                kept = refusal
        raise kept

    def _context(self, space: Space, notes: list[Reason], origin: Origin) -> Context:
        return Context(space, self._namespaces.clock(space), notes, self._transitions, origin)


def writing(rule: Rule) -> Rule:
    """Mark the rule of a GET that changes the state, such as one that counts how often it is asked."""
    setattr(rule, _WRITES, True)
    return rule


def is_writing(rule: Rule) -> bool:
    """Tell whether a rule was marked by `writing`."""
    return getattr(rule, _WRITES, False)


def arguments_of(rule: Rule) -> frozenset[str]:
    """Answer the names of what a rule takes beside its context."""
    return frozenset(list(inspect.signature(rule).parameters)[1:])
