"""Responses to generated requests match the document."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workato_embedded_mock.openapi.document import METHODS, Document, load_document
from workato_embedded_mock.openapi.schemas import Check, SchemaCompiler
from workato_embedded_mock.rules.catalogue import all_rules

RULES = all_rules()
OPERATIONS = [
    (method.upper(), path, item[method])
    for path, item in load_document().content["paths"].items()
    for method in METHODS
    if method in item and item[method]["operationId"] in RULES
]
KNOWN = {
    "managed_user_id": ["512044", "Ecust-0042", "Eacme/42"],
    "member_id": ["771203"],
    "lookup_table_id": ["4101"],
    "row_id": ["8801"],
    "recipe_id": ["9001", "9002"],
    "job_id": ["j-AAAAAAAA-AAAAA1"],
    "connection_id": ["7101", "7103"],
    "id": ["8101", "8201"],
    "version": ["2"],
}
# HTTP clients resolve segments of dots before they send a path.
SEGMENTS = st.text(min_size=1, max_size=8).filter(lambda text: text.strip(".") != "")
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["SG", "a", 523200, "1"])
NAMES = st.text(max_size=5) | st.sampled_from(
    [
        "name",
        "notification_email",
        "external_id",
        "lookup_table",
        "schema",
        "label",
        "data",
        "code",
        "ids",
        "properties",
        "parent_id",
        "recipe",
        "config",
        "folder_id",
        "description",
        "provider",
        "parent_id",
        "input",
        "pick_list_name",
        "plan_id",
        "oauth_id",
        "member_id",
        "key",
    ]
)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5))
BODIES = st.none() | st.binary(max_size=40) | VALUES.map(lambda value: json.dumps(value).encode())
QUERIED = [
    "force",
    "parent_id",
    "applications",
    "adapter_names_any",
    "stopped_after",
    "since_id",
    "offset_job_id",
    "prev",
]
QUERIES = st.lists(
    st.tuples(
        st.sampled_from(["page", "per_page", "by[code]", "by", "by[", "prefix", "project_id", "folder_id", *QUERIED])
        | st.text(),
        st.text(st.characters(exclude_categories=()))
        | st.integers().map(str)
        | st.sampled_from(["SG", "523200", "", "2023-11-06"]),
    ),
    max_size=4,
)


@pytest.fixture(scope="module")
def checks(document: Document) -> dict[tuple[str, str], Check]:
    """Return the compiled schema of each documented response, by operationId and status."""
    compiler = SchemaCompiler(document.content)
    compiled = {}
    for _method, _path, operation in OPERATIONS:
        for status, response in operation["responses"].items():
            if "$ref" in response:
                response = document.content["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
            # A response without content has no body.
            media = response.get("content", {"application/json": {"schema": {"enum": [None]}}})
            schema = media["application/json"]["schema"]
            compiled[operation["operationId"], status] = compiler.compile(schema, "")
    return compiled


def _path(template: str, data: st.DataObject) -> str:
    segments = template.split("/")
    for index, segment in enumerate(segments):
        if segment.startswith("{"):
            # Hypothesis prefers the first values, and most requests should reach a rule.
            values = st.sampled_from(KNOWN.get(segment[1:-1], ["1"]) * 2) | SEGMENTS | st.integers().map(str)
            segments[index] = quote(data.draw(values).encode("utf-8", "surrogatepass"), safe="")
    return "/".join(segments)


@pytest.fixture
def fresh_client(open_client: Callable[[str], httpx2.Client]) -> httpx2.Client:
    """Return a client whose namespace was reset to the seed."""
    client = open_client("fuzz")
    client.post(f"{str(client.base_url).removesuffix('/api/')}/_mock/reset")
    return client


@pytest.mark.parametrize(
    ("method", "template", "operation"), OPERATIONS, ids=[op[2]["operationId"] for op in OPERATIONS]
)
@given(data=st.data())
@settings(max_examples=settings().max_examples // 2, suppress_health_check=list(HealthCheck))
def test_every_response_is_documented_and_matches_its_schema(
    fresh_client: httpx2.Client,
    checks: dict[tuple[str, str], Check],
    method: str,
    template: str,
    operation: dict[str, Any],
    data: st.DataObject,
) -> None:
    """Generated paths, queries and bodies cause no 500, no undocumented status and no invalid body."""
    query = data.draw(QUERIES)
    encoded = "&".join(
        "=".join(quote(part.encode("utf-8", "surrogatepass"), safe="[]") for part in field) for field in query
    )
    body = data.draw(BODIES)
    response = fresh_client.request(method, f"{_path(template, data)}?{encoded}", content=body)
    status = str(response.status_code)
    assert status != "500"
    assert (operation["operationId"], status) in checks, response.headers
    assert checks[operation["operationId"], status](response.json() if response.content else None) == []
    if not status.startswith("2"):
        assert json.loads(response.headers["X-Mock-Reason"])
