"""Recipes with their versions, jobs, field maps and tags."""

from __future__ import annotations

from workato_embedded_mock.seeds.form import defaults
from workato_embedded_mock.seeds.form.declaring import Under, declare
from workato_embedded_mock.seeds.form.kinds import JsonText
from workato_embedded_mock.store.author import CALLER

_RECIPE = Under("recipes", "recipe_id")

_JOBS = declare(
    "jobs",
    "jobs",
    "job",
    _RECIPE,
    defaults_of={
        "handle": defaults.numbered("j-SEED{0:04d}-{0:06d}"),
        "status": defaults.value("succeeded"),
        "started_at": defaults.value(defaults.START_UTC),
        "completed_at": defaults.job_end,
        "title": defaults.numbered("Job {0}"),
        "is_error": defaults.if_equal("status", "failed", True, False),  # values of a column
        "error": defaults.if_equal("status", "failed", "the application did not respond", None),
    },
    text="Runs of the recipe.",
)
_VERSIONS = declare(
    "versions",
    "recipe_versions",
    "version",
    _RECIPE,
    defaults_of={
        "author_name": defaults.value(CALLER.name),
        "author_email": defaults.value(CALLER.email),
        "created_at": lambda entry: entry.owner.get("updated_at") if entry.owner else defaults.START,
    },
    text="Versions of the recipe. The current one exists without being given.",
)
_FIELD_MAPS = declare(
    "field_maps",
    "field_maps",
    "field map",
    _RECIPE,
    defaults_of={"handle": defaults.numbered("dm-Seed{0:04d}-{0:06d}"), "target": defaults.value({})},
    text="Field maps of the recipe.",
)

RECIPES = declare(
    "recipes",
    "recipes",
    "recipe",
    labels=("name",),
    fields={"code": JsonText},
    defaults_of={
        "folder_id": defaults.home_folder,
        "code": defaults.value(defaults.EMPTY_CODE),
        "trigger_application": defaults.trigger_application,
        "action_applications": defaults.action_applications,
        "applications": defaults.applications,
        "config": defaults.recipe_config,
        "description": defaults.value(""),
        "parameters": defaults.value({}),
        "copy_count": defaults.value(0),
        "lifetime_task_count": defaults.value(0),
        "version_no": defaults.value(1),
        "author_name": defaults.value(CALLER.name),
    },
    children=(
        _JOBS,
        _VERSIONS,
        _FIELD_MAPS,
        declare("tags", "recipe_tags", "tag", _RECIPE, shape="links", text="Its tags."),
        declare("timer", "recipe_timers", "timer", _RECIPE, shape="one", text="When a simulated job runs next."),
    ),
    text="Recipes with their jobs. Without code, a recipe has only a trigger by the clock.",
)

USAGE = declare(
    "job_usage", "job_usage", "record", names={"recipe_id": "recipe_id"}, text="What finished jobs used, as records."
)
