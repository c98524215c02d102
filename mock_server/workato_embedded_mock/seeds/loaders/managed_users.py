"""Plants customers, the people in them, and their projects."""

from __future__ import annotations

from typing import Any

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, Loaders, MisplacedError, Place, columns, only
from workato_embedded_mock.store.tables.folders import projects
from workato_embedded_mock.store.tables.managed_users import managed_users, members

_MOST_DIGITS = 18


def plant_managed_user(bed: Bed, place: Place, value: Json) -> None:
    """Plant a customer."""
    only(place)
    external_id = value["external_id"]
    if external_id is not None and any(row["external_id"] == external_id for row in bed.rows[managed_users].values()):
        raise MisplacedError("/value/external_id", "another customer has this external id")
    bed.plant(managed_users, value["id"], columns(managed_users, value, renews=False))


def plant_member(bed: Bed, place: Place, value: Json) -> None:
    """Plant a member of a customer."""
    only(place, "managed_user_id")
    owner = bed.parent(managed_users, place, "managed_user_id")["id"]
    bed.plant(members, value["id"], columns(members, value, managed_user_id=owner))


def plant_project(bed: Bed, owner: int, project_id: Any, below: str) -> int:
    """Make the project that an object names, unless another object did, and answer its id.

    Raises:
        MisplacedError: It is no id, or the project is another customer's; `below` is where the object names it.
    """
    if not isinstance(project_id, int) or isinstance(project_id, bool) or project_id < 1:
        raise MisplacedError(below, "the id of a project is a positive integer")
    known = bed.rows[projects].setdefault(
        project_id, {"id": project_id, "managed_user_id": owner, "folder_id": None, "description": None}
    )
    if known["managed_user_id"] != owner:
        raise MisplacedError(below, "the project belongs to another customer")
    return project_id


def plant_project_by_text(bed: Bed, owner: int, text: str, below: str) -> int:
    """Make the project that an object names by the text of its id; see `plant_project`.

    Raises:
        MisplacedError: It is no id, or the project is another customer's.
    """
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS:
        raise MisplacedError(below, "the id of a project is made of digits")
    return plant_project(bed, owner, int(text), below)


LOADERS: Loaders = {
    "ManagedUser": plant_managed_user,
    "Member": plant_member,
}
