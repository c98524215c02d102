"""What was written is seen: by which operations, is found by asking all of them, in an account with it and one without.

The round trips by hand say what is read; this finds out that nothing else is needed to see a write, whichever it is, so
that an operation that is added and writes nothing is found out without a test of its own.
"""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import httpx
import pytest
from workato_embedded_mock import MockTransport, create_app
from workato_embedded_mock.rules.catalogue import all_rules

from contract_tests.contracts.modified_target import world
from contract_tests.mock.writes import NOT_SHOWN, READS, WRITES, Change, changes, leaves
from contract_tests.support.validator import documented_example, operations


@pytest.fixture(scope="module")
def transport() -> Iterator[MockTransport]:
    """The way to a mock in this process."""
    with create_app() as app:
        yield MockTransport(app)


@pytest.mark.parametrize("write", WRITES)
def test_a_write_is_seen(write: str, transport: MockTransport, token: str) -> None:
    """Some operation answers otherwise than in an account without the write, and with some of what was sent."""
    found, request = changes(transport, token, write)
    assert bool(found) == (write not in NOT_SHOWN)
    sent = sent_by(request)
    assert not found or not sent or sent & moved(found.values())


def test_every_read_sees_some_write(transport: MockTransport, token: str) -> None:
    """But for catalogues, which no operation writes."""
    seen = {read for write in WRITES for read in changes(transport, f"{token}-{write}", write)[0]}
    assert READS.keys() - seen == READS.keys() & NOT_SHOWN.keys()


def test_a_mock_that_writes_nothing_is_found_out(token: str) -> None:
    """An operation that answers well and keeps nothing is seen by none."""
    rule = all_rules()["create_folder"]

    @functools.wraps(rule)
    def forgetful(*_given: Any, **_named: Any) -> Any:
        return documented_example(operations()["create_folder"], 200)

    with world(rules={**all_rules(), "create_folder": forgetful}) as made:
        assert made.transport is not None
        assert changes(made.transport, token, "create_folder")[0] == {}


def sent_by(request: httpx.Request) -> set[str]:
    """Return the scalars in the JSON body of a request."""
    if "json" not in request.headers.get("content-type", ""):
        return set()
    return set(map(str, leaves(json.loads(request.content or b"{}"))))


def moved(changes: Iterable[Change]) -> set[str]:
    """Return the scalars that answers have more often, or less often, than without the write."""
    found: set[str] = set()
    for change in changes:
        before, after = (Counter(map(str, leaves(part))) for part in (change.before, change.after))
        found |= set(after - before) | set(before - after)
    return found
