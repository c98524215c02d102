"""Cases of groups of collaborators."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER, GROUP, MEMBER, NO_OBJECT, OTHER_MEMBER, SYSTEM_GROUP, Case

BAD_PAGES = ("page[number]=0", "page[size]=none")

CASES = {
    "list_collaborator_groups": Case(
        lambda c: c.collaborator_groups.list(CUSTOMER, name="devel", page_number=1, page_size=10),
        bad_queries=BAD_PAGES,
    ),
    "create_collaborator_group": Case(
        lambda c: c.collaborator_groups.create(CUSTOMER, name="Release managers", description="Deploy to production"),
        unprocessable_calls=(lambda c: c.collaborator_groups.create(CUSTOMER, name="Developers"),),
        bad_bodies=(*NO_OBJECT, "{}", '{"user_group": {}}', '{"user_group": {"name": ""}}', '{"user_group": []}'),
    ),
    "get_collaborator_group": Case(lambda c: c.collaborator_groups.get(CUSTOMER, GROUP)),
    "update_collaborator_group": Case(
        lambda c: c.collaborator_groups.update(CUSTOMER, GROUP, name="Senior developers"),
        unprocessable_calls=(lambda c: c.collaborator_groups.update(CUSTOMER, SYSTEM_GROUP, name="All"),),
        bad_bodies=(*NO_OBJECT, "{}", '{"user_group": {"name": ""}}', '{"user_group": {"description": 7}}'),
    ),
    "delete_collaborator_group": Case(
        lambda c: c.collaborator_groups.delete(CUSTOMER, GROUP),
        unprocessable_calls=(lambda c: c.collaborator_groups.delete(CUSTOMER, SYSTEM_GROUP),),
    ),
    "list_collaborator_group_members": Case(
        lambda c: c.collaborator_groups.members.list(CUSTOMER, GROUP, text="sam", page_number=1, page_size=10),
        bad_queries=BAD_PAGES,
    ),
    "add_collaborator_group_members": Case(
        lambda c: c.collaborator_groups.members.add(CUSTOMER, GROUP, user_ids=[MEMBER, OTHER_MEMBER]),
        unprocessable_calls=(lambda c: c.collaborator_groups.members.add(CUSTOMER, SYSTEM_GROUP, user_ids=[MEMBER]),),
        bad_queries=("", "user_ids=Dana"),
    ),
    "remove_collaborator_group_members": Case(
        lambda c: c.collaborator_groups.members.remove(CUSTOMER, GROUP, user_ids=[MEMBER], member_invitation_ids=[1]),
        unprocessable_calls=(
            lambda c: c.collaborator_groups.members.remove(CUSTOMER, SYSTEM_GROUP, user_ids=[MEMBER]),
        ),
        bad_queries=("", "user_ids=Sam", "member_invitation_ids=x"),
    ),
    "list_collaborator_group_project_grants": Case(
        lambda c: c.collaborator_groups.list_project_grants(CUSTOMER, GROUP, page_number=1, page_size=10),
        bad_queries=BAD_PAGES,
    ),
}
