"""Loads builds and deployments of projects."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Row, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.seeds.loaders.managed_users import add_project_by_text
from workato_embedded_mock.store.tables.deployments import deployments, project_builds
from workato_embedded_mock.store.tables.managed_users import environments, managed_users

_IN_REVIEW = {"pending_review", "approved", "rejected"}


def load_project_build(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a build. Its zip file is made on the first download."""
    owner = _owner(builder, scope)
    project_id = add_project_by_text(builder, owner["id"], value["project_id"], "/value/project_id")
    extra = {"managed_user_id": owner["id"], "project_id": project_id, "reads": 0, "include_tags": False}
    builder.add(project_builds, value["id"], row_of(project_builds, value, **extra))


def load_deployment(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a deployment of a build that was loaded before.

    A deployment in review implies that its environment requires reviews.
    """
    owner = _owner(builder, scope)
    build = builder.rows[project_builds].get(value["project_build_id"])
    if build is None:
        raise SeedObjectError("/value/project_build_id", f"the seed has no build {value['project_build_id']}")
    target = _target(builder, owner, value["environment_type"])
    if target is None:
        raise SeedObjectError("/value/environment_type", "the customer does not have this environment")
    if value["state"] in _IN_REVIEW:
        target["requires_review"] = True
    extra = {"managed_user_id": owner["id"], "project_id": build["project_id"], "reads": 0, "include_tags": False}
    builder.add(deployments, value["id"], row_of(deployments, value, **extra))


def _owner(builder: SeedBuilder, scope: Scope) -> Row:
    allow_only(scope, "managed_user_id")
    return builder.parent(managed_users, scope, "managed_user_id")


def _target(builder: SeedBuilder, owner: Row, environment_type: str) -> Row | None:
    rows = builder.rows[environments].values()
    return next(
        (row for row in rows if row["managed_user_id"] == owner["id"] and row["environment_type"] == environment_type),
        None,
    )


LOADERS: Loaders = {
    "ProjectBuild": load_project_build,
    "Deployment": load_deployment,
}
