"""Tests of the lint rules: each finds its problem and reports the location."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.bundle import bundle
from generator.findings import SpecError
from generator.lint import lint
from generator.tests.conftest import ROOT, Edit

# Rule, file below spec/, old text, new text, part of the message, operation in the message.
BROKEN = [
    ("openapi-version", "openapi.yaml", "openapi: 3.0.3", "openapi: 3.1.0", "3.0.x", None),
    ("openapi-standard", "openapi.yaml", "  title: Workato Embedded Partner API\n", "", "title", None),
    (
        "operation-id",
        "paths/managed_users.yaml",
        "list_managed_users",
        "listManagedUsers",
        "snake_case",
        "listManagedUsers",
    ),
    (
        "operation-text",
        "paths/managed_users.yaml",
        "    summary: List customers\n",
        "",
        "summary",
        "list_managed_users",
    ),
    ("operation-tag", "paths/properties.yaml", "tags: [properties]", "tags: [propertys]", "tag", "list_properties"),
    ("operation-success", "paths/managed_users.yaml", "'200':", "'304':", "2xx", "list_managed_users"),
    (
        "operation-401",
        "paths/managed_users.yaml",
        "      '401':\n        $ref: ../shared/responses.yaml#/Unauthorized\n",
        "",
        "401",
        "list_managed_users",
    ),
    (
        "extension",
        "paths/managed_users.yaml",
        "    operationId: list_managed_users\n",
        "    operationId: list_managed_users\n    x-twin-methods: [post]\n",
        "the path has POST already",
        "list_managed_users",
    ),
    (
        "extension",
        "paths/managed_users.yaml",
        "    operationId: list_managed_users\n",
        "    operationId: list_managed_users\n    x-twin-methods: [PUT]\n",
        "'PUT' is not one of",
        "list_managed_users",
    ),
    ("path-parameter", "openapi.yaml", "/members/{member_id}:", "/members/{id}:", "{id}", "get_member"),
    (
        "parameter-text",
        "shared/parameters.yaml",
        "  description: Id of the row.\n",
        "",
        "row_id",
        "get_lookup_table_row",
    ),
    ("parameter-name", "paths/connections.yaml", "name: provider", "name: Provider", "snake_case", "list_connections"),
    (
        "parameter-name",
        "shared/parameters.yaml",
        "page[number]",
        "page[Number]",
        "snake_case",
        "list_environment_roles",
    ),
    (
        "named-schema",
        "paths/managed_users.yaml",
        "              $ref: ../schemas/managed_users.yaml#/MemberList\n",
        "              type: array\n              items: {type: object}\n",
        "named schema of its own",
        "list_members",
    ),
    (
        "named-schema",
        "schemas/lookup_tables.yaml",
        "      $ref: '#/LookupTableToCreate'",
        "      type: object\n      description: The table.",
        "named schema of its own",
        None,
    ),
    (
        "schema-name",
        "schemas/lookup_tables.yaml",
        "#/LookupTableToCreate'\nLookupTableToCreate:",
        "#/NewLookupTable'\nNewLookupTable:",
        "in Go, it is the constructor of LookupTable",
        None,
    ),
    (
        "schema-name",
        "schemas/tags.yaml",
        "Tag:\n  type: object\n",
        "Tag:\n  type: object\n  x-earlier-names: [Recipe]\n",
        "Recipe names more than one schema",
        None,
    ),
    (
        "enum-name",
        "schemas/developer_api_clients.yaml",
        "  x-enum-varnames: [ENVIRONMENT_DEV, ENVIRONMENT_TEST, ENVIRONMENT_PROD]\n",
        "",
        "have a value PROD: give one of them x-enum-varnames",
        None,
    ),
    (
        "enum-name",
        "schemas/developer_api_clients.yaml",
        "[ENVIRONMENT_DEV, ENVIRONMENT_TEST, ENVIRONMENT_PROD]",
        "[ENVIRONMENT_DEV, ENVIRONMENT_TEST]",
        "x-enum-varnames has 2 names for 3 values",
        None,
    ),
    (
        "schema-text",
        "schemas/managed_users.yaml",
        "      description: Account id.\n",
        "",
        "id has no description",
        None,
    ),
    ("required", "schemas/lookup_tables.yaml", "required: [id, data]", "required: [id, date]", "date", None),
    (
        "unused",
        "shared/responses.yaml",
        "NotFound:",
        "Gone:\n  description: Gone.\nNotFound:",
        "Gone is not used",
        None,
    ),
    (
        "unused",
        "openapi.yaml",
        "- name: properties\n",
        "- name: cars\n  description: Cars.\n- name: properties\n",
        "cars",
        None,
    ),
    ("example", "paths/lookup_tables.yaml", "{label: code}", "{label: 7}", "not of type", "create_lookup_table"),
    (
        "example",
        "paths/properties.yaml",
        "          example:\n            properties:\n"
        "              $ref: ../fixtures/properties.yaml#/PropertyMap/northwind/value\n",
        "",
        "no example",
        "upsert_properties",
    ),
    ("example", "shared/parameters.yaml", "example: 8801", "example: none", "row_id", "get_lookup_table_row"),
    ("example", "shared/schemas.yaml", "example: {message: Not found}", "example: {text: Not found}", "message", None),
    ("fixture", "fixtures/managed_users.yaml", "      id: 771203\n", "      id: none\n", "does not match Member", None),
    (
        "fixture",
        "fixtures/properties.yaml",
        "PropertyMap:\n",
        "Membre:\n  sam: {value: 1}\nPropertyMap:\n",
        "no schema Membre",
        None,
    ),
    (
        "fixture",
        "fixtures/connections.yaml",
        "    in: {managed_user_id",
        "    inside: {managed_user_id",
        "no other key",
        None,
    ),
    (
        "extension",
        "paths/managed_users.yaml",
        "x-envelope: result",
        "x-envelop: result",
        "x-envelop",
        "list_managed_users",
    ),
    (
        "extension",
        "paths/managed_users.yaml",
        "confidence: documented",
        "confidence: sure",
        "sure",
        "list_managed_users",
    ),
    (
        "extension",
        "paths/properties.yaml",
        "    x-rate-limit: {requests: 60",
        "    x-since: {requests: 60",
        "x-rate-limit",
        "upsert_properties",
    ),
    ("extension", "openapi.yaml", "x-since: '2025-06-01'", "x-since: '2024'", "does not match", None),
    (
        "date",
        "openapi.yaml",
        "x-since: '2025-06-01'",
        "x-since: '2024-04-02'",
        "2024-04-02 is the date of no edition",
        None,
    ),
    (
        "date",
        "openapi.yaml",
        "x-since: '2025-06-01'",
        "x-until: '2024-04-02'",
        "2024-04-02 is the date of no edition",
        None,
    ),
    (
        "date",
        "paths/recipes.yaml",
        "    x-until: '2025-06-01'\n",
        "    x-until: '2025-06-01'\n    x-rate-limit: {requests: 60, seconds: 60, x-since: '2025-10-07'}\n",
        "it begins on 2025-10-07, and the operation ends on 2025-06-01",
        "search_public_recipes",
    ),
    ("date", "openapi.yaml", "version: 2026.07.01", "version: 2026.01.01", "expected 2026.07.01, the date of", None),
    (
        "date",
        "openapi.yaml",
        "x-since: '2025-06-01'",
        "x-since: '2025-06-01'\n  x-until: '2025-06-01'",
        "it ends on 2025-06-01, and begins on 2025-06-01",
        None,
    ),
    (
        "date",
        "paths/recipes.yaml",
        "    summary: Search public recipes\n",
        "    summary: Search public recipes\n    requestBody:\n      content:\n        application/json:\n"
        "          schema:\n            $ref: ../schemas/api_platform.yaml#/ApiDocument\n",
        "it begins on 2025-06-01, and the operation ends on 2025-06-01; leave it out",
        "search_public_recipes",
    ),
    (
        "date",
        "paths/managed_users.yaml",
        "    operationId: list_managed_users\n",
        "    operationId: list_managed_users\n    x-replaced-by: list_customers\n",
        "expected the operationId of its successor",
        "list_managed_users",
    ),
    (
        "date",
        "paths/managed_users.yaml",
        "    operationId: list_managed_users\n",
        "    operationId: list_managed_users\n    x-replaced-by: list_roles\n",
        "expected a deprecated operation",
        "list_managed_users",
    ),
    (
        "date",
        "paths/managed_users.yaml",
        "    operationId: list_managed_users\n",
        "    operationId: list_managed_users\n    x-until: '2026-07-01'\n",
        "must have `deprecated: true`",
        "list_managed_users",
    ),
    (
        "date",
        "openapi.yaml",
        "x-since: '2025-06-01'",
        "x-earlier: [{until: '2026-07-01', url: x}, {until: '2024-04-01', url: y}]",
        "in order",
        None,
    ),
    (
        "date",
        "openapi.yaml",
        "x-since: '2025-06-01'",
        "x-since: '2025-06-01'\n  x-earlier: [{until: '2025-06-01', url: x}]",
        "while its owner exists",
        None,
    ),
    (
        "provenance",
        "paths/managed_users.yaml",
        "sources: [index-2023-11,",
        "sources: [hearsay,",
        "hearsay",
        "list_managed_users",
    ),
    (
        "index-row",
        "paths/managed_users.yaml",
        "- GET /api/managed_users/\n",
        "- GET /api/customers\n",
        "/api/customers",
        "list_managed_users",
    ),
    (
        "client-name",
        "paths/managed_users.yaml",
        "method: update}",
        "method: create}",
        "managed_users.create",
        "update_managed_user",
    ),
    (
        "client-name",
        "openapi.yaml",
        "  lookup_tables.rows: The rows of a lookup table.\n",
        "",
        "x-resources",
        "list_lookup_table_rows",
    ),
    (
        "envelope",
        "paths/managed_users.yaml",
        "x-envelope: result",
        "x-envelope: results",
        "results",
        "list_managed_users",
    ),
    ("envelope", "paths/lookup_tables.yaml", "body: lookup_table}", "body: table}", "table", "create_lookup_table"),
    ("pagination", "paths/managed_users.yaml", "page: page,", "page: number,", "number", "list_managed_users"),
    ("pagination", "paths/managed_users.yaml", "max: 100,", "max: 200,", "maximum", "list_managed_users"),
    ("pagination", "paths/managed_users.yaml", "total: count", "total: sum", "sum", "list_managed_users"),
    (
        "secret",
        "schemas/connections.yaml",
        "      description: Access token.\n      x-secret: true\n",
        "      description: Access token.\n",
        "access_token suggests a secret",
        None,
    ),
    ("secret", "paths/properties.yaml", "name: prefix", "name: token", "token suggests a secret", "list_properties"),
    (
        "secret",
        "schemas/managed_users.yaml",
        "      description: Account id.\n",
        "      description: Account id.\n      x-secret: true\n",
        "needs a string or a map",
        None,
    ),
    ("secret", "openapi.yaml", "x-secret-names:\n", "x-names:\n", "x-secret-names is missing", None),
    ("secret", "openapi.yaml", "x-secret-patterns:\n", "x-patterns:\n", "x-secret-patterns is missing", None),
    ("secret", "openapi.yaml", "pattern: npm_[", "pattern: npm_([", "the pattern is not a regular expression", None),
    ("extension", "openapi.yaml", "  url_names: [code", "  url_names: [Code", "'Code' does not match", None),
    ("extension", "schemas/connections.yaml", "  x-secret: true\n", "  x-secret: yes it is\n", "x-secret:", None),
]


def test_the_committed_spec_has_no_findings() -> None:
    """The committed spec passes every rule."""
    lint(bundle(ROOT / "spec"))


@pytest.mark.parametrize(("rule", "file", "old", "new", "words", "operation"), BROKEN)
def test_each_rule_finds_its_problem(
    rule: str, file: str, old: str, new: str, words: str, operation: str | None, edit: Edit, copied_root: Path
) -> None:
    """The rule reports the problem and the operation it is in."""
    edit(file, old, new)
    with pytest.raises(SpecError) as caught:
        lint(bundle(copied_root / "spec"))
    found = [finding for finding in caught.value.findings if finding.rule == rule and words in finding.message]
    assert found, str(caught.value)
    assert operation in {finding.operation for finding in found}


def test_a_finding_points_to_the_line(edit: Edit, copied_root: Path) -> None:
    """A message names the hand-written file and line, not the bundle."""
    edit("schemas/managed_users.yaml", "      description: Full name.\n", "")
    lines = (copied_root / "spec/schemas/managed_users.yaml").read_text(encoding="utf-8").splitlines()
    with pytest.raises(SpecError) as caught:
        lint(bundle(copied_root / "spec"))
    (finding,) = caught.value.findings
    assert finding.location.file.as_posix() == "spec/schemas/managed_users.yaml"
    assert lines[finding.location.line - 1].strip() == "name:"
    assert str(finding).startswith(f"spec/schemas/managed_users.yaml:{finding.location.line}: name has no description")


def test_duplicate_operation_ids_are_found(edit: Edit, copied_root: Path) -> None:
    """A duplicate operationId is an error, because openapi-python-client would overwrite an endpoint."""
    edit("paths/properties.yaml", "operationId: upsert_properties", "operationId: list_properties")
    with pytest.raises(SpecError, match="duplicate operationId 'list_properties'"):
        lint(bundle(copied_root / "spec"))
