"""The events of recipes and their jobs."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events, stored
from workato_embedded_mock.store.tables.recipes import recipes

_ID, _NAME = "recipe_id", stored(recipes.c.name)

EVENTS: Events = {
    "create_recipe": Event("recipe_created", "Flow", "response.id", _NAME),
    "update_recipe": Event("recipe_updated", "Flow", _ID, _NAME),
    "delete_recipe": Event("recipe_deleted", "Flow", _ID, _NAME, removes=True),
    "start_recipe": Event("recipe_started", "Flow", _ID, _NAME),
    "stop_recipe": Event("recipe_stopped", "Flow", _ID, _NAME),
    "copy_recipe": Event("recipe_copied", "Flow", "response.new_flow_id", _NAME),
    "reset_recipe_trigger": Event("recipe_trigger_reset", "Flow", _ID, _NAME),
    "poll_recipe_now": Event("recipe_polled", "Flow", _ID, _NAME),
    "update_recipe_version_comment": Event("recipe_version_commented", "Flow", _ID, _NAME),
    "repeat_jobs": Event("jobs_repeated", "Flow", _ID, _NAME),
    "share_recipe": Event("recipe_shared", "Flow", _ID, _NAME, stores=False),
}
