"""Settings of the partner's own account."""

from __future__ import annotations

import json

import pytest
from workato_embedded import WorkatoEmbedded

from contract_tests.contracts.cases.account import KEY
from contract_tests.support.recorder import Recorder


@pytest.mark.round_trip("update_signature_verification_key")
def test_the_signature_verification_key_is_kept(client: WorkatoEmbedded, recorder: Recorder) -> None:
    """The state of the namespace has the signature verification key; no operation returns it."""
    client.account.update_signature_verification_key(key=KEY)
    with recorder.control_plane() as control:
        state = control.get("/state").json()
    assert json.dumps(KEY) in json.dumps(state["tables"]["account"])
