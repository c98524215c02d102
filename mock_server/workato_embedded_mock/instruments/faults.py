"""Stores the fault rules of tests and matches them with requests; does not perform them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Self

from sqlalchemy import bindparam, delete, insert, select, update

from workato_embedded_mock.instruments.active_instruments import Active, ActiveInstruments
from workato_embedded_mock.instruments.fault_texts import describe_rule
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession, Row
from workato_embedded_mock.store.tables import faults

_T = faults.c
_OWN = _T.namespace == NAMESPACE_ID
_LIST = select(_T.position, _T.rule, _T.matched, _T.fired).where(_OWN).order_by(_T.position)
_CLEAR = delete(faults).where(_OWN)
_INSERT = insert(faults).values(namespace=NAMESPACE_ID)
_COUNT = (
    update(faults)
    .where(_OWN, _T.position == bindparam("wanted"))
    .values(matched=bindparam("now_matched"), fired=bindparam("now_fired"))
)

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault rule: which requests it applies to, and what happens to them.

    Attributes:
        rule: The rule as the test sent it.
        position: Its position among the rules of the namespace, from 0.
        operation_id: The operation; None matches any.
        phase: `before`: the operation does not run. `after`: it runs, and its response is lost.
        kind: `timeout`, `reset`, `truncate` or `malformed`; None for a status or a delay only.
        status: The status code of the response.
        latency_ms: The delay of the response in milliseconds.
        headers: Headers of the response.
        body: Body of the response; by default the documented body of the status code.
        times: The number of requests to fail; None means all.
        skip: The number of matching requests to let pass first.
        probability: The probability of a fault, from 0 to 1.
        seed: The seed of the random numbers.
        path: A pattern of the path below the base URL, with `*` and `?`.
        part: A JSON value that the request body must contain.
    """

    rule: Mapping[str, Any]
    position: int = 0
    operation_id: str | None = None
    phase: str = BEFORE
    kind: str | None = None
    status: int | None = None
    latency_ms: float = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int | None = None
    skip: int = 0
    probability: float = 1.0
    seed: int = 0
    path: str | None = None
    part: Json = None

    @classmethod
    def from_rule(cls, rule: Mapping[str, Any], position: int = 0) -> Self:
        """Make a fault of a rule that matches the control plane's document."""
        match = rule.get("match", {})
        known = {name: value for name, value in rule.items() if name not in {"match", "body"}}
        return cls(rule, position, path=match.get("path"), part=match.get("body"), **known)

    @property
    def has_body(self) -> bool:
        """Whether the rule has a response body."""
        return "body" in self.rule

    @property
    def body(self) -> Json:
        """The response body of the rule."""
        return self.rule["body"]

    @property
    def description(self) -> str:
        """The rule in words: its position from 1, which requests it matches, and what it does to them."""
        return describe_rule(self.rule, self.position)

    def matches(self, operation_id: str, path: str) -> bool:
        """Return whether operation and path match."""
        if self.operation_id not in {None, operation_id}:
            return False
        return self.path is None or fnmatchcase(path, self.path)

    def matches_body(self, body: Json) -> bool:
        """Return whether a request body contains what the rule requires."""
        return self.part is None or _contains(body, self.part)

    def applies(self, matched: int, fired: int) -> bool:
        """Return whether the next matching request fails, given the number of matched and failed requests so far."""
        if matched < self.skip or (self.times is not None and fired >= self.times):
            return False
        # A text seed gives the same numbers in all processes and Python versions.
        return self.probability >= 1 or random.Random(f"{self.seed}:{matched}").random() < self.probability  # noqa: S311


class Faults:
    """The faults of all namespaces."""

    def __init__(self, namespaces: Namespaces, active: ActiveInstruments) -> None:
        self._namespaces = namespaces
        self._active = active

    def set_rules(self, name: str, rules: Sequence[Mapping[str, Any]]) -> None:
        """Replace the rules of a namespace; an empty list removes all faults."""
        with self._namespaces.transaction(name, write=True) as session:
            session.execute(_CLEAR)
            rows = [
                {"position": position, "rule": dict(rule), "matched": 0, "fired": 0}
                for position, rule in enumerate(rules)
            ]
            session.execute_many(_INSERT, rows)
        self._active.invalidate(name)

    def rules(self, name: str) -> list[Row]:
        """Return the rules of a namespace with the numbers of matched and failed requests."""
        with self._namespaces.transaction(name, write=False) as session:
            return session.all(_LIST)

    def candidates(self, name: str, active: Active, operation_id: str, path: str) -> list[Fault]:
        """Return the faults of a namespace that match an operation and a path; `active` are its active instruments."""
        if not active.faults:
            return []
        found = [Fault.from_rule(row["rule"], row["position"]) for row in self.rules(name)]
        return [fault for fault in found if fault.matches(operation_id, path)]

    def match_request(self, name: str, operation_id: str, path: str, body: Json) -> Fault | None:
        """Count a request, and return the first fault that applies to it."""
        with self._namespaces.transaction(name, write=True) as session:
            for row in session.all(_LIST):
                fault = Fault.from_rule(row["rule"], row["position"])
                if fault.matches(operation_id, path) and fault.matches_body(body) and _count_match(session, row, fault):
                    return fault
        return None


def _count_match(session: NamespaceSession, row: Row, fault: Fault) -> bool:
    applies = fault.applies(row["matched"], row["fired"])
    session.execute(_COUNT, wanted=row["position"], now_matched=row["matched"] + 1, now_fired=row["fired"] + applies)
    return applies


def _contains(value: Json, part: Json) -> bool:
    """Return whether a value contains a part: objects may have more fields, all other values must be equal."""
    if isinstance(part, dict):
        return isinstance(value, dict) and all(
            key in value and _contains(value[key], item) for key, item in part.items()
        )
    return bool(value == part)
