"""Turns the objects of a seed into rows of the store, and refuses those that have no place; must not read files."""

from __future__ import annotations

from collections.abc import Iterator

from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.seeds.beds import Bed, MisplacedError, Place
from workato_embedded_mock.seeds.loaders import FINALIZERS, LOADERS
from workato_embedded_mock.seeds.reading import SeedFile
from workato_embedded_mock.store.states import Rows, StateError, is_state, rows_of


def plant(seed: SeedFile | None, compiler: SchemaCompiler) -> Rows:
    """Turn a whole seed into rows by table, parents first; an exported state has them already.

    Objects of schemas that no resource of the mock keeps are checked and passed over.

    Raises:
        StartError: An object does not fit its schema, or has no place.
    """
    if seed is not None and is_state(seed.content):
        try:
            return rows_of(seed.content)
        except StateError as error:
            raise seed.refusal(error.pointer, str(error)) from error
    bed = Bed()
    if seed is not None:
        objects = list(_objects(seed, compiler))
        for name, planter in LOADERS.items():
            for schema, pointer, place, value in objects:
                if schema == name:
                    try:
                        planter(bed, place, value)
                    except MisplacedError as error:
                        raise seed.refusal(pointer + error.below, str(error)) from error
    for finish in FINALIZERS:
        finish(bed)
    return {table: list(rows.values()) for table, rows in bed.rows.items()}


def _objects(seed: SeedFile, compiler: SchemaCompiler) -> Iterator[tuple[str, str, Place, Json]]:
    """Answer schema name, pointer, place and value of each object, checked."""
    for schema, entries in _mapping(seed, seed.content, "").items():
        pointer = f"/{pointer_token(schema)}"
        if schema not in compiler.names():
            raise seed.refusal(pointer, f"the document has no schema {schema}")
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
