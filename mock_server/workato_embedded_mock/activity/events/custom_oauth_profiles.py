"""The events of custom OAuth profiles."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events, stored
from workato_embedded_mock.store.tables.custom_oauth_profiles import custom_oauth_profiles

_PROVIDER = stored(custom_oauth_profiles.c.provider)

EVENTS: Events = {
    "assign_custom_oauth_profile": Event("custom_oauth_profile_assigned", "CustomOauthKey", "id", _PROVIDER),
    "unassign_custom_oauth_profile": Event("custom_oauth_profile_unassigned", "CustomOauthKey", "id", _PROVIDER),
}
