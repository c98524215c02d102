"""The events of builds, deployments and their reviews."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events, stored
from workato_embedded_mock.store.tables.deployments import deployments, project_builds

_BUILD = ("ProjectBuild", "response.id", stored(project_builds.c.description))
_NEW = ("Deployment", "response.id", stored(deployments.c.title))
_DEPLOYMENT = ("Deployment", "id", stored(deployments.c.title))

EVENTS: Events = {
    "build_project": Event("project_build_started", *_BUILD),
    "deploy_project_build": Event("deployment_started", *_NEW),
    "deploy_project": Event("deployment_started", *_NEW),
    "assign_deployment_reviewers": Event("deployment_reviewers_assigned", *_DEPLOYMENT),
    "submit_deployment_for_review": Event("deployment_submitted", *_DEPLOYMENT),
    "deploy_approved_deployment": Event("deployment_started", *_DEPLOYMENT),
}
