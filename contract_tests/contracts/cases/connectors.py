"""Cases of connectors."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER, Case

CASES = {
    "list_connector_metadata": Case(
        lambda c: c.connectors.query(applications="salesforce,jira"), bad_queries=("applications=",)
    ),
    "get_connector_input_schema": Case(lambda c: c.connectors.input_schema(CUSTOMER, "jira")),
    "list_all_connectors": Case(
        lambda c: c.connectors.list(page=1, per_page=2), bad_queries=("page=0", "page=none", "per_page=0")
    ),
}
