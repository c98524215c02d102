"""Requests that differ from the document in the ways in which real programs differ: one of each kind."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

CODE = json.dumps({"number": 0, "provider": "clock", "name": "scheduled_event", "keyword": "trigger", "block": []})

_HERE = "/api/managed_users/512044"


@dataclass(frozen=True)
class Deviation:
    """One request, which the mock serves with a note.

    Attributes:
        kind: What differs.
        method: The method.
        path: The path with its query, as it is sent.
        pointer: Where the mock and the proxy say that it differs.
        observed: The field that `observe` reports.
        sent: The body, as a keyword argument of httpx2.
        strict: Whether a strict mock rejects it.
    """

    kind: str
    method: str
    path: str
    pointer: str
    observed: str
    sent: dict[str, Any] = field(default_factory=dict)
    strict: bool = True

    def __str__(self) -> str:
        return self.kind.replace(" ", "-")


DEVIATIONS = (
    Deviation("empty segment inside", "GET", "/api//managed_users/512044/recipes", "/path", "path"),
    Deviation("empty segment in front", "GET", "//api/managed_users/512044/recipes", "/path", "path"),
    Deviation("slash at the end", "GET", f"{_HERE}/recipes/", "/path", "path"),
    Deviation("capital boolean", "GET", f"{_HERE}/recipes?running=True", "/query/running", "query running"),
    Deviation("boolean as a word", "GET", f"{_HERE}/recipes?running=no", "/query/running", "query running"),
    Deviation("older name", "GET", f"{_HERE}/recipes?active=true", "/query/active", "query active"),
    Deviation(
        "older and newer name", "GET", f"{_HERE}/recipes?active=true&running=false", "/query/active", "query active"
    ),
    Deviation(
        "unknown filter", "GET", f"{_HERE}/recipes?name_contains=a", "/query/name_contains", "query name_contains"
    ),
    Deviation(
        "filter as a list",
        "GET",
        f"{_HERE}/recipes?adapter_names_any[]=jira&adapter_names_any[]=slack",
        "/query/adapter_names_any[]",
        "query adapter_names_any[]",
    ),
    Deviation(
        "field in the query", "POST", f"{_HERE}/folders?folder_name=F", "/query/folder_name", "query folder_name"
    ),
    Deviation(
        "older name of a field",
        "POST",
        f"{_HERE}/lookup_tables/4101/rows",
        "/body/entry",
        "request entry",
        {"json": {"entry": {"code": "NZ", "country": "New Zealand"}}},
    ),
    Deviation(
        "number for text",
        "POST",
        f"{_HERE}/folders",
        "/body/parent_id",
        "request parent_id",
        {"json": {"name": "F", "parent_id": 5512}},
    ),
    Deviation(
        "text for a number",
        "POST",
        f"{_HERE}/connections",
        "/body/folder_id",
        "request folder_id",
        {"json": {"provider": "jira", "folder_id": "5512"}},
    ),
    Deviation(
        "numbers for texts in a list",
        "POST",
        f"{_HERE}/roles/2202/copy",
        "/body/folder_ids/0",
        "request folder_ids[]",
        {"json": {"name": "R", "folder_ids": [5512]}},
    ),
    Deviation(
        "texts for numbers in a list",
        "POST",
        f"{_HERE}/lookup_tables/batch_delete",
        "/body/ids/0",
        "request ids[]",
        {"json": {"ids": ["4101"]}},
    ),
    Deviation(
        "disputed number of a recipe",
        "POST",
        f"{_HERE}/recipes",
        "/body/recipe/folder_id",
        "request recipe folder_id",
        {"json": {"recipe": {"name": "R", "code": CODE, "folder_id": 5512}}},
    ),
    Deviation(
        "disputed number of a collection",
        "POST",
        f"{_HERE}/api_collections",
        "/body/project_id",
        "request project_id",
        {"json": {"name": "C", "project_id": 523200}},
    ),
    Deviation(
        "flat body",
        "POST",
        f"{_HERE}/recipes",
        "/body/recipe",
        "request recipe",
        {"json": {"name": "R", "code": CODE}},
        strict=False,
    ),
    Deviation(
        "wrapper that the operation does not have",
        "PUT",
        f"{_HERE}/connections/7101",
        "/body/connection",
        "request connection",
        {"json": {"connection": {"name": "C"}}},
    ),
    Deviation(
        "wrapper of another name",
        "PUT",
        f"{_HERE}/recipes/9002",
        "/body/result",
        "request result",
        {"json": {"result": {"name": "R"}}},
    ),
    Deviation(
        "list for its JSON text",
        "PUT",
        f"{_HERE}/recipes/9002",
        "/body/recipe/config",
        "request recipe config",
        {"json": {"recipe": {"config": []}}},
    ),
    Deviation(
        "read-only fields",
        "PUT",
        f"{_HERE}/connections/7101",
        "/body",
        "request authorized_at",
        {"json": {"name": "C", "id": 7101, "authorized_at": "2023-10-02T09:15:00.120-07:00"}},
        strict=False,
    ),
    Deviation(
        "null of an object that was read",
        "PUT",
        f"{_HERE}/connections/7101",
        "/body/parent_id",
        "request parent_id",
        {"json": {"name": "C", "parent_id": None}},
    ),
    Deviation(
        "role as responses have it",
        "PUT",
        "/api/customer_managers/6601",
        "/body/role_id",
        "request role_id",
        {"json": {"id": 6601, "privilege_group": {"id": 2, "name": "Admin"}}},
    ),
    Deviation(
        "form", "POST", f"{_HERE}/connections", "/header/content-type", "request", {"data": {"provider": "jira"}}
    ),
)
