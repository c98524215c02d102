"""The bundle is one whole document, and a reference that leads nowhere is told with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from prance.util.iterators import reference_iterator

from generator.bundle import bundle
from generator.findings import SpecError
from generator.tests.conftest import ROOT, Edit


def test_no_reference_leaves_the_document() -> None:
    """Every reference of the bundle leads to one of its own components."""
    made = bundle(ROOT / "spec")
    references = [reference for _, reference, _ in reference_iterator(made.document)]
    assert references
    for reference in references:
        root, section, name = reference.removeprefix("#/").split("/")
        assert name in made.document[root][section]


def test_components_keep_their_names() -> None:
    """A schema is called in the bundle what it is called in its file."""
    schemas = bundle(ROOT / "spec").document["components"]["schemas"]
    written = yaml.safe_load((ROOT / "spec/schemas/lookup_tables.yaml").read_text(encoding="utf-8"))
    assert written.keys() <= schemas.keys()


def test_each_operation_carries_its_security() -> None:
    """The security of the root stands in each operation, since openapi-python-client ignores the root's."""
    made = bundle(ROOT / "spec")
    assert all(operation["security"] for _, operation, _ in made.operations())


def test_yaml_and_json_are_the_same_document() -> None:
    """The two published forms differ in form only."""
    made = bundle(ROOT / "spec")
    assert yaml.safe_load(made.to_yaml()) == json.loads(made.to_json()) == made.document


def test_dates_and_norwegians_stay_text(edit: Edit, copied_root: Path) -> None:
    """`2023-11-20` is no date and `no` is no boolean: the document is what was written."""
    edit("fixtures/lookup_tables.yaml", "{code: SG, country: Singapore}", "{code: no, country: 2023-11-20}")
    fixtures = bundle(copied_root / "spec").fixtures
    assert fixtures["LookupTableRow"]["singapore"]["value"]["data"] == {"code": "no", "country": "2023-11-20"}


def test_fixtures_are_merged_by_schema() -> None:
    """Fixtures of all files stand under the names of their schemas."""
    fixtures = bundle(ROOT / "spec").fixtures
    assert fixtures["Member"]["sam"]["in"] == {"managed_user_id": 512044}
    assert "LookupTableRow" in fixtures


# File below spec/, what is there, what it becomes, the whole message.
BROKEN = [
    (
        "paths/managed_users.yaml",
        "#/ManagedUserPage",
        "#/ManagedUsersPage",
        "spec/paths/managed_users.yaml:17: the reference ../schemas/managed_users.yaml#/ManagedUsersPage leads nowhere "
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
        "OpenAPI 3.0 ignores what stands beside a $ref (operation list_managed_users) [bundle]",
    ),
    (
        "schemas/managed_users.yaml",
        "      $ref: '#/AuthSettings'",
        "      $ref: '#/AuthSettings/properties/type'",
        "leads into a definition; give that part a name",
    ),
    (
        "openapi.yaml",
        "openapi: 3.0.3\n",
        "openapi: 3.0.3\ninfo: {}\n",
        "openapi.yaml:3: the key 'info' stands here a second time",
    ),
    (
        "openapi.yaml",
        "paths/managed_users.yaml#/usage",
        "paths/managed_users.yaml#/use",
        "the reference paths/managed_users.yaml#/use leads nowhere [bundle]",
    ),
    ("openapi.yaml", "paths:\n", "paths: [\n", "spec/openapi.yaml:"),
    ("openapi.yaml", "tags:\n", "labels:\n", "`tags` is missing"),
    (
        "openapi.yaml",
        "  securitySchemes:\n",
        "  schemas: {}\n  securitySchemes:\n",
        "schemas are written in files of their own",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), BROKEN)
def test_a_broken_spec_gets_one_message(
    file: str, old: str, new: str, message: str, edit: Edit, copied_root: Path
) -> None:
    """What cannot be bundled is told in one line with file, line and operation."""
    edit(file, old, new)
    with pytest.raises(SpecError) as caught:
        bundle(copied_root / "spec")
    assert len(caught.value.findings) == 1
    assert message in str(caught.value)


def test_two_schemas_of_one_name_are_refused(edit: Edit, copied_root: Path) -> None:
    """A name is defined in one file only, since the bundle has one component of that name."""
    edit(
        "schemas/connections.yaml",
        "ConnectionList:",
        "Member:\n  type: object\n  description: Another.\nConnectionList:",
    )
    edit("schemas/connections.yaml", "        $ref: '#/Connection'", "        $ref: '#/Member'")
    with pytest.raises(SpecError, match="defines Member too"):
        bundle(copied_root / "spec")


def test_a_fixture_stands_once(edit: Edit, copied_root: Path) -> None:
    """The same fixture in two files is refused, rather than one of them lost."""
    edit("fixtures/connections.yaml", "Connection:\n", "Member:\n  sam: {value: {id: 1}}\nConnection:\n")
    with pytest.raises(SpecError, match="Member/sam stands in two files"):
        bundle(copied_root / "spec")


def test_a_missing_spec_is_told(tmp_path: Path) -> None:
    """A folder without openapi.yaml gets a sentence."""
    with pytest.raises(SpecError, match=r"openapi\.yaml:1: cannot be read"):
        bundle(tmp_path)
