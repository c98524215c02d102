"""Cases of project roles."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER, NO_OBJECT, PROJECT_ROLE, SYSTEM_PROJECT_ROLE, Case

_CONFIG = {"team": {"privileges": "all"}}
_BAD_BODIES = (*NO_OBJECT, "{}", '{"project_role": 7}', '{"project_role": {"name": ""}}')
_NO_CONFIG = '{"project_role": {"name": "a", "config": {"team": {"privileges": 7}}}}'

CASES = {
    "list_project_roles": Case(
        lambda c: c.project_roles.list(CUSTOMER, page_number=1, page_size=10),
        bad_queries=("page[number]=0", "page[size]=none"),
    ),
    "get_project_role": Case(lambda c: c.project_roles.get(CUSTOMER, PROJECT_ROLE)),
    "create_project_role": Case(
        lambda c: c.project_roles.create(CUSTOMER, name="Auditor", config=_CONFIG),
        bad_bodies=(*_BAD_BODIES, '{"project_role": {"name": "a"}}', _NO_CONFIG),
        unprocessable_calls=(lambda c: c.project_roles.create(CUSTOMER, name="ProjectAdmin", config=_CONFIG),),
    ),
    "update_project_role": Case(
        lambda c: c.project_roles.update(CUSTOMER, PROJECT_ROLE, name="Senior builder", config=_CONFIG),
        bad_bodies=(*_BAD_BODIES, '{"project_role": {"name": "a"}}', _NO_CONFIG),
        unprocessable_calls=(
            lambda c: c.project_roles.update(CUSTOMER, SYSTEM_PROJECT_ROLE, name="Boss", config=_CONFIG),
            lambda c: c.project_roles.update(CUSTOMER, PROJECT_ROLE, name="ProjectAdmin", config=_CONFIG),
        ),
    ),
    "delete_project_role": Case(
        lambda c: c.project_roles.delete(CUSTOMER, PROJECT_ROLE),
        unprocessable_calls=(lambda c: c.project_roles.delete(CUSTOMER, SYSTEM_PROJECT_ROLE),),
    ),
}
