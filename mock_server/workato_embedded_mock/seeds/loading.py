"""Turns the objects of a seed into rows of the store; must not read files."""

from __future__ import annotations

from collections.abc import Iterator

from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.seeds.builder import Scope, SeedBuilder, SeedObjectError
from workato_embedded_mock.seeds.files import SeedFile
from workato_embedded_mock.seeds.loaders import FINALIZERS, LOADERS
from workato_embedded_mock.store.states import Rows, StateError, is_state, parse_state


def load_seed(seed: SeedFile | None, compiler: SchemaCompiler) -> Rows:
    """Return the rows of a seed by table, parents first. The seed can be an exported state.

    Objects without a loader are validated and skipped.

    Raises:
        StartError: An object does not match its schema, or its parent is missing.
    """
    if seed is not None and is_state(seed.content):
        try:
            return parse_state(seed.content)
        except StateError as error:
            raise seed.error(error.pointer, str(error)) from error
    builder = SeedBuilder()
    if seed is not None:
        objects = list(_objects(seed, compiler))
        for name, load in LOADERS.items():
            for schema, pointer, scope, value in objects:
                if schema == name:
                    try:
                        load(builder, scope, value)
                    except SeedObjectError as error:
                        raise seed.error(pointer + error.pointer, str(error)) from error
    for finalize in FINALIZERS:
        finalize(builder)
    return {table: list(rows.values()) for table, rows in builder.rows.items()}


def _objects(seed: SeedFile, compiler: SchemaCompiler) -> Iterator[tuple[str, str, Scope, Json]]:
    """Validate each object; yield its schema name, pointer, scope and value."""
    for schema, entries in _mapping(seed, seed.content, "").items():
        pointer = f"/{pointer_token(schema)}"
        if schema not in compiler.names():
            raise seed.error(pointer, f"the document has no schema {schema}")
        check = compiler.named(schema, "/value")
        for key, entry in _mapping(seed, entries, pointer).items():
            entry_pointer = f"{pointer}/{pointer_token(key)}"
            unknown = _mapping(seed, entry, entry_pointer).keys() - {"in", "value"}
            if unknown or "value" not in entry:
                raise seed.error(entry_pointer, "an entry must have `value`, may have `in`, and nothing else")
            errors = check(entry["value"])
            if errors:
                raise seed.error(entry_pointer + errors[0].pointer, errors[0].text)
            yield schema, entry_pointer, _mapping(seed, entry.get("in", {}), f"{entry_pointer}/in"), entry["value"]


def _mapping(seed: SeedFile, value: Json, pointer: str) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise seed.error(pointer, "this must be a mapping")
    return value
