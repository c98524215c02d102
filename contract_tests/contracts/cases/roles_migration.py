"""Cases of the migration of roles."""

from __future__ import annotations

from typing import Any

from contract_tests.contracts.case import CUSTOMER, NO_OBJECT, NO_OBJECT_OR_NONE, ROLE, Case


def migrate_taken_name(client: Any) -> Any:
    """Migrate a custom role whose name an environment role has."""
    client.environment_roles.create(CUSTOMER, name="Auditor", config={})
    return client.roles_migration.migrate_custom_role(CUSTOMER, role_id=ROLE)


CASES = {
    "migrate_system_roles": Case(
        lambda c: c.roles_migration.migrate_system_roles(CUSTOMER),
        bad_bodies=(*NO_OBJECT_OR_NONE, '{"dry_run": "maybe"}'),
    ),
    "migrate_custom_role": Case(
        lambda c: c.roles_migration.migrate_custom_role(CUSTOMER, role_id=ROLE),
        bad_bodies=(*NO_OBJECT, "{}", '{"role_id": "Auditor"}', '{"role_id": 2202, "dry_run": "maybe"}'),
        unprocessable_calls=(migrate_taken_name,),
    ),
}
