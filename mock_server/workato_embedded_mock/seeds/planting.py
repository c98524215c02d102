"""Turns the objects of a seed into rows of the store, and refuses those that have no place; must not read files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.resources.lookup_tables import labels_in
from workato_embedded_mock.schemas import SchemaCompiler
from workato_embedded_mock.seeds.reading import SeedFile
from workato_embedded_mock.store import tables

Row = dict[str, Any]
Place = dict[str, Any]


class MisplacedError(Exception):
    """An object cannot stand where its seed puts it; `below` is the part of the object that is wrong."""

    def __init__(self, below: str, sentence: str) -> None:
        super().__init__(sentence)
        self.below = below


@dataclass(slots=True)
class Bed:
    """The rows that were planted so far, by table and id."""

    rows: dict[Table, dict[Any, Row]] = field(
        default_factory=lambda: {table: {} for table in tables.metadata.sorted_tables if "namespace" in table.c}
    )

    def plant(self, table: Table, key: Any, row: Row) -> None:
        """Take one row.

        Raises:
            MisplacedError: There is a row of this key.
        """
        if key in self.rows[table]:
            raise MisplacedError("/value/id", f"another object has the id {key}")
        self.rows[table][key] = row

    def parent(self, table: Table, place: Place, name: str) -> Row:
        """Answer the row that `in` names by an id.

        Raises:
            MisplacedError: `in` does not name it, or it is not there.
        """
        if name not in place:
            raise MisplacedError("/in", f"{name} is missing")
        found = self.rows[table].get(place[name]) if isinstance(place[name], int) else None
        if found is None:
            raise MisplacedError(f"/in/{name}", f"the seed has no object with the id {place[name]!r}")
        return found


def plant(seed: SeedFile | None, compiler: SchemaCompiler) -> dict[Table, list[Row]]:
    """Turn a whole seed into rows by table, parents first.

    Raises:
        StartError: An object does not fit its schema, or has no place.
    """
    bed = Bed()
    if seed is not None:
        objects = list(_objects(seed, compiler))
        for name, planter in _PLANTERS.items():
            for schema, pointer, place, value in objects:
                if schema == name:
                    try:
                        planter(bed, place, value)
                    except MisplacedError as error:
                        raise seed.refusal(pointer + error.below, str(error)) from error
    return {table: list(rows.values()) for table, rows in bed.rows.items()}


def _objects(seed: SeedFile, compiler: SchemaCompiler) -> Iterator[tuple[str, str, Place, Json]]:
    """Answer schema name, pointer, place and value of each object, checked."""
    for schema, entries in _mapping(seed, seed.content, "").items():
        pointer = f"/{pointer_token(schema)}"
        if schema not in _PLANTERS or schema not in compiler.names():
            raise seed.refusal(pointer, f"only objects of these schemas can be seeded: {', '.join(_PLANTERS)}")
        check = compiler.named(schema, "/value")
        for key, entry in _mapping(seed, entries, pointer).items():
            at = f"{pointer}/{pointer_token(key)}"
            unknown = _mapping(seed, entry, at).keys() - {"in", "value"}
            if unknown or "value" not in entry:
                raise seed.refusal(at, "an entry has a value, perhaps the place that it is in, and nothing else")
            faults = check(entry["value"])
            if faults:
                raise seed.refusal(at + faults[0].pointer, faults[0].text)
            yield schema, at, _mapping(seed, entry.get("in", {}), f"{at}/in"), entry["value"]


def _mapping(seed: SeedFile, value: Json, pointer: str) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise seed.refusal(pointer, "this must be a mapping")
    return value


def _only(place: Place, *names: str) -> None:
    for name in place:
        if name not in names:
            raise MisplacedError(
                f"/in/{pointer_token(name)}", f"only these can be named here: {', '.join(names) or 'nothing'}"
            )


def _columns(table: Table, value: Json, **more: Any) -> Row:
    """Take from an object what the table has columns for; what is missing is empty."""
    names = (column.name for column in table.columns if column.name != "namespace")
    return {**{name: value.get(name) for name in names}, **more}


def _plant_managed_user(bed: Bed, place: Place, value: Json) -> None:
    _only(place)
    external_id = value["external_id"]
    if external_id is not None and any(
        row["external_id"] == external_id for row in bed.rows[tables.managed_users].values()
    ):
        raise MisplacedError("/value/external_id", "another customer has this external id")
    bed.plant(tables.managed_users, value["id"], _columns(tables.managed_users, value))


def _plant_member(bed: Bed, place: Place, value: Json) -> None:
    _only(place, "managed_user_id")
    owner = bed.parent(tables.managed_users, place, "managed_user_id")["id"]
    bed.plant(tables.members, value["id"], _columns(tables.members, value, managed_user_id=owner))


def _plant_connection(bed: Bed, place: Place, value: Json) -> None:
    _only(place, "managed_user_id", "runtime")
    owner = bed.parent(tables.managed_users, place, "managed_user_id")["id"]
    runtime = place.get("runtime", False)
    if not isinstance(runtime, bool):
        raise MisplacedError("/in/runtime", "this is true for a connection of a runtime user, else false")
    row = _columns(tables.connections, value, managed_user_id=owner, runtime=runtime)
    bed.plant(tables.connections, value["id"], row)


def _plant_lookup_table(bed: Bed, place: Place, value: Json) -> None:
    _only(place, "managed_user_id")
    owner = bed.parent(tables.managed_users, place, "managed_user_id")["id"]
    try:
        labels_in(value["schema"])
    except ValueError as error:
        raise MisplacedError("/value/schema", str(error)) from error
    project_id = value["project_id"]
    if project_id is not None:
        if not project_id.isascii() or not project_id.isdigit() or len(project_id) > 18:
            raise MisplacedError("/value/project_id", "the id of a project is made of digits")
        project_id = _plant_project(bed, owner, int(project_id), "/value/project_id")
    row = _columns(tables.lookup_tables, value, managed_user_id=owner, project_id=project_id)
    bed.plant(tables.lookup_tables, value["id"], row)


def _plant_lookup_table_row(bed: Bed, place: Place, value: Json) -> None:
    _only(place, "managed_user_id", "lookup_table_id")
    table = bed.parent(tables.lookup_tables, place, "lookup_table_id")
    if bed.parent(tables.managed_users, place, "managed_user_id")["id"] != table["managed_user_id"]:
        raise MisplacedError("/in/lookup_table_id", "the lookup table belongs to another customer")
    labels = labels_in(table["schema"])
    for label in value["data"]:
        if label not in labels:
            raise MisplacedError(f"/value/data/{pointer_token(label)}", "the lookup table has no column of this label")
    columns = {labels[label]: text for label, text in value["data"].items()}
    row = _columns(tables.lookup_table_rows, value, lookup_table_id=table["id"], **columns)
    bed.plant(tables.lookup_table_rows, value["id"], row)


def _plant_properties(bed: Bed, place: Place, value: Json) -> None:
    _only(place, "managed_user_id", "project_id")
    owner = bed.parent(tables.managed_users, place, "managed_user_id")["id"]
    scope = tables.ENVIRONMENT
    if "project_id" in place:
        scope = _plant_project(bed, owner, place["project_id"], "/in/project_id")
    for name, text in value.items():
        key = (owner, scope, name)
        row = {"managed_user_id": owner, "project_id": scope, "name": name, "value": text}
        if key in bed.rows[tables.properties]:
            raise MisplacedError(f"/value/{pointer_token(name)}", "the property is in the seed already")
        bed.plant(tables.properties, key, row)


def _plant_project(bed: Bed, owner: int, project_id: Any, below: str) -> int:
    """Make the project that an object names, unless another object did."""
    if not isinstance(project_id, int) or isinstance(project_id, bool) or project_id < 1:
        raise MisplacedError(below, "the id of a project is a positive integer")
    known = bed.rows[tables.projects].setdefault(project_id, {"id": project_id, "managed_user_id": owner})
    if known["managed_user_id"] != owner:
        raise MisplacedError(below, "the project belongs to another customer")
    return project_id


_PLANTERS: dict[str, Callable[[Bed, Place, Json], None]] = {
    "ManagedUser": _plant_managed_user,
    "Member": _plant_member,
    "Connection": _plant_connection,
    "LookupTable": _plant_lookup_table,
    "LookupTableRow": _plant_lookup_table_row,
    "PropertyMap": _plant_properties,
}
"""How to plant the objects of each schema; an object comes after those that it can be in."""
