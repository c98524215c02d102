"""For each operation a call that succeeds in the seed's world, and what to send to be refused, by resource."""

from contract_tests.cases import (
    account,
    connections,
    connectors,
    custom_connectors,
    custom_oauth_profiles,
    folders,
    jobs,
    lookup_tables,
    managed_users,
    properties,
    recipes,
)
from contract_tests.cases.base import Case

CASES: dict[str, Case] = {
    **account.CASES,
    **connections.CASES,
    **folders.CASES,
    **jobs.CASES,
    **connectors.CASES,
    **custom_connectors.CASES,
    **custom_oauth_profiles.CASES,
    **lookup_tables.CASES,
    **managed_users.CASES,
    **properties.CASES,
    **recipes.CASES,
}

__all__ = ["CASES", "Case"]
