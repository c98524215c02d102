"""Cases of the account."""

from __future__ import annotations

from contract_tests.contracts.case import NO_OBJECT, Case
from contract_tests.support.validator import operations

KEY = operations()["update_signature_verification_key"]["requestBody"]["content"]["application/json"]["example"]["key"]

CASES = {
    "update_signature_verification_key": Case(
        lambda c: c.account.update_signature_verification_key(key=KEY),
        bad_bodies=(*NO_OBJECT, "{}", '{"key": ""}', '{"key": 7}', '{"key": null}', '{"key": "ssh-rsa AAAA"}'),
    ),
}
