"""Tests of the bundler: the bundle is self-contained, and errors have a file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from prance.util.iterators import reference_iterator

from generator.bundle import bundle
from generator.findings import SpecError
from generator.tests.conftest import ROOT, Edit


def test_references_resolve_within_the_document() -> None:
    """Every reference of the bundle points to one of its own components."""
    made = bundle(ROOT / "spec")
    references = [reference for _, reference, _ in reference_iterator(made.document)]
    assert references
    for reference in references:
        root, section, name = reference.removeprefix("#/").split("/")
        assert name in made.document[root][section]


def test_components_keep_their_names() -> None:
    """A schema has the same name in the bundle as in its file."""
    schemas = bundle(ROOT / "spec").document["components"]["schemas"]
    written = yaml.safe_load((ROOT / "spec/schemas/lookup_tables.yaml").read_text(encoding="utf-8"))
    assert written.keys() <= schemas.keys()


def test_security_is_copied_into_each_operation() -> None:
    """Each operation has the security of the root, because openapi-python-client ignores the root security."""
    made = bundle(ROOT / "spec")
    assert all(operation["security"] for _, operation, _ in made.operations())


def test_yaml_and_json_bundles_are_equal() -> None:
    """The YAML and JSON bundles have the same content."""
    made = bundle(ROOT / "spec")
    assert yaml.safe_load(made.to_yaml()) == json.loads(made.to_json()) == made.document


def test_dates_and_yes_no_values_stay_strings(edit: Edit, copied_root: Path) -> None:
    """The values `2023-11-20` and `no` are strings, not a date and a boolean."""
    edit("fixtures/lookup_tables.yaml", "{code: SG, country: Singapore}", "{code: no, country: 2023-11-20}")
    fixtures = bundle(copied_root / "spec").fixtures
    assert fixtures["LookupTableRow"]["singapore"]["value"]["data"] == {"code": "no", "country": "2023-11-20"}


def test_fixtures_are_merged_by_schema() -> None:
    """Fixtures of all files are grouped by schema name."""
    fixtures = bundle(ROOT / "spec").fixtures
    assert fixtures["Member"]["sam"]["in"] == {"managed_user_id": 512044}
    assert "LookupTableRow" in fixtures


# File below spec/, old text, new text, expected message.
BROKEN = [
    (
        "paths/managed_users.yaml",
        "#/ManagedUserPage",
        "#/ManagedUsersPage",
        "spec/paths/managed_users.yaml:16: the reference ../schemas/managed_users.yaml#/ManagedUsersPage has no target "
        "(operation list_managed_users) [bundle]",
    ),
    (
        "paths/managed_users.yaml",
        "../schemas/managed_users.yaml#/ManagedUserPage",
        "../schemas/customers.yaml#/ManagedUserPage",
        "spec/schemas/customers.yaml:1: cannot be read",
    ),
    (
        "schemas/managed_users.yaml",
        "      $ref: '#/AuthSettings'",
        "      $ref: '#/AuthSettings'\n      nullable: true",
        "OpenAPI 3.0 ignores keys next to a $ref (operation list_managed_users) [bundle]",
    ),
    (
        "schemas/managed_users.yaml",
        "      $ref: '#/AuthSettings'",
        "      $ref: '#/AuthSettings/properties/type'",
        "points inside a definition; name that part",
    ),
    (
        "openapi.yaml",
        "openapi: 3.0.3\n",
        "openapi: 3.0.3\ninfo: {}\n",
        "openapi.yaml:3: duplicate key 'info'",
    ),
    (
        "openapi.yaml",
        "paths/managed_users.yaml#/usage",
        "paths/managed_users.yaml#/use",
        "the reference paths/managed_users.yaml#/use has no target [bundle]",
    ),
    ("openapi.yaml", "paths:\n", "paths: [\n", "spec/openapi.yaml:"),
    ("openapi.yaml", "tags:\n", "labels:\n", "`tags` is missing"),
    (
        "openapi.yaml",
        "  securitySchemes:\n",
        "  schemas: {}\n  securitySchemes:\n",
        "define schemas in their own files, not here",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), BROKEN)
def test_an_invalid_spec_gives_one_message(
    file: str, old: str, new: str, message: str, edit: Edit, copied_root: Path
) -> None:
    """A bundling error is one line with file, line and operation."""
    edit(file, old, new)
    with pytest.raises(SpecError) as caught:
        bundle(copied_root / "spec")
    assert len(caught.value.findings) == 1
    assert message in str(caught.value)


def test_duplicate_schema_names_are_rejected(edit: Edit, copied_root: Path) -> None:
    """Two files that define the same schema name are an error."""
    edit(
        "schemas/connections.yaml",
        "ConnectionList:",
        "Member:\n  type: object\n  description: Another.\nConnectionList:",
    )
    edit("schemas/connections.yaml", "        $ref: '#/Connection'", "        $ref: '#/Member'")
    with pytest.raises(SpecError, match="Member is already defined in"):
        bundle(copied_root / "spec")


def test_duplicate_fixtures_are_rejected(edit: Edit, copied_root: Path) -> None:
    """Two files that define the same fixture are an error."""
    edit("fixtures/connections.yaml", "Connection:\n", "Member:\n  sam: {value: {id: 1}}\nConnection:\n")
    with pytest.raises(SpecError, match="Member/sam is defined in two files"):
        bundle(copied_root / "spec")


def test_a_missing_spec_is_reported(tmp_path: Path) -> None:
    """A folder without openapi.yaml gives an error message."""
    with pytest.raises(SpecError, match=r"openapi\.yaml:1: cannot be read"):
        bundle(tmp_path)
