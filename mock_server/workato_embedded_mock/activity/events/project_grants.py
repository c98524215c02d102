"""The events of project grants: their resource is the project."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, select

from workato_embedded_mock.activity.event import Event, Events, Lookup
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.folders import folders, projects
from workato_embedded_mock.store.tables.project_roles import project_grants

_PROJECTS = (
    select(projects.c.id, folders.c.name)
    .join(folders, and_(folders.c.namespace == projects.c.namespace, folders.c.id == projects.c.folder_id))
    .where(projects.c.namespace == NAMESPACE_ID)
)
_GRANTS = and_(project_grants.c.namespace == projects.c.namespace, project_grants.c.project_id == projects.c.id)
_OF_GRANT = Lookup(_PROJECTS.join(project_grants, _GRANTS).where(project_grants.c.id == bindparam("wanted")))

EVENTS: Events = {
    "upsert_project_grants": Event(
        "project_grants_updated", "Project", "project_id", Lookup(_PROJECTS.where(projects.c.id == bindparam("wanted")))
    ),
    "update_project_grant": Event("project_grant_updated", "Project", "id", _OF_GRANT),
    "delete_project_grant": Event("project_grant_deleted", "Project", "id", _OF_GRANT, removes=True),
}
