"""Cases of connections."""

from __future__ import annotations

from contract_tests.cases.base import CUSTOMER, Case

CASES = {
    "list_connections": Case(lambda c: c.connections.list(CUSTOMER, provider="jira", folder_id=5512)),
}
