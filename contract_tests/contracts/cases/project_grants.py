"""Cases of project grants."""

from __future__ import annotations

import json
from typing import Any

from contract_tests.contracts.case import CUSTOMER, GROUP, NO_OBJECT, PROJECT, PROJECT_GRANT, PROJECT_GRANT_ROLE, Case

GRANT = {"assignment_type": "UserGroup", "assignment_id": GROUP, "project_role_id": PROJECT_GRANT_ROLE}


def _upsert(*grants: Any) -> str:
    return json.dumps({"project_grants": grants})


CASES = {
    "list_project_grants": Case(
        lambda c: c.project_grants.list(CUSTOMER, PROJECT, page_number=1, page_size=10),
        bad_queries=("page[number]=0", "page[size]=none"),
    ),
    "upsert_project_grants": Case(
        lambda c: c.project_grants.upsert(CUSTOMER, PROJECT, project_grants=[GRANT]),
        unprocessable_calls=(
            lambda c: c.project_grants.upsert(CUSTOMER, PROJECT, project_grants=[{**GRANT, "assignment_id": "x"}]),
            lambda c: c.project_grants.upsert(CUSTOMER, PROJECT, project_grants=[{**GRANT, "project_role_id": "x"}]),
        ),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            _upsert({}),
            _upsert({**GRANT, "assignment_type": "Team"}),
            _upsert(*[GRANT] * 101),
        ),
    ),
    "get_project_grant": Case(lambda c: c.project_grants.get(CUSTOMER, PROJECT_GRANT)),
    "update_project_grant": Case(
        lambda c: c.project_grants.update(CUSTOMER, PROJECT_GRANT, project_role_id=PROJECT_GRANT_ROLE),
        bad_bodies=(*NO_OBJECT, "{}", '{"project_role_id": ""}'),
    ),
    "delete_project_grant": Case(lambda c: c.project_grants.delete(CUSTOMER, PROJECT_GRANT)),
}
