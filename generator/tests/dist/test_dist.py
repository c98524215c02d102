"""Tests of the files for other teams, each by itself."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from generator.bundle import Bundle
from generator.cli import main
from generator.dist import dist_files, names, write_dist
from generator.tests.conftest import ROOT

PAGES = {"index.md": "# Start\n", "reference/tags/create_tag.md": "# Create a `tag`\n", "adr/0001-a.md": "# A\n"}


@pytest.fixture(scope="module")
def files(made: Bundle) -> dict[str, bytes]:
    """Return all files, of three pages."""
    return dist_files(made, ROOT, PAGES)


@pytest.fixture(scope="module")
def schemas(files: dict[str, bytes]) -> dict[str, Any]:
    """Return the JSON Schemas."""
    content: dict[str, Any] = json.loads(files["schemas.json"])
    return content


def test_each_file_is_described(files: dict[str, bytes]) -> None:
    """The table for the site names each file, besides the Markdown of pages, and no other."""
    described = [name for group, _ in names.purposes("2023-11-20") for name in group]
    assert sorted(described) == sorted(name for name in files if not name.startswith("markdown/"))


def test_the_json_schemas_are_valid(made: Bundle, schemas: dict[str, Any]) -> None:
    """The file has each named schema, is a valid schema, and has no keywords that only OpenAPI knows."""
    Draft202012Validator.check_schema(schemas)
    assert schemas["$defs"].keys() == made.document["components"]["schemas"].keys()
    assert not re.findall(r'"(nullable|example|x-[\w-]+|#/components/\S*)"', json.dumps(schemas))


def test_the_examples_of_the_document_fit_the_json_schemas(made: Bundle, schemas: dict[str, Any]) -> None:
    """Each example of a body, of a schema, and each example object is valid by the JSON Schema of its name."""
    # A few example objects, for seeds, are of no schema of the API.
    known = made.fixtures.keys() & schemas["$defs"].keys()
    examples = [(name, each["value"]) for name in known for each in made.fixtures[name].values()]
    examples += [
        (name, schema["example"]) for name, schema in made.document["components"]["schemas"].items() if "example" in schema
    ]
    for _, operation, _ in made.operations():
        parts = [operation.get("requestBody", {}), *operation["responses"].values()]
        for media in (media for part in parts for media in made.resolve(part).get("content", {}).values()):
            if "$ref" in media["schema"] and "example" in media:
                examples.append((media["schema"]["$ref"].rpartition("/")[2], media["example"]))
    assert len(examples) > 300
    for name, example in examples:
        errors = Draft202012Validator({**schemas, "$ref": f"#/$defs/{name}"}).iter_errors(example)
        assert [error.message for error in errors] == [], name


def test_the_index_for_language_models_links_each_page(files: dict[str, bytes]) -> None:
    """`llms.txt` starts with a title and a summary, and links the Markdown of each page by its title."""
    text = files["llms.txt"].decode()
    assert text.startswith("# Workato Embedded Partner API\n\n> The API with which")
    links = dict(re.findall(r"^- \[(.+)\]\((.+)\)$", text, re.MULTILINE))
    assert links == {
        "Start": "markdown/index.md",
        "Create a tag": "markdown/reference/tags/create_tag.md",
        "A": "markdown/adr/0001-a.md",
    }
    assert all(files[path].decode() == PAGES[posixpath.relpath(path, "markdown")] for path in links.values())


def test_the_catalog_entity_refers_to_the_document(files: dict[str, bytes]) -> None:
    """The entity refers to a file of the same folder, and its name is one that Backstage accepts."""
    entity = yaml.safe_load(files["catalog-info.yaml"])
    assert entity["spec"]["definition"]["$text"].removeprefix("./") in files
    assert re.fullmatch(r"[a-z0-9-]{1,63}", entity["metadata"]["name"])


def test_the_command_writes_the_files_with_the_pages_of_the_site(tmp_path: Path) -> None:
    """`dist` replaces the files of an earlier run, and its index links the pages of operations."""
    folder = tmp_path / "files"
    write_dist({"llms.txt": b"", "old.json": b"{}"}, folder)
    done = CliRunner().invoke(main, ["dist", str(folder)])
    assert done.exit_code == 0, done.output
    assert not (folder / "old.json").exists()
    assert (folder / "markdown/reference/managed_users/create_managed_user.md").is_file()


def test_the_command_leaves_the_files_of_others_alone(tmp_path: Path) -> None:
    """A folder with files that `dist` did not write is an error before anything is made or deleted."""
    (tmp_path / "mine.txt").write_text("", encoding="utf-8")
    done = CliRunner().invoke(main, ["dist", str(tmp_path)])
    assert done.exit_code == 2
    assert "contains files that `dist` did not write; choose another folder" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
