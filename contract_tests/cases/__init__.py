"""For each operation a call that succeeds in the seed's world, and what to send to be refused, by resource."""

from contract_tests.cases import (
    api_platform,
    connections,
    customer_managers,
    folders,
    jobs,
    lookup_tables,
    managed_users,
    member_invitations,
    properties,
    recipes,
    roles,
)
from contract_tests.cases.base import Case

CASES: dict[str, Case] = {
    **api_platform.CASES,
    **connections.CASES,
    **customer_managers.CASES,
    **folders.CASES,
    **jobs.CASES,
    **lookup_tables.CASES,
    **managed_users.CASES,
    **member_invitations.CASES,
    **properties.CASES,
    **roles.CASES,
    **recipes.CASES,
}

__all__ = ["CASES", "Case"]
