"""Searches an account for objects by their ids, external ids and names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from workato_embedded_mock.console.reads.state.cells import summaries_of
from workato_embedded_mock.console.reads.state.kinds import CUSTOMERS, KINDS, Kind
from workato_embedded_mock.console.reads.state.lists import find_matches
from workato_embedded_mock.console.reads.state.masking import Masks
from workato_embedded_mock.console.reads.state.statements import ids_statement, object_statement
from workato_embedded_mock.console.reads.state.values import Summary
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.rules.customers import parse_id
from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession

# The most objects of one kind that a search shows.
MOST = 10

_CUSTOMERS = KINDS[CUSTOMERS].table.c
_BY_EXTERNAL_ID = select(_CUSTOMERS.id).where(
    _CUSTOMERS.namespace == NAMESPACE_ID, _CUSTOMERS.external_id == bindparam("external_id")
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found of one kind.

    Attributes:
        kind: The kind.
        objects: The first objects.
        more: Whether there may be more.
    """

    kind: Kind
    objects: list[Summary]
    more: bool


def search(tools: Tools, number: int, text: str) -> tuple[list[Summary], list[Found]] | None:
    """Return the objects whose id is a text, and those that have it in a name, by kind.

    Args:
        tools: The parts of the mock.
        number: The number of the account.
        text: An id, an external id, with or without `E`, or a part of a name.

    Returns:
        The objects; None if the account does not exist.
    """
    with tools.namespaces.existing(number) as session:
        if session is None:
            return None
        masks = Masks(Secrets(tools.document.content))
        exact = [] if not text else list(_exact(session, masks, text))
        return exact, [] if not text else list(_named(session, masks, text))


def _exact(session: NamespaceSession, masks: Masks, text: str) -> Iterator[Summary]:
    for external_id in dict.fromkeys((text, text.removeprefix("E"))):
        for row in session.all(_BY_EXTERNAL_ID, external_id=external_id):
            yield from _with_id(session, masks, KINDS[CUSTOMERS], row["id"])
    wanted = parse_id(text)
    if wanted is not None:
        for row in session.all(ids_statement(), wanted=wanted):
            yield from _with_id(session, masks, KINDS[row["kind"]], wanted)


def _with_id(session: NamespaceSession, masks: Masks, kind: Kind, wanted: Any) -> Iterator[Summary]:
    rows = session.all(object_statement(kind.name), key_id=wanted)
    yield from summaries_of(session, kind, rows, masks, kind.summary)


def _named(session: NamespaceSession, masks: Masks, text: str) -> Iterator[Found]:
    for kind in KINDS.values():
        if kind.searched:
            objects, more = find_matches(session, masks, kind, text, MOST)
            if objects or more:
                yield Found(kind, objects, more)
