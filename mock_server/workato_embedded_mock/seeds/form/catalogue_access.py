"""Members, invitations, groups, roles and developer API clients of a customer."""

from __future__ import annotations

from workato_embedded_mock.seeds.form import defaults
from workato_embedded_mock.seeds.form.declaring import REQUIRED, Under, declare
from workato_embedded_mock.seeds.form.kinds import Entry, Kind

_CUSTOM = {"type": defaults.value("custom"), "config": defaults.value({})}


def _address(entry: Entry) -> str:
    return str(entry.get("email")).lower()


_MEMBERS = declare(
    "members",
    "members",
    "member",
    labels=("name", "email", "external_id"),
    defaults_of={
        "name": REQUIRED,
        "email": defaults.numbered("member-{0}@example.com"),
        "grant_type": defaults.value("team"),
        "role_name": defaults.value("Admin"),
        "time_zone": defaults.value("Pacific Time (US & Canada)"),
    },
    children=(declare("roles", "member_roles", "role", Under("members", "member_id"), text="Roles by environment."),),
    text="Members of the team of the customer.",
)
_INVITATIONS = declare(
    "member_invitations",
    "member_invitations",
    "invitation",
    labels=("email", "name"),
    defaults_of={"address": _address, "role_name": defaults.value("Admin")},
    text="Open invitations.",
)
_GROUPS = declare(
    "collaborator_groups",
    "user_groups",
    "group",
    labels=("name",),
    children=(
        declare("members", "user_group_members", "member", Under("user_groups", "user_group_id"), shape="links"),
        declare(
            "invitations", "user_group_invitations", "invitation", Under("user_groups", "user_group_id"), shape="links"
        ),
    ),
    text="Groups of collaborators, with the names or ids of their members.",
)

ACCESS: tuple[Kind, ...] = (
    _MEMBERS,
    _INVITATIONS,
    _GROUPS,
    declare("roles", "roles", "role", labels=("name",), text="Custom roles."),
    declare("environment_roles", "environment_roles", "role", labels=("name",), defaults_of=_CUSTOM),
    declare("project_roles", "project_roles", "role", labels=("name",), defaults_of=_CUSTOM),
    declare(
        "developer_api_client_roles",
        "developer_api_client_roles",
        "role",
        labels=("name",),
        text="Roles of developer API clients.",
    ),
    declare(
        "developer_api_clients",
        "developer_api_clients",
        "client",
        labels=("name",),
        defaults_of={"token_updated_at": defaults.same_as("updated_at")},
        text="Clients of the Developer API.",
    ),
    declare("role_migration", "role_migrations", "migration", shape="one", text="When legacy roles were migrated."),
)
