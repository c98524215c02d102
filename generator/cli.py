"""The commands of `python -m generator`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from generator import diff as editions
from generator import drift as docs_drift
from generator.as_of import as_of
from generator.bundle import document_json, document_yaml
from generator.dist import add_files, check_folder, dist_files, write_dist
from generator.dist.typescript import typescript_package
from generator.earlier_client import write_client
from generator.editions import DAY, Edition, edition_of, load_editions, parse_day
from generator.findings import GeneratorError
from generator.new import Options, add_operation
from generator.observe import observe as observe_traffic
from generator.observe import report as traffic_report
from generator.outputs import generate, linted, package_version
from generator.provenance import provenance_of
from generator.publish import compare, publish, write_file
from generator.releases import check_record, check_version, document_of, find_record, record_release
from generator.site import build_site, site_pages

T = TypeVar("T")

_ROOT = Path(__file__).resolve().parent.parent

_SCAFFOLD = "Write skeletons for new rows into FOLDER, in the layout of this repository. FOLDER can be `.`."

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=_ROOT,
    help="Folder that contains spec/ and generated_client/. Default: this repository.",
)


@click.group()
def main() -> None:
    """Bundle and lint the spec in spec/, and generate the client from it."""


@main.command()
@root_option
def build(root: Path) -> None:
    """Bundle and lint the spec, generate the client, and write both.

    Writes nothing if the spec has problems.
    """
    files = _run(lambda: generate(root))
    differences = publish(files, root)
    click.echo(str(differences) or "no changes")
    changed = len(differences.differing + differences.missing + differences.extra)
    click.echo(f"{len(files)} generated files are up to date, {changed} changed")
    raise SystemExit(1 if differences.unknown else 0)


@main.command()
@root_option
def check(root: Path) -> None:
    """Fail if `build` would change a file, or if an operation is unfinished. Writes nothing."""
    files = _run(lambda: generate(root, complete=True))
    differences = compare(files, root)
    if differences:
        _fail(f"{differences}\nThese generated files are out of date; run `python -m generator build`.")
    click.echo(f"{len(files)} generated files are up to date")


@main.command("bundle")
@root_option
@click.option("--as-of", "day", metavar="YYYY-MM-DD", help="Print the document as it was on this day.")
@click.option("--format", "form", type=click.Choice(["yaml", "json"]), default="yaml", help="Default: yaml.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write into this file. Default: print.")
def bundle_command(root: Path, day: str | None, form: str, output: Path | None) -> None:
    """Print the document with everything that is known, or as it was on a day.

    The edition to which the day belongs is printed on standard error.
    """
    spec = _run(lambda: linted(root))
    document = spec.document
    if day is not None:
        document = as_of(document, _edition_of(root, day).date)
    text = document_json(document) if form == "json" else document_yaml(document)
    if output is None:
        click.echo(text, nl=False)
    else:
        _run(lambda: write_file(output, text), code=2)


@main.command("client")
@root_option
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--as-of", "day", metavar="YYYY-MM-DD", required=True, help="The day whose edition the client is for.")
def client_command(root: Path, folder: Path, day: str) -> None:
    """Write the client of an earlier edition into FOLDER: the package workato_embedded, and its typing tests.

    The edition to which the day belongs is printed on standard error. FOLDER must be empty or missing.
    """
    edition = _edition_of(root, day)
    names = _run(lambda: write_client(linted(root), edition, package_version(root), root, folder), code=2)
    click.echo(f"{folder}/ has {', '.join(names)}")


@main.command()
@root_option
@click.argument("request", metavar='"METHOD /PATH"')
@click.option("--resource", metavar="NAME", help="Name of its files and tag. Default: that of the most similar path.")
@click.option("--operation", metavar="ID", help="Its operationId. Default: derived from method and path.")
@click.option("--client", metavar="NAME", help="Its name in the client, such as roles.list. Default: RESOURCE.VERB.")
@click.option("--module", metavar="NAME", help="Module of its rule in the mock, such as workspace.roles.")
@click.option(
    "--paging",
    metavar="KIND",
    default="none",
    help="How its list is paged: none (default), page, page-number or cursor.",
)
@click.option("--since", metavar="DATE", help="Date of the first edition that has it (spec/sources/editions.yaml).")
@click.option("--source", "sources", metavar="ID", multiple=True, help="Id of a source in spec/sources/sources.yaml.")
def new(root: Path, request: str, **options: Any) -> None:
    """Write skeletons of a new operation into the repository, and list what is left to do.

    Writes all files or none. Exit code 2: an argument is invalid, or the operation exists.
    """
    added = _run(lambda: add_operation(linted(root), request, Options(**options)), code=2)
    click.echo(str(added))


@main.command()
@root_option
@click.option("--summary", is_flag=True, help="Print the number of operations and properties per confidence.")
def lint(root: Path, summary: bool) -> None:
    """Lint the spec, and check that every operation is complete: no placeholders, and a rule in the mock."""
    spec = _run(lambda: linted(root, complete=True))
    click.echo(f"{len(list(spec.operations()))} operations, no problems found")
    if summary:
        click.echo(provenance_of(spec).summary())


@main.command()
@root_option
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="site")
def docs(root: Path, folder: Path) -> None:
    """Write the published site into FOLDER (default: `site`). Needs Node's tools."""
    spec = _run(lambda: linted(root, complete=True))
    package = _run(lambda: typescript_package(spec, package_version(root), root))
    names = _run(lambda: build_site(spec, root, folder, package))
    pages = sum(name.endswith(".html") for name in names)
    click.echo(f"{folder}/ has {pages} pages and {len(names) - pages} other files; open {folder}/index.html")


@main.command()
@root_option
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="dist/files")
def dist(root: Path, folder: Path) -> None:
    """Write the files for other teams into FOLDER (default: `dist/files`): OpenAPI, schemas, a Postman collection."""
    _run(lambda: check_folder(folder), code=2)
    spec = _run(lambda: linted(root, complete=True))
    files = _run(lambda: dist_files(spec, root, site_pages(spec, root)))
    _run(lambda: write_dist(files, folder), code=2)
    click.echo(f"{folder}/ has {len(files)} files: {', '.join(sorted(path for path in files if '/' not in path))}")


@main.command()
@root_option
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="dist/files")
def typescript(root: Path, folder: Path) -> None:
    """Write the TypeScript package into FOLDER (default: `dist/files`), as an archive of npm. Needs Node's tools."""
    files = _run(lambda: typescript_package(linted(root, complete=True), package_version(root), root))
    _run(lambda: add_files(files, folder), code=2)
    click.echo(f"{folder}/ has {', '.join(files)}")


@main.command()
@root_option
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...", type=click.Path(path_type=Path))
@click.option("--partial", is_flag=True, help="The pages are part of the index: do not report missing rows as gone.")
@click.option("--scaffold", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path), help=_SCAFFOLD)
@click.option(
    "--as-of", "--edition", "edition", metavar="YYYY-MM-DD", help="Date of the pages. Default: the one that they state."
)
def drift(root: Path, pages: tuple[Path, ...], partial: bool, scaffold: Path | None, edition: str | None) -> None:
    """Compare saved pages of the vendor with the spec: the rows of the index, and the fields of resource pages.

    PAGE is an HTML, Markdown or text file. Exit code 0: no differences; 1: differences; 2: a page cannot be read.
    """
    day = None if edition is None else _run(lambda: parse_day(edition), code=2)
    found = _run(lambda: docs_drift.find(linted(root), pages, partial=partial, edition=day), code=2)
    click.echo(str(found))
    if scaffold:
        written = _run(lambda: docs_drift.write_scaffold(found, scaffold), code=2)
        click.echo(str(written or "no new or changed rows: nothing written"))
    raise SystemExit(1 if found else 0)


@main.command()
@root_option
@click.argument("old")
@click.argument("new", required=False)
@click.option("--fragment", metavar="SLUG", help="Also write the changes into changes/SLUG.<type>.md.")
def diff(root: Path, old: str, new: str | None, fragment: str | None) -> None:
    """Print the changes between two editions of the document, breaking changes first.

    OLD and NEW are releases such as 1.0.0, days such as 2023-11-20, bundle files, checkout folders, or git revisions.
    NEW defaults to the current spec. The edition to which a day belongs is printed on standard error.
    Exit code 0: no breaking changes; 1: breaking changes; 2: an edition cannot be read.
    """
    before = _document(old, root)
    now = _document(new, root) if new else _run(lambda: linted(root).document, code=2)
    changes = editions.diff(before, now)
    release = _run(lambda: find_record(old, root), code=2)
    version = release.version if release else _run(lambda: package_version(root), code=2)
    click.echo(editions.report(changes, version))
    if fragment:
        for path in _run(lambda: editions.write_fragments(changes, root / "changes", fragment), code=2):
            click.echo(f"wrote {path.relative_to(root)}")
    raise SystemExit(any(change.level is editions.Level.BREAKING for change in changes))


@main.command()
@root_option
def released(root: Path) -> None:
    """Fail if the spec has breaking changes since the last release and the version was not raised accordingly.

    The last release is the newest one in releases/.
    """
    click.echo(_run(lambda: check_version(root)))


@main.command()
@root_option
@click.option("--check", "check_only", is_flag=True, help="Write nothing; fail if the record is missing or differs.")
@click.option("--replace", is_flag=True, help="Replace a record with other content. Not after its publication.")
def record(root: Path, check_only: bool, replace: bool) -> None:
    """Write the record of a release, with the version of pyproject.toml, into releases/.

    A record has the document and the typing tests. `released`, `diff` and the typing tests of later versions read it.
    """
    click.echo(_run(lambda: check_record(root) if check_only else record_release(root, replace=replace)))


@main.command()
@root_option
@click.argument("har", metavar="FILE.har", type=click.Path(path_type=Path))
@click.option("--all", "every_field", is_flag=True, help="Also print confirmed fields and fields that were not seen.")
def observe(root: Path, har: Path, every_field: bool) -> None:
    """Compare recorded traffic with the spec, and propose changes of its provenance.

    Prints field names and types, never a recorded value. Exit code 0: nothing contradicts the spec; 1: contradictions;
    2: the file cannot be read.
    """
    spec = _run(lambda: linted(root), code=2)
    observed = _run(lambda: observe_traffic(spec, har), code=2)
    click.echo(traffic_report(spec, observed, every_field=every_field))
    raise SystemExit(observed.contradicts)


def _edition_of(root: Path, day: str) -> Edition:
    """Return the edition of a day, and print it on standard error."""
    edition = _run(lambda: edition_of(load_editions(root / "spec"), parse_day(day)), code=2)
    click.echo(f"edition {edition}", err=True)
    return edition


def _document(name: str, root: Path) -> dict[str, Any]:
    """Return the document of a day such as `2023-11-20`, of a release, a file, a checkout, or a git revision."""
    if DAY.fullmatch(name) and not Path(name).exists():
        date = _edition_of(root, name).date
        return as_of(_run(lambda: linted(root), code=2).document, date)
    return _run(lambda: document_of(name, root), code=2)


def _run(work: Callable[[], T], code: int = 1) -> T:
    try:
        return work()
    except GeneratorError as error:
        _fail(str(error), code)


def _fail(message: str, code: int = 1) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(code)
