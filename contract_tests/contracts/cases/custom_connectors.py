"""Cases of custom connectors."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOM_CONNECTOR, CUSTOMER, RUNNING_RECIPE, UNRELEASED_CONNECTOR, Case

CASES = {
    "list_custom_connectors": Case(
        lambda c: c.custom_connectors.list(title="Acme", oem_shared=True), bad_queries=("oem_shared=none",)
    ),
    "get_custom_connector": Case(lambda c: c.custom_connectors.get(CUSTOM_CONNECTOR)),
    "share_custom_connector_version": Case(
        lambda c: c.custom_connectors.share_version(CUSTOM_CONNECTOR, 2),
        bad_calls=(lambda c: c.custom_connectors.share_version(UNRELEASED_CONNECTOR, 1),),
    ),
    "share_recipe": Case(lambda c: c.custom_connectors.share_recipe(CUSTOMER, RUNNING_RECIPE)),
    "suppress_shared_connector": Case(lambda c: c.custom_connectors.suppress(CUSTOM_CONNECTOR)),
}
