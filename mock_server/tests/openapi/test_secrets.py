"""Tests of the secret fields of a document: marks take precedence over names."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from workato_embedded_mock.openapi.document import Document
from workato_embedded_mock.openapi.redaction import REDACTED, Redactor
from workato_embedded_mock.openapi.secrets import Secrets


@pytest.fixture
def content(document: Document) -> dict[str, Any]:
    """Return a copy of the document to change."""
    return copy.deepcopy(document.content)


def redacted(content: dict[str, Any], value: Any) -> Any:
    """Return a response body of `get_job` as the journal shows it."""
    secrets = Secrets(content)
    return Redactor(secrets).fields(value, secrets.response("get_job", 200))


def test_a_marked_field_is_secret_whatever_its_name(content: dict[str, Any]) -> None:
    """If a field is marked as secret, its string, the strings of its list or the values of its map are redacted."""
    schemas = content["components"]["schemas"]
    schemas["JobDetail"]["properties"]["handle"]["x-secret"] = True
    schemas["JobDetail"]["properties"]["title"] = {"type": "array", "items": {"type": "string", "x-secret": True}}
    schemas["JobStepData"]["x-secret"] = True
    value = {"id": "j-1", "handle": "h", "title": ["a"], "lines": [{"output": {"city": "c", "rows": 3, "ok": True}}]}
    assert redacted(content, value) == {
        "id": "j-1",
        "handle": REDACTED,
        "title": [REDACTED],
        "lines": [{"output": {"city": REDACTED, "rows": 0, "ok": True}}],
    }


def test_the_name_of_a_documented_field_does_not_matter(content: dict[str, Any]) -> None:
    """A documented field without the mark is not secret, whatever its name; names decide for unknown fields in it."""
    value = {"lines": [{"input": {"city": "c", "api_token": "t"}}], "input": {"city": "c"}}
    assert redacted(content, value) == {
        "lines": [{"input": {"city": "c", "api_token": REDACTED}}],
        "input": {"city": REDACTED},
    }


def test_alternatives_of_a_schema_are_searched(content: dict[str, Any]) -> None:
    """A field is secret if one of the alternatives marks it, and a schema may contain itself."""
    schemas = content["components"]["schemas"]
    line = {"type": "object", "properties": {"word": {"type": "string", "x-secret": True}}}
    schemas["JobLine"] = {"anyOf": [schemas["JobLine"], line, {"$ref": "#/components/schemas/JobLine"}]}
    assert redacted(content, {"lines": [{"word": "w", "adapter_name": "a"}]}) == {
        "lines": [{"word": REDACTED, "adapter_name": "a"}]
    }


def test_marked_parameters_are_secret(content: dict[str, Any]) -> None:
    """A parameter in the query is redacted if its schema is marked, or if it is unknown and has a suggestive name."""
    for parameter in content["paths"]["/managed_users/{managed_user_id}/connections"]["get"]["parameters"]:
        if parameter.get("name") == "provider":
            parameter["schema"]["x-secret"] = True
    secrets = Secrets(content)
    query = Redactor(secrets).query("provider=jira&folder_id=7&token=abc", secrets.query("list_connections"))
    assert {item["name"]: item["value"] for item in query} == {
        "provider": REDACTED,
        "folder_id": "7",
        "token": REDACTED,
    }


def test_unknown_operations_and_responses_have_no_marks(document: Document) -> None:
    """Without marks, the names of fields decide what is secret."""
    secrets = Secrets(document.content)
    assert secrets.request(None) == secrets.request("list_jobs") == secrets.response("get_job", 418) == {}


def test_a_document_without_names_uses_those_of_the_published_one(content: dict[str, Any]) -> None:
    """A document of another source has no `x-secret-names`, and headers of its own."""
    del content["x-secret-names"]
    content["components"]["securitySchemes"] = {"key": {"type": "apiKey", "in": "header", "name": "X-Staff-Code"}}
    redactor = Redactor(Secrets(content))
    assert redactor.fields({"api_token": "t", "city": "c"}) == {"api_token": REDACTED, "city": "c"}
    headers = redactor.headers([("X-Staff-Code", "abc"), ("X-User-Email", "a@example.com"), ("Accept", "*/*")])
    assert [header["value"] for header in headers] == [REDACTED, "a@example.com", "*/*"]


def test_json_inside_a_string_keeps_its_form_without_secrets(document: Document) -> None:
    """The code of a recipe is JSON text: it changes only if there is a secret in it."""
    redactor = Redactor(Secrets(document.content))
    plain, secretive = '{"a":  1}', '{"a":  1, "password": "x"}'
    assert redactor.fields({"code": plain}) == {"code": plain}
    assert redactor.fields({"code": secretive}) == {"code": f'{{"a": 1, "password": "{REDACTED}"}}'}
