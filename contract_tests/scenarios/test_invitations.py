"""A partner invites people to the workspace of a customer."""

from __future__ import annotations

from typing import Any

import pytest
from workato_embedded import RateLimitError, WorkatoEmbedded

from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import Validator


def test_a_second_invitation_within_20_minutes_is_a_429(
    client: WorkatoEmbedded, recorder: Recorder, validator: Validator
) -> None:
    """Inviting the same address again within 20 minutes gets a documented 429 and raises RateLimitError."""
    call: dict[str, Any] = {"name": "Lou Marsh", "email": "lou.marsh@example.com", "role_name": "Operator"}
    client.member_invitations.create("Ecust-0042", **call)
    with pytest.raises(RateLimitError) as caught:
        recorder.sync(lambda c: c.member_invitations.create("Ecust-0042", **{**call, "email": "LOU.Marsh@example.com"}))
    assert caught.value.body == {"message": "Too many requests"}
    (response,) = recorder.responses
    validator.check_response(response)
    assert 0 < int(response.headers["retry-after"]) <= 20 * 60
    client.member_invitations.create("Eacme/42", **call)
