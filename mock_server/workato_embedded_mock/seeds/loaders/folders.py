"""Plants folders, and adds the Home folders and projects that go without saying."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.workspace.folders import HOME
from workato_embedded_mock.seeds.beds import Bed, Finalizer, Loaders, MisplacedError, Place, Row, columns, only
from workato_embedded_mock.seeds.loaders.managed_users import plant_project
from workato_embedded_mock.store.tables.folders import folders, projects
from workato_embedded_mock.store.tables.managed_users import managed_users

_UNSAID = 0
"""Stands for the id of a Home folder until all objects are planted, where no object says it."""


def plant_folder(bed: Bed, place: Place, value: Json) -> None:
    """Plant a folder; `in.project_id` names the project that a folder at the top level is.

    A parent that no entry is, is the Home folder of the customer: the API never answers that one itself.
    """
    only(place, "managed_user_id", "project_id")
    owner = bed.parent(managed_users, place, "managed_user_id")
    top, parent_id = _below(bed, owner, value["parent_id"])
    row = columns(folders, value, managed_user_id=owner["id"], parent_id=parent_id)
    bed.plant(folders, value["id"], row)
    if "project_id" in place:
        if not top:
            raise MisplacedError("/in/project_id", "only a folder at the top level is a project")
        project_id = plant_project(bed, owner["id"], place["project_id"], "/in/project_id")
        bed.rows[projects][project_id]["folder_id"] = value["id"]


def plant_project_of_folder(bed: Bed, place: Place, value: Json) -> None:
    """Plant a project; its folder must be there, at the top level, and has its name."""
    only(place, "managed_user_id")
    owner = bed.parent(managed_users, place, "managed_user_id")
    folder_of(bed, owner["id"], value["folder_id"], "/value/folder_id")
    folder = bed.rows[folders][value["folder_id"]]
    if folder["name"] != value["name"]:
        raise MisplacedError("/value/name", f"the folder {folder['id']} has another name")
    project_id = plant_project(bed, owner["id"], value["id"], "/value/id")
    bed.rows[projects][project_id] |= {"folder_id": folder["id"], "description": value.get("description")}


def complete_folders(bed: Bed) -> None:
    """Give every customer a Home folder, and every folder at the top level its project.

    Which folder is which project is often not said: then both are paired in the order of the seed.
    """
    rows = bed.rows[folders]
    for owner in bed.rows[managed_users].values():
        home = _home(bed, owner) or _plant_home(bed, owner, bed.next_id(folders))
        owned = [row for row in bed.rows[projects].values() if row["managed_user_id"] == owner["id"]]
        named = {row["folder_id"] for row in owned}
        free = [row for row in owned if row["folder_id"] is None]
        for row in rows.values():
            if row["managed_user_id"] == owner["id"] and row["parent_id"] == _UNSAID:
                row["parent_id"] = home["id"]
            if row["parent_id"] == home["id"] and row["id"] not in named:
                (free.pop(0) if free else _new_project(bed, owner["id"]))["folder_id"] = row["id"]
    # The store takes parents first.
    bed.rows[folders] = dict(sorted(rows.items(), key=lambda item: item[1]["parent_id"] is not None))


def folder_of(bed: Bed, owner: int, folder_id: int, below: str) -> None:
    """Check that a customer has a folder.

    Raises:
        MisplacedError: It has not; `below` is where an object names the folder.
    """
    row = bed.rows[folders].get(folder_id)
    if row is None:
        raise MisplacedError(below, f"the seed has no folder {folder_id}")
    if row["managed_user_id"] != owner:
        raise MisplacedError(below, "the folder belongs to another customer")


def _below(bed: Bed, owner: Row, parent_id: int | None) -> tuple[bool, int]:
    """Answer whether a folder is at the top level, and the id of its parent."""
    home = _home(bed, owner)
    if parent_id is None:
        return True, _UNSAID
    known = bed.rows[folders].get(parent_id)
    if known is None and home is None:
        known = home = _plant_home(bed, owner, parent_id)
    if known is None:
        raise MisplacedError("/value/parent_id", f"the seed has no folder {parent_id} before this one")
    if known["managed_user_id"] != owner["id"]:
        raise MisplacedError("/value/parent_id", "the folder belongs to another customer")
    return known is home, parent_id


def _home(bed: Bed, owner: Row) -> Row | None:
    rows = bed.rows[folders].values()
    return next((row for row in rows if row["managed_user_id"] == owner["id"] and row["parent_id"] is None), None)


def _plant_home(bed: Bed, owner: Row, folder_id: int) -> Row:
    row = {
        "id": folder_id,
        "managed_user_id": owner["id"],
        "name": HOME,
        "parent_id": None,
        "created_at": owner["created_at"],
        "updated_at": owner["created_at"],
    }
    bed.plant(folders, folder_id, row)
    return row


def _new_project(bed: Bed, owner: int) -> Row:
    number = bed.next_id(projects)
    plant_project(bed, owner, number, "")
    return bed.rows[projects][number]


LOADERS: Loaders = {
    "Folder": plant_folder,
    "Project": plant_project_of_folder,
}
FINALIZERS: tuple[Finalizer, ...] = (complete_folders,)
