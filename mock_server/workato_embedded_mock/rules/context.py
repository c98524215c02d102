"""The context of a rule, and the runner that runs rules in one transaction of a namespace."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from workato_embedded_mock.errors import Reason, RequestError
from workato_embedded_mock.instruments.clock import Clock, format_time
from workato_embedded_mock.instruments.download_signer import DownloadSigner
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.instruments.transitions import DEFAULT, Transitions
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.failed_changes import FailedChanges
from workato_embedded_mock.store.session import NamespaceSession
from workato_embedded_mock.store.written_rows import Note

Rule = Callable[..., Json]

# Returns the rule of an operation by its operationId, or None.
FindRule = Callable[[str], Rule | None]

# Returns the base URL of this server as the caller knows it, without a trailing slash.
Origin = Callable[[], str]

_WRITES = "writes"

_DEFAULT_SIGNER = DownloadSigner()

T = TypeVar("T")


class Unprepared(Exception):  # noqa: N818  # it is not an error: it ends a transaction that begins again later
    """A rule needs a result that takes long to get, and that should be got outside the transaction.

    Attributes:
        key: What identifies the result.
        work: Returns the result, without the database.
    """

    def __init__(self, key: Hashable, work: Callable[[], object]) -> None:
        super().__init__("a rule needs a result that is not prepared")
        self.key = key
        self.work = work


class _NotKept(Exception):  # noqa: N818  # it is not an error: it rolls back the transaction of a rule that is tried
    """The writes of a rule are not kept."""


class Sender(NamedTuple):
    """Where a request came from.

    Attributes:
        ip_address: The address of the caller, if it is known.
        user_agent: The program of the caller, as it calls itself.
    """

    ip_address: str | None = None
    user_agent: str | None = None


def _default_origin() -> str:
    return "http://localhost"


@dataclass(slots=True)
class Context:
    """What a rule needs to serve one request. Nothing changes it; a frozen one would take longer to make.

    Attributes:
        session: The session in the caller's namespace.
        clock: The namespace's clock.
        notes: Deviations that the rule tolerates; they go into `X-Mock-Reason`.
        transitions: When exports and imports finish.
        origin: Returns the URL of this server as its callers see it, without a slash at its end.
        strict: Whether to reject what is tolerated otherwise.
        sender: Returns where the request came from.
        customers: The account ids of the customers that were found, by the ids in the request.
        edition: The date of the edition that the namespace has, in ISO form; None for everything that is known.
        results: The results that were prepared for the rule; None if the caller cannot prepare any.
        downloads: Signs the URLs of zip files.
        namespace: The name of the caller's namespace.
        failed_changes: The due changes that failed.
    """

    session: NamespaceSession
    clock: Clock
    notes: list[Reason]
    transitions: Transitions = DEFAULT
    origin: Origin = _default_origin
    strict: bool = False
    sender: Callable[[], Sender] = Sender
    customers: dict[str, int] = field(default_factory=dict)
    edition: str | None = None
    results: dict[Hashable, Any] | None = None
    downloads: DownloadSigner = _DEFAULT_SIGNER
    namespace: str = ""
    failed_changes: FailedChanges = field(default_factory=FailedChanges)

    def prepared(self, key: Hashable, work: Callable[[], T]) -> T:
        """Return the result of work that takes long and needs no database.

        Args:
            key: What identifies the result.
            work: Returns the result.

        Raises:
            Unprepared: The caller of the rule can do the work outside the transaction, and has not done it yet.
        """
        if self.results is None:
            return work()
        if key not in self.results:
            raise Unprepared(key, work)
        result: T = self.results.pop(key)
        return result

    def time(self) -> str:
        """Return the current time in the format of the API."""
        return format_time(self.clock.now())

    def has_begun(self, day: str) -> bool:
        """Return whether what the API has since a day is part of the edition; all of it is without an edition."""
        return self.edition is None or self.edition >= day


# Applies changes that are due by the clock; runs before each rule.
ScheduledTask = Callable[[Context], None]


class Runner:
    """Runs rules and scheduled tasks."""

    def __init__(
        self,
        namespaces: Namespaces,
        transitions: Transitions = DEFAULT,
        tasks: Sequence[ScheduledTask] = (),
        *,
        downloads: DownloadSigner = _DEFAULT_SIGNER,
        strict: bool = False,
    ) -> None:
        self._namespaces = namespaces
        self._transitions = transitions
        self._tasks = tuple(tasks)
        self._downloads = downloads
        self._strict = strict
        self._failed_changes = FailedChanges()
        namespaces.on_reset(self._failed_changes.forget)
        namespaces.on_replaced(self._failed_changes.forget)

    def __call__(
        self,
        rule: Rule,
        *,
        namespace: str,
        write: bool,
        arguments: Mapping[str, Json],
        notes: list[Reason],
        origin: Origin = _default_origin,
        sender: Callable[[], Sender] = Sender,
        edition: str | None = None,
        written: list[Note] | None = None,
        results: dict[Hashable, Any] | None = None,
        keep: bool = True,
    ) -> Json:
        """Run a rule in one transaction of a namespace.

        An exception rolls back the transaction, unless it is a `RequestError` with `keeps_writes`.

        Args:
            rule: The rule.
            namespace: The name of the namespace.
            write: Whether the rule may write.
            arguments: The arguments of the rule.
            notes: Gets what the rule tolerates.
            origin: Returns the URL of this server as its callers see it, without a slash at its end.
            sender: Returns where the request came from.
            edition: The date of the edition that the namespace has; None for everything that is known.
            written: Gets what was written, also by scheduled tasks; nothing if the writes were rolled back.
            results: The results that were prepared for the rule; None if the caller cannot prepare any.
            keep: Whether what the rule writes is kept; without it, only the result is wanted.

        Raises:
            RequestError: The rule rejects the request.
            Unprepared: The rule needs a result in `results`; call again with it.
        """
        if self._tasks:
            with self._namespaces.transaction(namespace, write=True) as session:
                context = self._context(namespace, session, [], origin, Sender, edition, results)
                for task in self._tasks:
                    task(context)
            if written is not None:
                written += session.notes
        rejection = result = None
        try:
            with self._namespaces.transaction(namespace, write=write) as session:
                try:
                    context = self._context(namespace, session, notes, origin, sender, edition, results)
                    result = rule(context, **arguments)
                except RequestError as error:
                    if not error.keeps_writes:
                        raise
                    rejection = error
                if not keep:
                    raise _NotKept
        except _NotKept:
            written = None
        if written is not None:
            written += session.notes
        if rejection is not None:
            raise rejection
        return result

    def _context(
        self,
        namespace: str,
        session: NamespaceSession,
        notes: list[Reason],
        origin: Origin,
        sender: Callable[[], Sender],
        edition: str | None,
        results: dict[Hashable, Any] | None,
    ) -> Context:
        clock = self._namespaces.clock(session)
        downloads, transitions, strict = self._downloads, self._transitions, self._strict
        return Context(
            session,
            clock,
            notes,
            transitions,
            origin,
            strict,
            sender,
            {},
            edition,
            results,
            downloads,
            namespace,
            self._failed_changes,
        )


def writing(rule: Rule) -> Rule:
    """Mark a rule of a GET operation that writes, such as one that counts reads."""
    setattr(rule, _WRITES, True)
    return rule


def is_writing(rule: Rule) -> bool:
    """Return whether a rule is marked by `writing`."""
    return getattr(rule, _WRITES, False)


def arguments_of(rule: Rule) -> frozenset[str]:
    """Return the names of a rule's arguments after the context."""
    return frozenset(list(inspect.signature(rule).parameters)[1:])
