"""A partner invites people into a customer's team."""

from __future__ import annotations

from typing import Any

import pytest
from workato_embedded import RateLimitError, WorkatoEmbedded

from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import Validator


def test_a_second_invitation_comes_too_soon(client: WorkatoEmbedded, recorder: Recorder, validator: Validator) -> None:
    """The same address can be invited again after 20 minutes only; the refusal is a RateLimitError, and documented."""
    call: dict[str, Any] = {"name": "Lou Marsh", "email": "lou.marsh@example.com", "role_name": "Operator"}
    client.member_invitations.create("Ecust-0042", **call)
    with pytest.raises(RateLimitError) as caught:
        recorder.sync(lambda c: c.member_invitations.create("Ecust-0042", **{**call, "email": "LOU.Marsh@example.com"}))
    assert caught.value.body == {"message": "Too many requests"}
    (response,) = recorder.exchanges
    validator.check_response(response)
    assert 0 < int(response.headers["retry-after"]) <= 20 * 60
    client.member_invitations.create("Eacme/42", **call)
