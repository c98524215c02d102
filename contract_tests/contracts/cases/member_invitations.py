"""Cases of invitations."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER, EMPTY_CUSTOMER, NO_OBJECT, Case
from contract_tests.contracts.cases.managed_users import ADMIN_IN_TEST

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
        unprocessable_calls=(
            lambda c: c.member_invitations.create(
                EMPTY_CUSTOMER, name="Lou Marsh", email="lou.marsh@example.com", env_roles=[ADMIN_IN_TEST]
            ),
        ),
    ),
}
