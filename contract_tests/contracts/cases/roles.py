"""Cases of roles."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER, NO_OBJECT, ROLE, Case

CASES = {
    "list_roles": Case(
        lambda c: c.roles.list(CUSTOMER, role_name="Auditor", page=1, per_page=10),
        bad_queries=("page=0", "per_page=none"),
    ),
    "copy_role": Case(
        lambda c: c.roles.copy(CUSTOMER, ROLE, name="Auditor of the north", folder_ids=["5512"]),
        bad_bodies=(*NO_OBJECT, "{}", '{"name": ""}', '{"name": "a", "folder_ids": "5512"}'),
    ),
}
