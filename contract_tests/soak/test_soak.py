"""Under load, and while the mock and its databases are stopped and killed, no acknowledged write is lost or doubled."""

from __future__ import annotations

import pytest

from contract_tests.soak.ledger import ACKNOWLEDGED
from contract_tests.soak.report import report
from contract_tests.soak.run import soak
from contract_tests.soak.stores import STORES, available_stores
from contract_tests.support.postgres import missing


@pytest.mark.slow
@pytest.mark.parametrize("name", list(STORES))
def test_no_write_is_lost_and_no_response_is_cut(name: str) -> None:
    """Each thing that can happen to a store happens once under load: a short form of `make soak`."""
    if name not in available_stores():
        missing(name)
    outcome = soak(STORES[name]())
    assert not outcome.problems, report([outcome])
    assert outcome.counts[ACKNOWLEDGED] > 0
