"""Each mutation is reported by the check that is named for it, which reports nothing without the mutation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract_tests.contracts.mutations import MUTATIONS, Mutation, Workspace
from contract_tests.contracts.target import ContractError

REQUIRED_KINDS = {
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
def workspace(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Return what the mutation of the test may change."""
    mutation: Mutation = request.getfixturevalue("mutation")
    return Workspace(monkeypatch, request.getfixturevalue("copied_root") if mutation.needs_root else None)


def test_there_is_a_mutation_of_every_required_kind() -> None:
    """The table has at least one mutation of each required kind."""
    assert {mutation.kind for mutation in MUTATIONS} >= REQUIRED_KINDS


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.change)
def test_a_mutation_is_reported(
    mutation: Mutation, workspace: Workspace, record_mutation: Callable[[dict[str, str]], None]
) -> None:
    """The check of a mutation passes without it, and describes it in a sentence with it."""
    mutation.run_unmodified(workspace)
    with pytest.raises(ContractError) as caught:
        mutation.run(workspace)
    row = {"kind": mutation.kind, "change": mutation.change, "check": mutation.check, "report": str(caught.value)}
    record_mutation(row)
