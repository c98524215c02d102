"""Keeps the faults that tests armed, and decides which exchange is hit; must not know how a fault is done."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Self

from sqlalchemy import bindparam, delete, insert, select, update

from workato_embedded_mock.instruments.active_instruments import ActiveInstruments
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.store.space import Row, Space
from workato_embedded_mock.store.tables import faults

_T = faults.c
_OWN = _T.namespace == bindparam("space")
_LIST = select(_T.position, _T.rule, _T.matched, _T.fired).where(_OWN).order_by(_T.position)
_CLEAR = delete(faults).where(_OWN)
_INSERT = insert(faults).values(namespace=bindparam("space"))
_COUNT = (
    update(faults)
    .where(_OWN, _T.position == bindparam("wanted"))
    .values(matched=bindparam("now_matched"), fired=bindparam("now_fired"))
)

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule: which exchanges it hits, and what then happens.

    Attributes:
        operation_id: The operation; any when None.
        phase: `before` - the request does nothing - or `after` - it is carried out, and the answer is lost.
        kind: `timeout`, `reset`, `truncate` or `malformed`; None for a status or a delay alone.
        status: The status of the answer.
        latency_ms: Milliseconds that the answer is held back.
        headers: Headers of the answer.
        body: Body of the answer; the documented one of the status when the rule names none.
        times: How many exchanges it hits; all when None.
        skip: How many exchanges it lets pass first.
        probability: How likely it hits, from 0 to 1; the same `seed` draws the same numbers.
        path: Pattern of the path below the base URL, with `*` and `?`.
        part: What the JSON body of the request has in it.
    """

    rule: Mapping[str, Any]
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
    def of(cls, rule: Mapping[str, Any]) -> Self:
        """Read a rule that fits the control plane's document."""
        match = rule.get("match", {})
        known = {name: value for name, value in rule.items() if name not in {"match", "body"}}
        return cls(rule, path=match.get("path"), part=match.get("body"), **known)

    @property
    def has_body(self) -> bool:
        """Whether the rule names the body of the answer."""
        return "body" in self.rule

    @property
    def body(self) -> Json:
        """The body that the rule names."""
        return self.rule["body"]

    def concerns(self, operation_id: str, path: str) -> bool:
        """Tell whether it is about an exchange, as far as operation and path tell."""
        if self.operation_id not in {None, operation_id}:
            return False
        return self.path is None or fnmatchcase(path, self.path)

    def fits(self, body: Json) -> bool:
        """Tell whether the body of a request has in it what the rule asks for."""
        return self.part is None or _has(body, self.part)

    def hits(self, matched: int, fired: int) -> bool:
        """Decide about the next exchange, after so many that matched and so many that were hit."""
        if matched < self.skip or (self.times is not None and fired >= self.times):
            return False
        # Seeded by a text, so that the draws are the same in all processes and versions.
        return self.probability >= 1 or random.Random(f"{self.seed}:{matched}").random() < self.probability  # noqa: S311


class Faults:
    """The faults of all namespaces."""

    def __init__(self, namespaces: Namespaces, active: ActiveInstruments) -> None:
        self._namespaces = namespaces
        self._active = active

    def arm(self, name: str, rules: Sequence[Mapping[str, Any]]) -> None:
        """Put rules in the place of those of a namespace; none disarms it."""
        with self._namespaces.transaction(name, write=True) as space:
            space.change(_CLEAR)
            rows = [
                {"position": position, "rule": dict(rule), "matched": 0, "fired": 0}
                for position, rule in enumerate(rules)
            ]
            space.change_many(_INSERT, rows)
        self._active.forget(name)

    def armed(self, name: str) -> list[Row]:
        """Answer the rules of a namespace, each with how many exchanges it matched and hit."""
        with self._namespaces.transaction(name, write=False) as space:
            return space.all(_LIST)

    def concerning(self, name: str, operation_id: str, path: str) -> list[Fault]:
        """Answer the faults that may hit an exchange."""
        if not self._active.of(name).faults:
            return []
        found = [Fault.of(row["rule"]) for row in self.armed(name)]
        return [fault for fault in found if fault.concerns(operation_id, path)]

    def hit(self, name: str, operation_id: str, path: str, body: Json) -> Fault | None:
        """Count an exchange, and answer the first fault that hits it."""
        with self._namespaces.transaction(name, write=True) as space:
            for row in space.all(_LIST):
                fault = Fault.of(row["rule"])
                if fault.concerns(operation_id, path) and fault.fits(body) and _counted(space, row, fault):
                    return fault
        return None


def _counted(space: Space, row: Row, fault: Fault) -> bool:
    hits = fault.hits(row["matched"], row["fired"])
    space.change(_COUNT, wanted=row["position"], now_matched=row["matched"] + 1, now_fired=row["fired"] + hits)
    return hits


def _has(value: Json, part: Json) -> bool:
    """Tell whether a value has all that a part has: objects may have more fields, everything else is equal."""
    if isinstance(part, dict):
        return isinstance(value, dict) and all(key in value and _has(value[key], item) for key, item in part.items())
    return bool(value == part)
