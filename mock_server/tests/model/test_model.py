"""The mock does what a simple model of its objects does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from .machine import StoredWorkspaces, Workspaces

# Sequences of calls are few and short in the tests of a change, and many and long in those of the night.
SHORT = settings(max_examples=8, stateful_step_count=25, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=300, stateful_step_count=60, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("machine", [Workspaces, StoredWorkspaces])
def test_the_mock_agrees_with_a_model(machine: type[Workspaces]) -> None:
    """After any calls, also rejected ones, the API lists what a simple model has, and so does a reopened file."""
    run_state_machine_as_test(machine, settings=SHORT)


@pytest.mark.nightly
@pytest.mark.parametrize("machine", [Workspaces, StoredWorkspaces])
def test_the_mock_agrees_with_a_model_in_long_sequences(machine: type[Workspaces]) -> None:
    """The same holds for many long sequences of calls."""
    run_state_machine_as_test(machine, settings=LONG)


@pytest.mark.nightly
def test_the_mock_agrees_with_a_model_in_postgresql(postgres: Any) -> None:
    """The same holds for a database in PostgreSQL, which is closed and opened again."""

    class InPostgresql(StoredWorkspaces):
        def database(self) -> str:
            super().database()
            return str(postgres.new_database())

    run_state_machine_as_test(InPostgresql, settings=settings(LONG, max_examples=50))
