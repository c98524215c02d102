"""What is generated from the spec: the linted bundle, all generated files, and the version that they have."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.version import InvalidVersion, Version

from generator.bundle import Bundle, bundle
from generator.edition_files import edition_files
from generator.editions import load_editions
from generator.facade import Facade
from generator.findings import GeneratorError
from generator.lint import lint
from generator.parser import parse
from generator.render import render_client


def linted(root: Path, *, complete: bool = False) -> Bundle:
    """Bundle and lint the spec below `root`; with `complete`, reject unfinished operations too.

    Raises:
        SpecError: The spec has problems.
    """
    spec = bundle(root / "spec")
    lint(spec, complete=complete)
    return spec


def generate(root: Path, *, complete: bool = False) -> dict[str, str]:
    """Return the content of each generated file by path; with `complete`, reject unfinished operations too.

    Raises:
        GeneratorError: The spec has problems, or the client cannot be generated from it.
    """
    spec = linted(root, complete=complete)
    client = render_client(spec, Facade(spec, parse(spec)), package_version(root))
    return {
        "spec/dist/openapi.yaml": spec.to_yaml(),
        "spec/dist/openapi.json": spec.to_json(),
        # As `sha256sum` writes it. The mock does not check a document with this hash again.
        "spec/dist/openapi.json.sha256": f"{spec.sha256}  openapi.json\n",
        "spec/dist/fixtures.json": spec.fixtures_to_json(),
        **edition_files(spec, load_editions(root / "spec")),
        **client,
    }


def package_version(root: Path) -> str:
    """Return the version in pyproject.toml.

    Raises:
        GeneratorError: Pyproject.toml cannot be read, or has no valid version.
    """
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        version = str(project["project"]["version"])
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise GeneratorError(f"pyproject.toml: cannot read the project version: {error}") from error
    try:
        Version(version)
    except InvalidVersion as error:
        raise GeneratorError(
            f"pyproject.toml: invalid version {version!r}: expected a version such as 1.0.0"
        ) from error
    return version
