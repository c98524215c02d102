"""The command `workato-mock seed`: checks seeds, and prints examples and the schema of seeds."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import click

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.openapi.document import load_document
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.seeds.files import read_seed
from workato_embedded_mock.seeds.form.schema import form_schema
from workato_embedded_mock.seeds.form.text import seed_as_yaml
from workato_embedded_mock.seeds.loading import load_seed
from workato_embedded_mock.seeds.problems import Problem, SeedError
from workato_embedded_mock.store.states import Rows

_EXAMPLES = resources.files("workato_embedded_mock.seeds.form").joinpath("examples")
_DEFAULT = "default"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def seed() -> None:
    """Check seeds, and print examples and the JSON Schema of seeds."""


@seed.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON on standard output.")
def check(files: tuple[str, ...], *, as_json: bool) -> None:
    """Check seeds without starting a server, and print all that is wrong with them. Exit with 1 if anything is."""
    compiler = SchemaCompiler(_document())
    results = [(file, *_check(file, compiler)) for file in files]
    if as_json:
        found = [{"file": file, "problems": [each.as_json() for each in problems]} for file, _, _, problems in results]
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        for file, rows, error, problems in results:
            if error is None:
                click.echo(f"{file} is valid: {_count(rows)}")
            else:
                click.echo(f"{error}\n{file}: {len(problems)} problem{'s' if len(problems) > 1 else ''}", err=True)
    if any(error is not None for _, _, error, _ in results):
        raise SystemExit(1)


@seed.command()
@click.argument("name", required=False)
def example(name: str | None) -> None:
    """Print an example of a seed, with comments. Without a NAME, list the examples."""
    found = {file.name.removesuffix(".yaml"): file for file in _EXAMPLES.iterdir() if file.name.endswith(".yaml")}
    if name is None:
        for known in sorted(found):
            click.echo(f"{known:14}{_summary(found[known].read_text('utf-8'))}")
        click.echo(f"{_DEFAULT:14}The seed that a server has by default.")
    elif name == _DEFAULT:
        click.echo(seed_as_yaml(load_seed(read_seed(_DEFAULT), SchemaCompiler(_document()))), nl=False)
    elif name in found:
        click.echo(found[name].read_text("utf-8"), nl=False)
    else:
        names = ", ".join(sorted([*found, _DEFAULT]))
        raise click.ClickException(f"there is no example {name!r}; expected one of: {names}")


@seed.command()
def schema() -> None:
    """Print the JSON Schema of seeds, for editors."""
    click.echo(json.dumps(form_schema(SchemaCompiler(_document()).schemas), indent=2, ensure_ascii=False))


def _document() -> dict[str, Any]:
    try:
        return load_document().content
    except StartError as error:
        raise click.ClickException(str(error)) from error


def _check(file: str, compiler: SchemaCompiler) -> tuple[Rows, SeedError | None, tuple[Problem, ...]]:
    try:
        return load_seed(read_seed(file), compiler), None, ()
    except SeedError as error:
        return {}, error, error.problems


def _count(rows: Rows) -> str:
    """Return the numbers of customers and of all objects."""
    counts = {table.name: len(found) for table, found in rows.items()}
    customers = counts["managed_users"] - counts["environments"]
    return f"{customers} customer{'' if customers == 1 else 's'}, {sum(counts.values())} rows"


def _summary(text: str) -> str:
    """Return the first comment of an example, except the line for editors."""
    lines = (line.removeprefix("# ") for line in text.splitlines())
    return next(line for line in lines if not line.startswith("yaml-language-server"))
