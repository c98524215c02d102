"""Writes the files for other teams from the document: no file of them is written by hand."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.as_of import bundle_as_of
from generator.bundle import Bundle, document_json, document_yaml
from generator.dist import names
from generator.dist.catalog_info import catalog_info
from generator.dist.json_schemas import json_schemas
from generator.dist.llms import llms_files
from generator.dist.openapi_3_1 import openapi_3_1
from generator.dist.postman import package, postman_collection
from generator.dist.workflows import workflows
from generator.editions import load_editions
from generator.findings import GeneratorError
from generator.publish import write_file


def dist_files(bundle: Bundle, root: Path, pages: Mapping[str, str]) -> dict[str, bytes]:
    """Return the content of each file by its path.

    Args:
        bundle: The spec.
        root: The folder of the repository.
        pages: The Markdown of each page of the site by its path.

    Raises:
        GeneratorError: A file cannot be made.
    """
    document = bundle.document
    first = load_editions(bundle.sources.folder)[0].date
    texts = {
        **_documents(names.OPENAPI, document),
        **_documents(names.OPENAPI_3_1, openapi_3_1(document)),
        **_documents(names.first_edition(first), bundle_as_of(bundle, first).document),
        names.SCHEMAS: document_json(json_schemas(document)),
        names.FIXTURES: bundle.fixtures_to_json(),
        names.COLLECTION: document_json(postman_collection(bundle)),
        names.WORKFLOWS: workflows(bundle),
        names.CATALOG_INFO: catalog_info(document, names.OPENAPI_3_1[0]),
        names.SEED_SCHEMA: (root / "docs" / names.SEED_SCHEMA).read_text(encoding="utf-8"),
        **llms_files(document, pages),
    }
    return {**{path: text.encode() for path, text in texts.items()}, names.PACKAGE: package()}


def check_folder(folder: Path) -> None:
    """Check that a folder has no other files than those of `write_dist`.

    Raises:
        GeneratorError: It has.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / names.LLMS).exists():
        raise GeneratorError(f"{folder} contains files that `dist` did not write; choose another folder")


def write_dist(files: Mapping[str, bytes], folder: Path) -> None:
    """Replace a folder with files.

    Raises:
        GeneratorError: They cannot be written.
    """
    shutil.rmtree(folder, ignore_errors=True)
    add_files(files, folder)


def add_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files into a folder, next to those that it has.

    Raises:
        GeneratorError: They cannot be written.
    """
    for path, content in files.items():
        write_file(folder / path, content)


def _documents(names: tuple[str, str], document: dict[str, Any]) -> dict[str, str]:
    """Return an OpenAPI document as YAML and as JSON."""
    return {names[0]: document_yaml(document), names[1]: document_json(document)}
