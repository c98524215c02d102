"""The events of folders and projects."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, select

from workato_embedded_mock.activity.event import Event, Events, Lookup, stored
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.folders import folders, projects

_FOLDER = ("Folder", "folder_id", stored(folders.c.name))
# The name of a project is that of its folder.
_BY_ID = Lookup(
    select(projects.c.id, folders.c.name)
    .join(folders, and_(folders.c.namespace == projects.c.namespace, folders.c.id == projects.c.folder_id))
    .where(projects.c.namespace == NAMESPACE_ID, projects.c.id == bindparam("wanted"))
)
_PROJECT = ("Project", "project_id", _BY_ID)

EVENTS: Events = {
    "create_folder": Event("folder_created", "Folder", "response.id", "response.name"),
    "update_folder": Event("folder_updated", *_FOLDER),
    "delete_folder": Event("folder_deleted", *_FOLDER, removes=True),
    "update_project": Event("project_updated", *_PROJECT),
    "delete_project": Event("project_deleted", *_PROJECT, removes=True),
}
