"""Tests of the descriptions of operations."""

from __future__ import annotations

import json

import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError
from workato_embedded._runtime.mcp.describing import describe
from workato_embedded._runtime.mcp.document import Access

from .programs import Program, document


def test_a_description_has_all_that_a_call_needs() -> None:
    """A description has parameters, body, example, errors, limit, and how well they are documented."""
    made = Program().data("describe_operation", operation_id="create_managed_user")
    assert made["request"] == "POST /managed_users"
    assert made["access"] == "write"
    assert made["body"]["required"] is True
    assert made["body"]["schema"]["required"] == ["name", "notification_email"]
    assert made["body"]["schema"]["properties"]["external_id"]["type"] == ["string", "null"]
    assert made["body"]["example"]["name"] == "Northwind Tools"
    assert made["result"]["example"]["id"] == 512044
    assert {"400", "401", "500"} <= made["errors"].keys()
    assert made["rate_limit"] == "1000 requests in 60 seconds, over all customers"
    assert made["documentation"]["confidence"] == "documented"
    assert "query" not in made


def test_a_description_marks_what_is_inferred_and_since_when() -> None:
    """Parameters and operations have their marks: inferred, dates, deprecation and successor."""
    made = Program().data("describe_operation", operation_id="list_lookup_table_rows")
    assert made["path"]["managed_user_id"]["required"] is True
    assert made["query"]["per_page"]["maximum"] == 1000
    assert made["query"]["by"]["example"] == {"code": "SG"}
    clients = Program().data("describe_operation", operation_id="create_api_key")["documentation"]
    assert clients["since"] == "2025-06-01"
    old = Program().data("describe_operation", operation_id="add_member_deprecated")["documentation"]
    assert (old["deprecated"], old["replaced_by"]) == (True, "add_member")
    assert "x-inferred" in json.dumps([describe(each) for each in document().operations.values()])


def test_files_and_secrets_are_noted() -> None:
    """A description says that a file cannot be sent, and that secrets of a result are masked."""
    note = Program().data("describe_operation", operation_id="import_package")["body"]["note"]
    assert note.startswith("the body is a file, which this server does not send")
    result = Program().data("describe_operation", operation_id="create_developer_api_client")["result"]
    assert result["note"].startswith("secrets in the result are masked")


def test_every_description_is_small_and_without_references() -> None:
    """Each operation can be described, in at most 16,000 characters, without references into the document."""
    for each in document().operations.values():
        text = json.dumps(describe(each))
        assert len(text) < 16_000, each.operation.id
        assert '"$ref":' not in text
        assert '"nullable":' not in text


def test_an_unknown_operation_names_the_nearest() -> None:
    """An unknown operation is an error that names the nearest one, or how to search."""
    failure = Program().failure("describe_operation", operation_id="get_recipes")
    assert "unknown operation 'get_recipes'; did you mean get_recipe" in failure
    assert "search_operations finds operations" in Program().failure("describe_operation", operation_id="zzz")


def test_a_description_is_a_resource() -> None:
    """A description can be read as a resource; an unknown operation is an error of the protocol."""

    async def read(client: Client) -> str:
        (template,) = (await client.list_resource_templates()).resource_templates
        assert template.uri_template == "workato-embedded://operations/{operation_id}"
        (content,) = (await client.read_resource("workato-embedded://operations/get_recipe")).contents
        with pytest.raises(MCPError, match="unknown operation 'zzz'"):
            await client.read_resource("workato-embedded://operations/zzz")
        return str(content.text)  # type: ignore[union-attr]

    assert json.loads(Program().run(read))["operation_id"] == "get_recipe"


def test_access_is_known_of_each_operation() -> None:
    """Only operations that return data without changing it are read, whatever their method."""
    operations = document().operations.values()
    posts = {each.operation.id for each in operations if each.access is Access.READ and each.operation.method != "GET"}
    assert posts == {"get_picklist_values", "get_usage_v2", "get_connection_usage", "get_field_map_pick_list"}
    deletions = {each.operation.id for each in operations if each.access is Access.DELETE}
    assert {each.operation.id for each in operations if each.operation.method == "DELETE"} < deletions
    assert "batch_delete_lookup_tables" in deletions
