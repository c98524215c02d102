"""Turns a seed into rows of the store, by the form that it has; must not read files."""

from __future__ import annotations

from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.seeds.examples import load_examples
from workato_embedded_mock.seeds.files import SeedFile
from workato_embedded_mock.seeds.problems import Problem
from workato_embedded_mock.store.states import Rows, StateError, is_state, parse_state


def load_seed(seed: SeedFile | None, compiler: SchemaCompiler) -> Rows:
    """Return the rows of a seed by table, parents first.

    A seed has the form for people. It can also be an exported state, or have examples of the API's document: objects as
    the API returns them, by the names of their schemas.

    Raises:
        SeedError: The seed is invalid. The error has all problems that were found.
    """
    if seed is None:
        return load_examples({}, compiler)[0]
    if not isinstance(seed.content, dict):
        text = "a seed must be a mapping of sections; `workato-mock seed example` lists examples"
        raise seed.error([Problem("", text)])
    if is_state(seed.content):
        try:
            return parse_state(seed.content)
        except StateError as error:
            raise seed.error(Problem(pointer, text) for pointer, text in error.problems) from error
    if seed.content.keys() & compiler.names():
        rows, problems = load_examples(seed.content, compiler)
    else:
        # Imported only here, because a server with the default seed does not need it.
        from workato_embedded_mock.seeds.form.reading import read_form

        rows, problems = read_form(seed.content, compiler.schemas)
    if problems:
        raise seed.error(problems)
    return rows
