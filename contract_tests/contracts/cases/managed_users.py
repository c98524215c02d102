"""Cases of managed users."""

from __future__ import annotations

import datetime
from typing import Any

from contract_tests.contracts.case import (
    CUSTOMER,
    CUSTOMER_MANAGER_PERSON,
    EMPTY_CUSTOMER,
    MEMBER,
    NO_OBJECT,
    NO_OBJECT_OR_NONE,
    Case,
)

START, END = datetime.datetime(2023, 11, 1, tzinfo=datetime.UTC), datetime.datetime(2023, 12, 1, tzinfo=datetime.UTC)
_TIMES = '"from": "2023-11-01T00:00:00.000Z", "to": "2023-12-01T00:00:00.000Z"'
_BAD_STATISTICS = (
    *NO_OBJECT,
    "{}",
    f"{{{_TIMES}}}",
    f'{{{_TIMES}, "workspace_ids": ["x"]}}',
    f'{{{_TIMES}, "external_ids": [true]}}',
    '{"from": "yesterday", "to": "2023-12-01", "workspace_ids": [512044]}',
    '{"from": "2023-12-01", "to": "2023-11-01", "workspace_ids": [512044]}',
    '{"to": "2023-12-01", "workspace_ids": [512044]}',
)
ADMIN_IN_TEST = {"environment_type": "test", "name": "Admin"}


def update_in_test(client: Any) -> Any:
    """Update a member with a role in an environment that the customer does not have."""
    kim = client.managed_users.members.add(EMPTY_CUSTOMER, name="Kim Lee")
    return client.managed_users.members.update(EMPTY_CUSTOMER, kim.id, env_roles=[ADMIN_IN_TEST])


def add_after_migration(client: Any) -> Any:
    """Add a member by the older operation, after the roles of the customer were migrated."""
    client.roles_migration.migrate_system_roles(CUSTOMER)
    return client.managed_users.members.add_deprecated(CUSTOMER, name="Kim Lee", oauth_id="idp-18")


CASES = {
    "list_managed_users": Case(
        lambda c: c.managed_users.list(page=1, per_page=2),
        bad_queries=("page=0", "page=none", "page=-1", "per_page=0", "per_page=1.5"),
    ),
    "create_managed_user": Case(
        lambda c: c.managed_users.create(
            name="Globex",
            notification_email="ops@example.com",
            external_id="globex/1 ö",
            whitelisted_apps=["jira"],
            auth_settings={"type": "workato_auth"},
            task_limit_adjustment="-5",
        ),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            '{"name": "Globex"}',
            '{"name": "", "notification_email": "ops@example.com"}',
            '{"name": null, "notification_email": "ops@example.com"}',
            '{"name": "Globex", "notification_email": 7}',
            '{"name": "Globex", "notification_email": "ops@example.com", "external_id": "cust-0042"}',
            '{"name": "Globex", "notification_email": "ops@example.com", "task_limit_adjustment": "many"}',
            '{"name": "Globex", "notification_email": "ops@example.com", "auth_settings": {"type": "magic"}}',
        ),
    ),
    "get_task_usage": Case(lambda c: c.managed_users.usage()),
    "get_managed_user": Case(lambda c: c.managed_users.get(CUSTOMER)),
    "update_managed_user": Case(
        lambda c: c.managed_users.update(CUSTOMER, name="Northwind Ltd", origin_url=None, in_trial=True),
        bad_bodies=(
            *NO_OBJECT,
            '{"name": 7}',
            '{"name": null}',
            '{"external_id": "acme/42"}',
            '{"custom_task_limit": 1203}',
            '{"custom_task_limit": -1}',
        ),
    ),
    "delete_managed_user": Case(lambda c: c.managed_users.delete(CUSTOMER)),
    "list_members": Case(lambda c: c.managed_users.members.list(CUSTOMER)),
    "add_member": Case(
        lambda c: c.managed_users.members.add(
            CUSTOMER, name="Kim Lee", role_name="Operator", external_id="usr-18", oauth_id="idp-18"
        ),
        bad_bodies=(*NO_OBJECT, "{}", '{"name": ["Kim"]}', '{"name": ""}', '{"name": "Kim", "role_name": "Gardener"}'),
        unprocessable_calls=(
            lambda c: c.managed_users.members.add(EMPTY_CUSTOMER, name="Kim Lee", env_roles=[ADMIN_IN_TEST]),
        ),
    ),
    "get_member": Case(lambda c: c.managed_users.members.get(CUSTOMER, MEMBER)),
    "update_member": Case(
        lambda c: c.managed_users.members.update(CUSTOMER, MEMBER, role_name="Operator"),
        bad_bodies=(
            *NO_OBJECT,
            '{"role_name": 1}',
            '{"role_name": "Gardener"}',
            '{"env_roles": [{"environment_type": "dev", "name": "Gardener"}]}',
        ),
        unprocessable_calls=(update_in_test,),
        bad_calls=(lambda c: c.managed_users.members.update(CUSTOMER, CUSTOMER_MANAGER_PERSON, role_name="Operator"),),
    ),
    "remove_member": Case(
        lambda c: c.managed_users.members.remove(CUSTOMER, MEMBER),
        bad_calls=(lambda c: c.managed_users.members.remove(CUSTOMER, CUSTOMER_MANAGER_PERSON),),
    ),
    "upgrade_managed_user": Case(
        lambda c: c.managed_users.upgrade(CUSTOMER, plan_id="partner_enterprise"),
        bad_bodies=(
            *NO_OBJECT_OR_NONE,
            '{"plan_id": true}',
            '{"plan_id": null}',
            '{"plan_id": ""}',
            '{"plan_id": "free"}',
        ),
    ),
    "downgrade_managed_user": Case(lambda c: c.managed_users.downgrade(CUSTOMER)),
    "add_member_deprecated": Case(
        lambda c: c.managed_users.members.add_deprecated(CUSTOMER, name="Kim Lee", oauth_id="idp-18"),
        bad_bodies=(*NO_OBJECT, "{}", '{"name": "Kim Lee"}', '{"name": "", "oauth_id": "idp-18"}'),
        unprocessable_calls=(add_after_migration,),
    ),
    "remove_member_deprecated": Case(
        lambda c: c.managed_users.members.remove_deprecated(CUSTOMER, member_id=str(MEMBER)),
        bad_bodies=(*NO_OBJECT, "{}", '{"member_id": true}', '{"member_id": ""}'),
    ),
    "provision_customer_environments": Case(
        lambda c: c.managed_users.provision_environments(EMPTY_CUSTOMER),
        bad_calls=(lambda c: c.managed_users.provision_environments(CUSTOMER),),
    ),
    "get_usage_v2": Case(
        lambda c: c.managed_users.statistics.usage(
            from_=START, to=END, workspace_ids=[512044], interval="day", recipe_name_pattern="Sync"
        ),
        bad_bodies=(
            *_BAD_STATISTICS,
            f'{{{_TIMES}, "workspace_ids": [512044], "interval": "minute"}}',
            '{"from": "2001-01-01", "to": "2026-01-01", "workspace_ids": [512044], "interval": "hour"}',
        ),
        not_found_calls=(lambda c: c.managed_users.statistics.usage(from_=START, to=END, workspace_ids=[1]),),
    ),
    "get_connection_usage": Case(
        lambda c: c.managed_users.statistics.connection_usage(from_=START, to=END, external_ids=["cust-0042"]),
        bad_bodies=_BAD_STATISTICS,
        not_found_calls=(
            lambda c: c.managed_users.statistics.connection_usage(from_=START, to=END, external_ids=["nobody"]),
        ),
    ),
}
