"""Plants folders, and adds the Home folders and projects that go without saying."""

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.folders import HOME
from workato_embedded_mock.seeds.beds import Bed, MisplacedError, Place, Row, columns, only
from workato_embedded_mock.seeds.planters.managed_users import plant_project
from workato_embedded_mock.store import tables


def plant_folder(bed: Bed, place: Place, value: Json) -> None:
    """Plant a folder; `in.project_id` names the project that a folder at the top level is.

    A parent that no entry is, is the Home folder of the customer: the API never answers that one itself.
    """
    only(place, "managed_user_id", "project_id")
    owner = bed.parent(tables.managed_users, place, "managed_user_id")
    above = _parent(bed, owner, value["parent_id"])
    row = columns(tables.folders, value, managed_user_id=owner["id"], parent_id=above["id"])
    bed.plant(tables.folders, value["id"], row)
    if "project_id" in place:
        if above["parent_id"] is not None:
            raise MisplacedError("/in/project_id", "only a folder at the top level is a project")
        project_id = plant_project(bed, owner["id"], place["project_id"], "/in/project_id")
        bed.rows[tables.projects][project_id]["folder_id"] = value["id"]


def complete_folders(bed: Bed) -> None:
    """Give every customer a Home folder, and every folder at the top level its project.

    Which folder is which project is often not said: then both are paired in the order of the seed.
    """
    for owner in bed.rows[tables.managed_users].values():
        top = home_of(bed, owner)
        projects = [row for row in bed.rows[tables.projects].values() if row["managed_user_id"] == owner["id"]]
        named = {row["folder_id"] for row in projects}
        free = [row for row in projects if row["folder_id"] is None]
        for row in list(bed.rows[tables.folders].values()):
            if row["parent_id"] == top["id"] and row["id"] not in named:
                (free.pop(0) if free else _new_project(bed, owner["id"]))["folder_id"] = row["id"]


def home_of(bed: Bed, owner: Row, folder_id: int | None = None) -> Row:
    """Answer the Home folder of a customer; make it, with this id if there is one, when it is not there."""
    for row in bed.rows[tables.folders].values():
        if row["managed_user_id"] == owner["id"] and row["parent_id"] is None:
            return row
    number = bed.next_id(tables.folders) if folder_id is None else folder_id
    row = {
        "id": number,
        "managed_user_id": owner["id"],
        "name": HOME,
        "parent_id": None,
        "created_at": owner["created_at"],
        "updated_at": owner["created_at"],
    }
    bed.plant(tables.folders, number, row)
    return row


def folder_of(bed: Bed, owner: int, folder_id: int, below: str) -> None:
    """Check that a customer has a folder.

    Raises:
        MisplacedError: It has not; `below` is where an object names the folder.
    """
    row = bed.rows[tables.folders].get(folder_id)
    if row is None:
        raise MisplacedError(below, f"the seed has no folder {folder_id}")
    if row["managed_user_id"] != owner:
        raise MisplacedError(below, "the folder belongs to another customer")


def _parent(bed: Bed, owner: Row, parent_id: int | None) -> Row:
    known = None if parent_id is None else bed.rows[tables.folders].get(parent_id)
    if known is None:
        known = home_of(bed, owner, parent_id)
    if parent_id is not None and known["id"] != parent_id:
        raise MisplacedError("/value/parent_id", f"the seed has no folder {parent_id} before this one")
    if known["managed_user_id"] != owner["id"]:
        raise MisplacedError("/value/parent_id", "the folder belongs to another customer")
    return known


def _new_project(bed: Bed, owner: int) -> Row:
    number = bed.next_id(tables.projects)
    plant_project(bed, owner, number, "")
    return bed.rows[tables.projects][number]
