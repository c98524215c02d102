"""Cases of customer managers."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER_MANAGER, NO_OBJECT, Case

CASES = {
    "list_customer_managers": Case(lambda c: c.customer_managers.list()),
    "create_customer_manager": Case(
        lambda c: c.customer_managers.create(team_collaborator_id=88102, role_id=318, permitted_workspace_ids=[512044]),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            '{"team_collaborator_id": 88102}',
            '{"team_collaborator_id": 88102, "role_id": 1}',
            '{"team_collaborator_id": 88102, "role_id": "Admin"}',
            '{"team_collaborator_id": 1, "role_id": 318}',
            '{"team_collaborator_id": 88102, "role_id": 318, "permitted_workspace_ids": [1]}',
            '{"team_collaborator_id": "Kim", "role_id": 318}',
        ),
    ),
    "update_customer_manager": Case(
        lambda c: c.customer_managers.update(CUSTOMER_MANAGER, role_id="318", permitted_workspace_ids=[512044]),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            '{"role_id": null}',
            '{"role_id": 1}',
            '{"role_id": "Admin"}',
            '{"role_id": 318, "permitted_workspace_ids": [1]}',
            '{"role_id": 318, "permitted_workspace_ids": 512044}',
        ),
    ),
    "delete_customer_manager": Case(lambda c: c.customer_managers.delete(CUSTOMER_MANAGER)),
}
