"""The events of tags."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events, stored
from workato_embedded_mock.store.tables.tags import tags

_KIND = "Tags::Models::Tag"
_NAME = stored(tags.c.title, key="handle")

EVENTS: Events = {
    "create_tag": Event("tag_created", _KIND, "response.handle", _NAME),
    "update_tag": Event("tag_updated", _KIND, "handle", _NAME),
    "delete_tag": Event("tag_deleted", _KIND, "handle", _NAME, removes=True),
    "update_tags_assignments": Event("tags_assigned", _KIND),
}
