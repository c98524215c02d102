"""Each mutation is reported by the gate that is named for it, which has nothing to say without it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract_tests.contracts.mutations import MUTATIONS, Bench, Mutation
from contract_tests.contracts.target import BrokenError

# The kinds that issue 7 of the project asks for.
ASKED_FOR = {
    "an operation removed from the mock",
    "a field's type changed in the spec",
    "an error body altered",
    "a generated file edited",
    "a required field dropped by the client",
    "an envelope changed",
    "a status added",
    "auth ignored",
}


@pytest.fixture
def bench(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """What the mutation of the test works on."""
    mutation: Mutation = request.getfixturevalue("mutation")
    return Bench(monkeypatch, request.getfixturevalue("copied_root") if mutation.needs_root else None)


def test_every_kind_is_tried() -> None:
    """No kind of mutation is forgotten."""
    assert {mutation.kind for mutation in MUTATIONS} >= ASKED_FOR


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.change)
def test_a_mutation_is_reported(
    mutation: Mutation, bench: Bench, record_mutation: Callable[[dict[str, str]], None]
) -> None:
    """The gate is silent while all is sound, and says in a sentence what was broken."""
    mutation.sound(bench)
    with pytest.raises(BrokenError) as caught:
        mutation.try_out(bench)
    row = {"kind": mutation.kind, "change": mutation.change, "check": mutation.check, "report": str(caught.value)}
    record_mutation(row)
