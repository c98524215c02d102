"""Cases of invitations."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER, NO_OBJECT, Case

CASES = {
    "invite_member": Case(
        lambda c: c.member_invitations.create(
            CUSTOMER, name="Lou Marsh", email="lou.marsh@example.com", role_name="Operator"
        ),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            '{"name": "Lou Marsh", "email": "lou.marsh@example.com"}',
            '{"name": "Lou Marsh", "email": "", "role_name": "Operator"}',
            '{"name": "Lou Marsh", "email": "lou.marsh@example.com", "role_name": "Gardener"}',
        ),
    ),
}
