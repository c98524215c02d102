"""The events of builds, deployments and their reviews."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, bindparam, func, select

from workato_embedded_mock.activity.event import Event, Events, Lookup
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.deployments import deployments, project_builds
from workato_embedded_mock.store.tables.folders import folders, projects


def _named(own_name: Column[Any]) -> Lookup:
    """Return how to look up what belongs to a project: its own name, else that of the project, if it still exists."""
    table, project, folder = own_name.table.c, projects.c, folders.c
    found = (
        select(table.id, func.coalesce(own_name, folder.name).label("name"))
        .outerjoin(projects, (project.namespace == table.namespace) & (project.id == table.project_id))
        .outerjoin(folders, (folder.namespace == project.namespace) & (folder.id == project.folder_id))
    )
    return Lookup(found.where(table.namespace == NAMESPACE_ID, table.id == bindparam("wanted")))


DEPLOYMENT = _named(deployments.c.title)

_BUILD = ("ProjectBuild", "response.id", _named(project_builds.c.description))
_NEW = ("Deployment", "response.id", DEPLOYMENT)
_DEPLOYMENT = ("Deployment", "id", DEPLOYMENT)

EVENTS: Events = {
    "build_project": Event("project_build_started", *_BUILD),
    "deploy_project_build": Event("deployment_started", *_NEW),
    "deploy_project": Event("deployment_started", *_NEW),
    "assign_deployment_reviewers": Event("deployment_reviewers_assigned", *_DEPLOYMENT),
    "submit_deployment_for_review": Event("deployment_submitted", *_DEPLOYMENT),
    "deploy_approved_deployment": Event("deployment_started", *_DEPLOYMENT),
}
