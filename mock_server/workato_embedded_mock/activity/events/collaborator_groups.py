"""The events of groups of collaborators."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events, stored
from workato_embedded_mock.store.tables.collaborator_groups import user_groups

_GROUP = ("UserGroup", "id", stored(user_groups.c.name))

EVENTS: Events = {
    "create_collaborator_group": Event("user_group_created", "UserGroup", "response.data.id", "response.data.name"),
    "update_collaborator_group": Event("user_group_updated", *_GROUP),
    "delete_collaborator_group": Event("user_group_deleted", *_GROUP, removes=True),
    "add_collaborator_group_members": Event("user_group_members_added", *_GROUP),
    "remove_collaborator_group_members": Event("user_group_members_removed", *_GROUP),
}
