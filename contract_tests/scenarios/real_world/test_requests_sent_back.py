"""Programs read an object, change a field of it, and send the whole object back."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx2
import pytest

from contract_tests.support.validator import operations, resolve

# The object of the default seed that each operation changes, by the names of the path.
IDS: dict[str, dict[str, Any]] = {
    "update_managed_user": {"managed_user_id": 512044},
    "update_member": {"managed_user_id": 512044, "member_id": 771203},
    "update_connection": {"managed_user_id": 512044, "connection_id": 7101},
    "update_api_access_profile": {"managed_user_id": 512044, "api_access_profile_id": 3601},
    "update_api_client_v2": {"managed_user_id": 512044, "api_client_id": 3503},
    "update_api_key": {"managed_user_id": 512044, "api_client_id": 3502, "api_key_id": 3701},
    "update_customer_manager": {"id": 6601},
    "update_lookup_table_row": {"managed_user_id": 512044, "lookup_table_id": 4101, "row_id": 8801},
    "update_recipe": {"managed_user_id": 512044, "recipe_id": 9002},
    "update_field_map_introspection": {"managed_user_id": 512044, "recipe_id": 9001, "id": "dm-Kq7Tz2Lm-8hW3xYp"},
    "update_export_manifest": {"id": 6101},
    "update_customer_export_manifest": {"managed_user_id": 512044, "id": 6102},
    "update_folder": {"managed_user_id": 512044, "folder_id": 5512},
    "update_project": {"managed_user_id": 512044, "project_id": 523200},
    "update_environment_role": {"managed_user_id": 512044, "id": 411},
    "update_project_role": {"managed_user_id": 512044, "id": 421},
    "update_collaborator_group": {"managed_user_id": 512044, "id": "pf-MOCK0431-ID"},
    "update_project_grant": {"managed_user_id": 512044, "id": "pg-MOCK0441-ID"},
    "update_developer_api_client": {"managed_user_id": 512044, "client_id": 40311},
    "update_tag": {"managed_user_id": 512044, "handle": "tag-Ab3dEf7h-Kq2M9z"},
}
# A field to change, where it is not the name.
CHANGES: dict[str, tuple[str, Any]] = {
    "update_member": ("role_name", "Operator"),
    "update_customer_manager": ("privilege_group", {"id": 318, "name": "Support", "system": False}),
    "update_field_map_introspection": ("mappings", []),
    "update_tag": ("title", "Renamed"),
    "update_project_grant": ("project_role", {"id": "pr-MOCK0421-ID", "name": "Builder"}),
    "update_lookup_table_row": ("data", {"code": "NZ", "country": "New Zealand"}),
}
# What a write itself changes.
CHANGING = {"updated_at", "version_no", "version_author_email", "version_author_name", "authorized_at"}

OPERATIONS = operations()
PATHS = {(each["method"], each["path"]): operation_id for operation_id, each in OPERATIONS.items()}


def pairs() -> list[str]:
    """Return the operations that change an object which another operation returns, alone or in a list."""
    return [
        operation_id
        for operation_id, operation in OPERATIONS.items()
        if operation["method"] == "PUT" and operation["x-client"]["method"] == "update"
        if has_fields(operation) and reads(operation["path"])
    ]


def has_fields(operation: dict[str, Any]) -> bool:
    """Return whether an operation has a JSON body."""
    return "application/json" in resolve(operation.get("requestBody", {})).get("content", {})


def reads(path: str) -> list[str]:
    """Return the paths on which the object of a path can be read: its own, or that of its list."""
    paths = [path, *([path.rpartition("/")[0]] if path.endswith("}") else [])]
    return [each for each in paths if ("GET", each) in PATHS]


def wrappers(operation_id: str) -> list[str]:
    """Return in what an object is sent: nothing, the wrapper of the operation, and that of the response."""
    operation = OPERATIONS[operation_id]
    own = operation.get("x-client", {}).get("body")
    envelope = read_operation(operation["path"]).get("x-envelope", "result").partition(".")[0]
    return ["", envelope, *([own] if own else [])]


def read_operation(path: str) -> dict[str, Any]:
    """Return the operation that reads the object of a path."""
    return OPERATIONS[PATHS["GET", reads(path)[0]]]


def read(http: httpx2.Client, operation_id: str) -> dict[str, Any]:
    """Return the object that an operation changes, as it is read."""
    template, ids = OPERATIONS[operation_id]["path"], IDS[operation_id]
    path = reads(template)[0]
    body = http.get(re.sub(r"{(\w+)}", lambda match: str(ids[match[1]]), path)).json()
    for envelope in read_operation(template).get("x-envelope", "").split("."):
        body = body[envelope] if envelope else body
    wanted = ids[re.findall(r"{(\w+)}", template)[-1]]
    found: dict[str, Any] = (
        body
        if isinstance(body, dict)
        else next(item for item in body if wanted in (item.get("id"), item.get("handle")))
    )
    return found


def write(http: httpx2.Client, operation_id: str, fields: dict[str, Any], wrapper: str) -> httpx2.Response:
    """Send an object to the operation that changes it."""
    path = OPERATIONS[operation_id]["path"].format(**IDS[operation_id])
    return http.put(path, json={wrapper: fields} if wrapper else fields)


def test_each_pair_has_an_object() -> None:
    """Every operation that changes a readable object has an object here."""
    assert set(pairs()) == IDS.keys()


@pytest.mark.parametrize(
    ("operation_id", "wrapper"), [(each, wrapper) for each in IDS for wrapper in wrappers(each)], ids=str
)
def test_an_object_that_was_read_is_served(http: httpx2.Client, operation_id: str, wrapper: str) -> None:
    """An object that was read can be sent back, wrapped or flat; one note names its read-only fields."""
    found = read(http, operation_id)
    response = write(http, operation_id, found, wrapper)
    reasons = json.loads(response.headers["X-Mock-Reason"])
    assert (response.status_code, response.json().get("success")) in {(200, None), (200, True)}, reasons
    assert [reason["keyword"] for reason in reasons].count("readOnly") == 1
    now = read(http, operation_id)
    assert {key: now[key] for key in found if key not in CHANGING} == {
        key: found[key] for key in found if key not in CHANGING
    }


@pytest.mark.parametrize("operation_id", IDS)
def test_a_changed_field_of_an_object_that_was_read_is_written(http: httpx2.Client, operation_id: str) -> None:
    """If one field of an object that was read is changed and sent back, only that field changes."""
    found = read(http, operation_id)
    name, new = CHANGES.get(operation_id, ("name", "Renamed"))
    assert write(http, operation_id, {**found, name: new}, "").status_code == 200
    now = read(http, operation_id)
    assert {key for key in found if now[key] != found[key]} - CHANGING == {name}
