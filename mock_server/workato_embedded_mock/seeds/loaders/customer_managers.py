"""Plants customer managers, and the people and roles that they name."""

from __future__ import annotations

from sqlalchemy import Table

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.seeds.beds import Bed, Loaders, MisplacedError, Place, columns, only
from workato_embedded_mock.store.tables.customer_managers import customer_managers, privilege_groups, team_collaborators


def plant_customer_manager(bed: Bed, place: Place, value: Json) -> None:
    """Plant a customer manager of the partner."""
    only(place)
    person = _plant_part(bed, team_collaborators, value, "user")
    if any(row["team_collaborator_id"] == person for row in bed.rows[customer_managers].values()):
        raise MisplacedError("/value/user/id", "the person is a customer manager already")
    role = _plant_part(bed, privilege_groups, value, "privilege_group")
    row = {"id": value["id"], "team_collaborator_id": person, "privilege_group_id": role}
    bed.plant(customer_managers, value["id"], row)


def _plant_part(bed: Bed, table: Table, value: Json, name: str) -> int:
    """Plant a person or a role unless another customer manager named it, and answer its id.

    Raises:
        MisplacedError: Another customer manager says other things of it.
    """
    row = columns(table, value[name])
    known = bed.rows[table].setdefault(row["id"], row)
    for part, told in row.items():
        if known[part] != told:
            raise MisplacedError(
                f"/value/{name}/{pointer_token(part)}", f"another customer manager says {known[part]!r} of this id"
            )
    return int(row["id"])


LOADERS: Loaders = {
    "CustomerManager": plant_customer_manager,
}
