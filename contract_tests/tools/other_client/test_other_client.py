"""A client in TypeScript, generated from the bundle, type-checks and calls every operation of the mock."""

from __future__ import annotations

import json

import pytest

from contract_tests.support.validator import ROOT, operations
from contract_tests.tools.evidence.files import OTHERS
from contract_tests.tools.other_client.run import CLIENT, missing, run


def test_every_operation_is_called_by_it() -> None:
    """Each is carried out, with arguments that fit the types, in a namespace of its own; a customer comes and goes.

    What `make interop` keeps of its run is what comes out of this one.
    """
    if reason := missing():
        pytest.skip(reason)
    done = run()
    assert done.failures == {}
    assert set(done.operations) == set(operations())
    assert done.round_trip == "ok"
    kept = json.loads((ROOT / OTHERS).read_text("utf-8"))
    assert (kept["client"], kept["version"], kept["operations"]) == (CLIENT, done.version, done.operations)
