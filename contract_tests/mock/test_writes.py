"""Each write changes the response of some read: two accounts are compared, with the write and without it.

The round trips of the other tests check what is read. This one runs for every operation, so that it finds a new
operation that writes nothing, even before that operation has a test of its own.
"""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockTransport, create_app
from workato_embedded_mock.rules.catalogue import all_rules

from contract_tests.contracts.modified_target import modified_target
from contract_tests.mock.writes import NOT_SHOWN, READS, WITHOUT_VALUES, WRITES, Change, changes, leaves
from contract_tests.support.validator import documented_example, operations


@pytest.fixture(scope="module")
def transport() -> Iterator[MockTransport]:
    """Yield the transport to a mock in this process."""
    with create_app() as app:
        yield MockTransport(app)


@pytest.mark.slow
def test_each_write_changes_a_read_and_each_read_is_changed(transport: MockTransport, token: str) -> None:
    """Each write changes some read, which then has a value that was sent; only catalogues are changed by no write."""
    seen: set[str] = set()
    for write in WRITES:
        found, request = changes(transport, f"{token}-{write}", write)
        assert bool(found) == (write not in NOT_SHOWN), write
        sent = set() if write in WITHOUT_VALUES else sent_by(request)
        assert not found or not sent or sent & differing(found.values()), write
        seen |= found.keys()
    assert READS.keys() - seen == READS.keys() & NOT_SHOWN.keys()


def test_a_rule_that_writes_nothing_is_found(token: str) -> None:
    """A rule that returns a valid response and keeps nothing changes no read."""
    rule = all_rules()["create_folder"]

    @functools.wraps(rule)
    def forgetful(*_given: Any, **_named: Any) -> Any:
        return documented_example(operations()["create_folder"], 200)

    with modified_target(rules={**all_rules(), "create_folder": forgetful}) as target:
        assert target.transport is not None
        assert changes(target.transport, token, "create_folder")[0] == {}


def sent_by(request: httpx2.Request) -> set[str]:
    """Return the scalars in the JSON body of a request."""
    if "json" not in request.headers.get("content-type", ""):
        return set()
    return set(map(str, leaves(json.loads(request.content or b"{}"))))


def differing(changes: Iterable[Change]) -> set[str]:
    """Return the scalars that the reads have more often, or less often, than without the write."""
    found: set[str] = set()
    for change in changes:
        before, after = (Counter(map(str, leaves(part))) for part in (change.before, change.after))
        found |= set(after - before) | set(before - after)
    return found
