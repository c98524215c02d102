"""Rejects invalid states and seeds in requests, with all that is wrong with them."""

from __future__ import annotations

from workato_embedded_mock.errors import BadRequestError, Reason
from workato_embedded_mock.seeds.problems import SeedError
from workato_embedded_mock.store.states import StateError


def invalid_state(pointer: str, error: StateError, context: str = "") -> BadRequestError:
    """Return an error with the problems of a state that is at a pointer; each text begins with the context."""
    return BadRequestError(*(Reason(pointer + place, "state", context + text) for place, text in error.problems))


def invalid_seed(pointer: str, error: SeedError) -> BadRequestError:
    """Return an error with the problems of a seed that is at a pointer."""
    return BadRequestError(*(Reason(pointer + (each.pointer or ""), "seed", each.text) for each in error.problems))
