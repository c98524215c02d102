"""The commands of `python -m distribution`. Each is a step of `make release`."""

from __future__ import annotations

import platform
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from distribution.archives import read_archives
from distribution.build import build_all
from distribution.check import check_files, check_with_tools
from distribution.checksums import clear, write_sums
from distribution.errors import ReleaseError
from distribution.licenses import Policy, check_licenses, report
from distribution.metadata import to_do
from distribution.sbom import write_sbom
from distribution.source import export, last_commit

_ROOT = Path(__file__).resolve().parent.parent
_RELEASE = _ROOT / "dist/release"
_TOOLS = _ROOT / "build/release/bin"

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=_ROOT,
    help="Folder of the repository. Default: this repository.",
)
release_option = click.option(
    "--output",
    "release",
    type=click.Path(file_okay=False, path_type=Path),
    default=_RELEASE,
    help="Folder of the release. Default: dist/release.",
)

tools_option = click.option(
    "--tools",
    type=click.Path(file_okay=False, path_type=Path),
    default=_TOOLS,
    help="Folder of the programs that `make release` installs. Default: build/release/bin.",
)


class _Steps(click.Group):
    """A group whose commands end with one sentence if the release cannot be made."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except ReleaseError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Steps)
def main() -> None:
    """Build, check and describe the files of a release."""


@main.command()
@root_option
@release_option
def build(root: Path, release: Path) -> None:
    """Build the sdist and the wheel of each distribution from the last commit.

    Deletes the files of an earlier release. The same commit gives the same bytes.
    """
    commit = last_commit(root)
    clear(release)
    with TemporaryDirectory() as folder:
        sources, built = Path(folder, "sources"), Path(folder, "built")
        built.mkdir()
        export(root, commit, sources)
        # A failed build leaves no files that look like a release.
        names = [Path(shutil.copy(path, release)).name for path in build_all(sources, built, commit.time)]
    write_sums(release)
    click.echo(f"Built from commit {commit.id[:12]}: {', '.join(names)}.")


@main.command()
@release_option
@tools_option
def check(release: Path, tools: Path) -> None:
    """Check contents and metadata of the wheels and sdists, also with twine, check-wheel-contents and pyroma."""
    archives = read_archives(release)
    check_files(archives)
    check_with_tools(archives, tools)
    click.echo(f"Checked {len(archives)} files.")
    for address in to_do(archives):
        click.echo(f"To do before publication, in pyproject.toml: {address}")


@main.command()
@root_option
@release_option
@tools_option
def describe(root: Path, release: Path, tools: Path) -> None:
    """Write a bill of materials of each wheel with all extras, and the report about licenses.

    Fails if a library has a license that is not allowed or not known.
    """
    wheels = [archive for archive in read_archives(release) if archive.is_wheel]
    found = [write_sbom(wheel, root / "requirements.lock", tools) for wheel in wheels]
    policy = Policy()
    libraries = policy.libraries({each.name: each.components for each in found})
    check_licenses(libraries, policy)
    elsewhere = {name: version for each in found for name, version in each.elsewhere.items()}
    system = f"{platform.system()} with Python {'.'.join(platform.python_version_tuple()[:2])}"
    (release / "licenses.md").write_text(report(libraries, policy, system, elsewhere), "utf-8", newline="\n")
    write_sums(release)
    click.echo(f"Described {len(wheels)} wheels with {len(libraries)} libraries.")
