"""Loads examples of the API's document: objects as the API returns them, by the names of their schemas.

The published fixtures have this form, and make the default seed.
"""

from __future__ import annotations

from typing import NamedTuple

from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.seeds.builder import Scope, SeedBuilder, SeedObjectError
from workato_embedded_mock.seeds.loaders import FINALIZERS, LOADERS
from workato_embedded_mock.seeds.problems import Problem, expected_names
from workato_embedded_mock.store.states import Rows


class _Example(NamedTuple):
    """An object with the name of its schema, its pointer and its scope."""

    schema: str
    pointer: str
    scope: Scope
    value: Json


def load_examples(content: dict[str, Json], compiler: SchemaCompiler) -> tuple[Rows, list[Problem]]:
    """Return the rows of examples by table, parents first, and their problems; with problems, there are no rows.

    Examples without a loader are validated and skipped.
    """
    problems: list[Problem] = []
    examples = _examples(content, compiler, problems)
    if problems:
        return {}, problems
    builder = SeedBuilder()
    for name, load in LOADERS.items():
        for example in examples:
            if example.schema == name:
                try:
                    load(builder, example.scope, example.value)
                except SeedObjectError as error:
                    problems.append(Problem(example.pointer + error.pointer, str(error)))
        if problems:
            # What follows refers to these objects: its problems would follow from theirs.
            return {}, problems
    for finalize in FINALIZERS:
        finalize(builder)
    return {table: list(rows.values()) for table, rows in builder.rows.items()}, []


def _examples(content: dict[str, Json], compiler: SchemaCompiler, problems: list[Problem]) -> list[_Example]:
    """Validate each example against its schema."""
    found: list[_Example] = []
    for schema, entries in content.items():
        pointer = f"/{pointer_token(schema)}"
        if schema not in compiler.names():
            text = f"the document has no schema {schema}; {expected_names(schema, compiler.names())}"
            problems.append(Problem(pointer, text))
        elif not isinstance(entries, dict):
            problems.append(Problem(pointer, "this must be a mapping of names to examples"))
        else:
            for key, entry in entries.items():
                example = _example(schema, f"{pointer}/{pointer_token(key)}", entry, compiler, problems)
                found += [] if example is None else [example]
    return found


def _example(
    schema: str, pointer: str, entry: Json, compiler: SchemaCompiler, problems: list[Problem]
) -> _Example | None:
    if not isinstance(entry, dict):
        problems.append(Problem(pointer, "this must be a mapping with `value`, and perhaps `in`"))
    elif entry.keys() - {"in", "value"} or "value" not in entry:
        problems.append(Problem(pointer, "an entry must have `value`, may have `in`, and nothing else"))
    elif not isinstance(entry.get("in", {}), dict):
        problems.append(Problem(f"{pointer}/in", "this must be a mapping"))
    else:
        errors = compiler.named(schema, "/value")(entry["value"])
        if not errors:
            return _Example(schema, pointer, entry.get("in", {}), entry["value"])
        problems += [Problem(pointer + error.pointer, error.text) for error in errors]
    return None
