"""The commands of `python -m generator`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from generator import diff as editions
from generator import drift as docs_drift
from generator.bundle import Bundle, bundle
from generator.diff.release import is_older, last_release
from generator.evidence import evidence
from generator.facade import Facade
from generator.findings import GeneratorError
from generator.lint import lint as lint_bundle
from generator.observe import observe as observe_traffic
from generator.observe import report as traffic_report
from generator.parser import parse
from generator.publish import compare, publish
from generator.render import render_client
from generator.site import build_site

T = TypeVar("T")

_ROOT = Path(__file__).resolve().parent.parent

_SCAFFOLD = "Write a skeleton of what is new into FOLDER, laid out as this repository (which it can be)."

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=_ROOT,
    help="The folder that has spec/ and generated_client/. By default this repository.",
)


@click.group()
def main() -> None:
    """Bundle and lint the spec in spec/, and generate the client from it."""


@main.command()
@root_option
def build(root: Path) -> None:
    """Bundle the spec, lint it, generate the client, and write both. A spec that is wrong changes nothing."""
    files = _run(lambda: generate(root))
    drift = publish(files, root)
    click.echo(str(drift) or "nothing to change")
    click.echo(f"{len(files)} files are as the spec says, {len(drift.differing + drift.missing + drift.extra)} changed")
    raise SystemExit(1 if drift.unknown else 0)


@main.command()
@root_option
def check(root: Path) -> None:
    """Do what `build` does without writing, and fail where a file would change."""
    files = _run(lambda: generate(root))
    drift = compare(files, root)
    if drift:
        _fail(f"{drift}\nThese files are not what the spec gives; run `python -m generator build`.")
    click.echo(f"{len(files)} files are as the spec says")


@main.command()
@root_option
@click.option("--summary", is_flag=True, help="Print how many operations and properties are known how well.")
def lint(root: Path, summary: bool) -> None:
    """Lint the spec."""
    made = _run(lambda: linted(root))
    click.echo(f"{len(list(made.operations()))} operations, nothing to complain of")
    if summary:
        click.echo(evidence(made).summary())


@main.command()
@root_option
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="site")
def docs(root: Path, folder: Path) -> None:
    """Write the published site into FOLDER (by default `site`)."""
    names = _run(lambda: build_site(linted(root), root, folder))
    click.echo(f"{folder}/ has {', '.join(names)}")


@main.command()
@root_option
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...", type=click.Path(path_type=Path))
@click.option("--partial", is_flag=True, help="The pages are a part of the index; what they lack is not gone.")
@click.option("--scaffold", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path), help=_SCAFFOLD)
@click.option("--edition", type=click.DateTime(["%Y-%m-%d"]), help="The date of the pages, where they do not tell it.")
def drift(root: Path, pages: tuple[Path, ...], partial: bool, scaffold: Path | None, edition: datetime | None) -> None:
    """Compare saved pages of the vendor's index with the spec.

    The pages are HTML, Markdown or plain text. Exit code 0: no drift; 1: the pages differ; 2: they cannot be read.
    """
    found = _run(lambda: docs_drift.find(linted(root), pages, partial=partial), code=2)
    click.echo(str(found))
    if scaffold:
        written = _run(lambda: docs_drift.write_scaffold(found, scaffold, edition and edition.date()), code=2)
        click.echo("".join(f"wrote {path}\n" for path in written), nl=False)
    raise SystemExit(1 if found.changes else 0)


@main.command()
@root_option
@click.argument("old")
@click.argument("new", required=False)
@click.option("--fragment", metavar="SLUG", help="Write the changes into changes/SLUG.<type>.md.")
def diff(root: Path, old: str, new: str | None, fragment: str | None) -> None:
    """Tell what changed between two editions of the document, and for whom.

    OLD and NEW are bundles, folders of checkouts, or git revisions such as v0.1.0; without NEW it is the spec as it is
    now. Exit code 0: nothing breaks; 1: something does; 2: an edition cannot be read.
    """
    before = _run(lambda: editions.edition(old, root), code=2)
    now = _run(lambda: editions.edition(new, root) if new else linted(root).document, code=2)
    changes = editions.diff(before, now)
    click.echo(editions.report(changes, _run(lambda: package_version(root), code=2)))
    if fragment:
        for path in _run(lambda: editions.write_fragments(changes, root / "changes", fragment), code=2):
            click.echo(f"wrote {path.relative_to(root)}")
    raise SystemExit(any(change.level is editions.Level.BREAKING for change in changes))


@main.command()
@root_option
def released(root: Path) -> None:
    """Fail where the spec breaks what the last release promised and the version does not say so."""
    tag = last_release(root)
    if tag is None:
        click.echo("There is no release yet that the spec could break.")
        return
    changes = editions.diff(_run(lambda: editions.edition(tag, root)), linted(root).document)
    wanted, version = editions.next_version(tag[1:], changes), _run(lambda: package_version(root))
    breaking = [change for change in changes if change.level is editions.Level.BREAKING]
    if breaking and is_older(version, wanted):
        listed = "\n".join(f"  {change}" for change in breaking)
        _fail(f"{listed}\nThis breaks what {tag} promised; the version {version} must become {wanted} at least.")
    click.echo(f"since {tag}: {len(breaking)} breaking changes, and the version is {version}")


@main.command()
@root_option
@click.argument("har", metavar="FILE.har", type=click.Path(path_type=Path))
@click.option("--all", "every_field", is_flag=True, help="Print confirmed fields and those that were not seen as well.")
def observe(root: Path, har: Path, every_field: bool) -> None:
    """Hold recorded traffic to the spec, and propose what it proves.

    Only shapes are printed, never a value of the recording. Exit code 0: nothing contradicts the spec; 1: something
    does; 2: the file cannot be read.
    """
    made = _run(lambda: linted(root), code=2)
    observed = _run(lambda: observe_traffic(made, har), code=2)
    click.echo(traffic_report(made, observed, every_field=every_field))
    raise SystemExit(observed.contradicts)


def linted(root: Path) -> Bundle:
    """Bundle and lint the spec below `root`. Raises SpecError."""
    made = bundle(root / "spec")
    lint_bundle(made)
    return made


def generate(root: Path) -> dict[str, str]:
    """Return everything that is generated from the spec below `root`, as texts by path. Raises GeneratorError."""
    made = linted(root)
    client = render_client(made, Facade(made, parse(made)), package_version(root))
    return {
        "spec/dist/openapi.yaml": made.to_yaml(),
        "spec/dist/openapi.json": made.to_json(),
        "spec/dist/fixtures.json": made.fixtures_to_json(),
        **client,
    }


def package_version(root: Path) -> str:
    """Return the version that pyproject.toml states. Raises GeneratorError if it states none."""
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        return str(project["project"]["version"])
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise GeneratorError(f"pyproject.toml: the version of the project cannot be read: {error}") from error


def _run(work: Callable[[], T], code: int = 1) -> T:
    try:
        return work()
    except GeneratorError as error:
        _fail(str(error), code)


def _fail(message: str, code: int = 1) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(code)
