"""Cases of the privileges of members."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER, OTHER_MEMBER, Case

CASES = {
    "get_member_privileges": Case(lambda c: c.managed_users.members.get_privileges(CUSTOMER, OTHER_MEMBER)),
    "list_member_project_grants": Case(
        lambda c: c.managed_users.members.list_project_grants(CUSTOMER, OTHER_MEMBER, page_number=1, page_size=10),
        bad_queries=("page[number]=0", "page[size]=none"),
    ),
    "get_member_projects_privileges": Case(
        lambda c: c.managed_users.members.get_projects_privileges(CUSTOMER, OTHER_MEMBER)
    ),
}
