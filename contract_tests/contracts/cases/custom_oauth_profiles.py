"""Cases of custom OAuth profiles."""

from __future__ import annotations

from typing import Any

from contract_tests.contracts.case import CUSTOMER, OTHER_PROFILE, PROFILE, Case


def assign(client: Any) -> None:
    """Assign the profile of a connector to which the customer has an authorized connection."""
    client.custom_oauth_profiles.assign(CUSTOMER, PROFILE)


def assign_another(client: Any) -> None:
    """Try to assign a second profile for one connector."""
    assign(client)
    client.custom_oauth_profiles.assign(CUSTOMER, OTHER_PROFILE)


def unassign_in_use(client: Any) -> None:
    """Try to unassign the profile while the connection uses it."""
    assign(client)
    client.custom_oauth_profiles.unassign(CUSTOMER, PROFILE)


CASES = {
    "assign_custom_oauth_profile": Case(
        lambda c: c.custom_oauth_profiles.assign(CUSTOMER, PROFILE), bad_calls=(assign_another,)
    ),
    "unassign_custom_oauth_profile": Case(
        lambda c: c.custom_oauth_profiles.unassign(CUSTOMER, PROFILE, force=True),
        bad_queries=("force=none",),
        bad_calls=(unassign_in_use,),
        first=assign,
    ),
}
