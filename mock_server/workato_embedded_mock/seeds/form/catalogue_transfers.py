"""Export manifests, packages, builds and deployments."""

from __future__ import annotations

from typing import Any

from workato_embedded_mock.seeds.form import defaults
from workato_embedded_mock.seeds.form.declaring import Under, declare
from workato_embedded_mock.seeds.form.kinds import Entry, Kind, Place, Places, Row
from workato_embedded_mock.store.author import CALLER


def _no_customer(row: Row, _places: Places) -> Place:
    return None if row["managed_user_id"] is None else False


def _of_customer(row: Row, _places: Places) -> Place:
    return False if row["managed_user_id"] is None else ("managed_users", row["managed_user_id"])


def _manifests(**attributes: Any) -> Kind:
    return declare(
        "export_manifests",
        "export_manifests",
        "export manifest",
        labels=("name",),
        defaults_of={
            "project_path": defaults.same_as("name"),
            "include_data": defaults.value(True),  # the value of a column
            "assets": defaults.value(None),
        },
        text="Export manifests. The folder has what is exported, unless assets lists it.",
        **attributes,
    )


def _packages(**attributes: Any) -> Kind:
    return declare(
        "packages",
        "packages",
        "package",
        defaults_of={
            "status": defaults.value("completed"),
            "started_at": defaults.created_at,
        },
        children=(declare("archive", "package_archives", "archive", Under("packages", "package_id"), shape="one"),),
        text="Exported and imported packages.",
        **attributes,
    )


def _project_of_build(entry: Entry) -> int | None:
    build = entry.targets.get("project_build_id")
    return None if build is None else build.get("project_id")


_CALLER = {"performed_by_name": defaults.value(CALLER.name), "state": defaults.value("success")}

TRANSFERS: tuple[Kind, ...] = (
    _manifests(place=_of_customer),
    _packages(place=_of_customer),
    declare(
        "package_assets",
        "package_assets",
        "file",
        defaults_of={"fields": defaults.value({}), "data": defaults.value(b"")},
        children=(declare("companions", "package_companions", "file", Under("package_assets", "package_asset_id")),),
        text="Files of imported packages that exports write again.",
    ),
    declare("project_builds", "project_builds", "build", labels=("description",), defaults_of=_CALLER),
    declare(
        "deployments",
        "deployments",
        "deployment",
        names={"project_id": "project_id"},
        defaults_of={
            **_CALLER,
            "project_id": _project_of_build,
            "assets": defaults.value(None),
        },
        children=(declare("reviews", "deployment_reviews", "review", Under("deployments", "deployment_id")),),
        text="Deployments of builds to an environment.",
    ),
)
PARTNER_TRANSFERS: tuple[Kind, ...] = (
    _manifests(place=_no_customer, fixed={"managed_user_id": lambda _entry: None}),
    _packages(place=_no_customer, fixed={"managed_user_id": lambda _entry: None}),
)
