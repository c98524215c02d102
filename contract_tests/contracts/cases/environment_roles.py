"""Cases of environment roles."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER, ENVIRONMENT_ROLE, NO_OBJECT, SYSTEM_ROLE, Case

_CONFIG = {"team": {"privileges": "all"}}
_BAD_BODIES = (*NO_OBJECT, "{}", '{"environment_role": 7}', '{"environment_role": {"name": ""}}')
_NO_CONFIG = '{"environment_role": {"name": "a", "config": {"team": {"privileges": 7}}}}'

CASES = {
    "list_environment_roles": Case(
        lambda c: c.environment_roles.list(CUSTOMER, page_number=1, page_size=10),
        bad_queries=("page[number]=0", "page[size]=none"),
    ),
    "get_environment_role": Case(lambda c: c.environment_roles.get(CUSTOMER, ENVIRONMENT_ROLE)),
    "create_environment_role": Case(
        lambda c: c.environment_roles.create(CUSTOMER, name="Auditor", config=_CONFIG),
        bad_bodies=(*_BAD_BODIES, '{"environment_role": {"name": "a"}}', _NO_CONFIG),
        unprocessable_calls=(lambda c: c.environment_roles.create(CUSTOMER, name="Member", config=_CONFIG),),
    ),
    "update_environment_role": Case(
        lambda c: c.environment_roles.update(CUSTOMER, ENVIRONMENT_ROLE, name="Release lead", config=_CONFIG),
        bad_bodies=(*_BAD_BODIES, _NO_CONFIG),
        unprocessable_calls=(
            lambda c: c.environment_roles.update(CUSTOMER, SYSTEM_ROLE, name="Boss"),
            lambda c: c.environment_roles.update(CUSTOMER, ENVIRONMENT_ROLE, name="Member"),
        ),
    ),
    "delete_environment_role": Case(
        lambda c: c.environment_roles.delete(CUSTOMER, ENVIRONMENT_ROLE),
        unprocessable_calls=(lambda c: c.environment_roles.delete(CUSTOMER, SYSTEM_ROLE),),
    ),
}
