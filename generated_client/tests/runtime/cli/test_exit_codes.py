"""Tests of the exit codes."""

from __future__ import annotations

import httpx2
from workato_embedded._runtime import errors
from workato_embedded._runtime.cli.exit_codes import EXIT_CODES, exit_code

REQUEST = httpx2.Request("GET", "https://api.example.com/x")


def rejected(status: int) -> errors.APIStatusError:
    """Return the error for a status."""
    response = httpx2.Response(status, request=REQUEST)
    return errors.error_for_status(status)(response=response, body=None)


def test_exit_codes_are_distinct() -> None:
    """Each error class has its own exit code, none of them 0, click's 2, or a code of a signal."""
    codes = list(EXIT_CODES.values())
    assert len(set(codes)) == len(codes)
    assert all(0 < code < 64 and code != 2 for code in codes)


def test_an_error_has_the_code_of_its_nearest_class() -> None:
    """A status without a class of its own has the code of APIStatusError."""
    assert [exit_code(rejected(status)) for status in (400, 404, 418, 500, 503)] == [11, 14, 10, 18, 18]
    assert exit_code(errors.APITimeoutError("late", method="GET", path="/x")) == 4
    assert exit_code(errors.APIConnectionError("down", method="GET", path="/x")) == 3
    assert exit_code(errors.WorkatoEmbeddedError()) == 1
