"""The events of field maps."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events, Reasons, stored
from workato_embedded_mock.store.tables.recipes import recipes

_RECIPE = ("Flow", "recipe_id", stored(recipes.c.name))

EVENTS: Events = {
    "update_field_map_introspection": Event("recipe_field_map_updated", *_RECIPE),
    "update_field_map_introspections": Event("recipe_field_maps_updated", *_RECIPE),
    "refresh_field_map_schema": Event("recipe_field_map_refreshed", *_RECIPE),
}
NOT_RECORDED: Reasons = {"get_field_map_pick_list": "it reads choices"}
