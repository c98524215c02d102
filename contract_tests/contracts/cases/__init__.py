"""For each operation a call that succeeds in the seed's world, and what to send to be refused, by resource."""

from contract_tests.contracts.cases import (
    account,
    api_platform,
    connections,
    connectors,
    custom_connectors,
    custom_oauth_profiles,
    customer_managers,
    folders,
    jobs,
    lookup_tables,
    managed_users,
    member_invitations,
    packages,
    properties,
    recipes,
    roles,
)
from contract_tests.contracts.cases.base import Case

CASES: dict[str, Case] = {
    **account.CASES,
    **api_platform.CASES,
    **connections.CASES,
    **connectors.CASES,
    **custom_connectors.CASES,
    **custom_oauth_profiles.CASES,
    **customer_managers.CASES,
    **folders.CASES,
    **jobs.CASES,
    **lookup_tables.CASES,
    **managed_users.CASES,
    **member_invitations.CASES,
    **packages.CASES,
    **properties.CASES,
    **recipes.CASES,
    **roles.CASES,
}

__all__ = ["CASES", "Case"]
