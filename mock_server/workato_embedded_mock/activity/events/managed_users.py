"""The events of customers and their members."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events, Reasons, stored
from workato_embedded_mock.store.tables.managed_users import managed_users, members

_WORKSPACE = ("Workspace", "response.id", stored(managed_users.c.name))
_MEMBER = ("ManagedUserGrant", "member_id", stored(members.c.name))

EVENTS: Events = {
    "update_managed_user": Event("workspace_updated", *_WORKSPACE),
    "provision_customer_environments": Event("environments_provisioned", *_WORKSPACE),
    "upgrade_managed_user": Event("workspace_plan_changed", *_WORKSPACE),
    "downgrade_managed_user": Event("workspace_plan_changed", *_WORKSPACE),
    "add_member": Event("member_added", "ManagedUserGrant", "response.id", "response.name"),
    "update_member": Event("member_updated", *_MEMBER),
    "remove_member": Event("member_removed", *_MEMBER, removes=True),
    "add_member_deprecated": Event("member_added", "ManagedUserGrant", resource_name="body.name"),
    "remove_member_deprecated": Event(
        "member_removed", "ManagedUserGrant", "body.member_id", stored(members.c.name), removes=True
    ),
}
NOT_RECORDED: Reasons = {"delete_managed_user": "the log is deleted with its customer"}
