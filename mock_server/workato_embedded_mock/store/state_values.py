"""Describes the values of columns as JSON Schemas, by which states are checked; must not check them.

Types and nulls follow from the tables. Here is what else the rules rely on: shapes of JSON, choices, times and ranges.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Boolean, Column, Integer, LargeBinary

# The formats of texts, see `state_formats`.
TIME, ADDRESSES, LOOKUP_SCHEMA, BASE64 = "time", "addresses", "lookup-schema", "base64"

Schema = dict[str, Any]

_INT64 = 2**63
# The largest id and count in a state. Larger ones can follow it, and every program reads it exactly.
_LARGEST = 2**53 - 1
_MICROSECONDS = 1_000_000
_DAY = 24 * 60 * 60
# The years between which times are, in seconds since 1970.
_EARLIEST, _LATEST = -970 * 366 * _DAY, 7_030 * 365 * _DAY

_TEXT: Schema = {"type": "string"}
_OBJECT: Schema = {"type": "object"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_OBJECTS: Schema = {"type": "array", "items": _OBJECT}
_ANY: Schema = {}
_COUNT: Schema = {"type": "integer", "minimum": 0, "maximum": _LARGEST}
_ID = _COUNT
_NULLABLE_ID: Schema = {**_ID, "type": ["integer", "null"]}
_NULLABLE_TEXT: Schema = {"type": ["string", "null"]}
_TEXT_OR_TEXTS: Schema = {**_TEXTS, "type": ["string", "array"]}
_AREAS: Schema = {
    "type": "object",
    "additionalProperties": {"type": "object", "properties": {"privileges": _TEXT_OR_TEXTS}},
}
_STEP: Schema = {"type": "object", "properties": {"line_ref": _TEXT}, "required": ["line_ref"]}
_STATES = ("pending", "success", "failed")


def _choice(*names: str) -> Schema:
    return {"enum": list(names)}


def _object(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required)}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


# By column, or by table and column.
_VALUES: dict[str, Schema] = {
    "action_applications": _TEXTS,
    "actions": _OBJECTS,
    "activity": _ANY,
    "allowed_issuers": _TEXTS,
    "api_policies": _list(_object(("id",), id=_ID)),
    "applications": _TEXTS,
    "auth_settings": _OBJECT,
    "categories": _TEXTS,
    "cert_bundle_ids": {**_list({"type": "integer"}), "type": ["array", "null"]},
    "copy_count": _COUNT,
    "credentials_made": _COUNT,
    "current_billing_period_end": {"type": "string", "format": TIME},
    "current_billing_period_start": {"type": "string", "format": TIME},
    "env_roles": _list(_object(("environment_type", "name"), environment_type=_TEXT, name=_TEXT)),
    "error_parts": _ANY,
    "happened_at": {"type": "integer", "minimum": _EARLIEST * 1_000, "maximum": _LATEST * 1_000},
    "id": _ID,
    "lines": _OBJECTS,
    "lifetime_task_count": _COUNT,
    "month": {"type": "string", "pattern": r"^[0-9]{4}-(0[1-9]|1[0-2])$"},
    "offset_microseconds": {
        "type": "integer",
        "minimum": _EARLIEST * _MICROSECONDS,
        "maximum": _LATEST * _MICROSECONDS,
    },
    "parameters": _OBJECT,
    "parameters_schema": _OBJECTS,
    "reads": _COUNT,
    "required_claims": _TEXTS,
    "secrets_made": _COUNT,
    "settings": _OBJECT,
    "sources": _list(_STEP),
    "styling": {"type": "object", "additionalProperties": _TEXT},
    "target": _OBJECT,
    "task_count": _COUNT,
    "tasks": _COUNT,
    "trigger_closure": _ANY,
    "triggers": _OBJECTS,
    "version_no": _COUNT,
    "whitelisted_apps": _TEXTS,
    "api_keys.ip_allow_list": _TEXTS,
    "api_keys.ip_deny_list": _TEXTS,
    "custom_connectors.released_versions": _list(_object(("version",), version={"type": "integer"})),
    "deployment_reviews.status": _TEXT,
    "deployments.assets": _OBJECTS,
    "deployments.environment_type": _choice("test", "prod"),
    "deployments.state": _choice(*_STATES, "pending_review", "approved", "rejected"),
    "developer_api_clients.folder_ids": _list(_ID),
    "developer_api_clients.ip_allow_list": {"type": "string", "format": ADDRESSES},
    "embedding.failure": _choice("status", "error", "both"),
    "embedding.origins": _TEXTS,
    "environment_roles.config": _AREAS,
    "environments.environment_type": _choice("test", "prod"),
    "export_manifests.assets": _list(
        _object(
            ("type", "id"),
            type=_TEXT,
            id={"type": "integer"},
            zip_name=_NULLABLE_TEXT,
            folder=_NULLABLE_TEXT,
            checked={"type": ["boolean", "null"]},
        )
    ),
    "field_maps.mappings": _OBJECTS,
    "jobs.status": _choice("succeeded", "failed", "pending"),
    "lookup_tables.schema": {"type": "string", "format": LOOKUP_SCHEMA},
    "member_roles.environment_type": _choice("dev", "test", "prod"),
    "package_assets.fields": _object(
        fields=_OBJECT,
        folder=_NULLABLE_TEXT,
        references={"type": "object", "additionalProperties": _TEXT_OR_TEXTS},
        config_lines=_list({"type": "array", "minItems": 3, "maxItems": 3}),
    ),
    "packages.operation_type": _choice("export", "import", "build"),
    "packages.recipe_status": _OBJECTS,
    "packages.status": _choice("in_progress", "completed", "failed"),
    "packages.warnings": _list({**_TEXTS, "minItems": 2, "maxItems": 2}),
    "project_builds.state": _choice(*_STATES),
    "project_roles.config": _AREAS,
    "recipes.config": _list(
        _object(
            ("provider",),
            provider=_TEXT,
            account_id=_NULLABLE_ID,
            name=_NULLABLE_TEXT,
            keyword=_NULLABLE_TEXT,
            skip_validation={"type": ["boolean", "null"]},
        )
    ),
    "roles.folder_ids": _list({"type": ["string", "integer"], "pattern": "^[0-9]{1,18}$"}),
    "roles.privileges": {"type": "object", "additionalProperties": _TEXTS},
    "sequences.last": _COUNT,
}


def schema_of(column: Column[Any]) -> Schema:
    """Return the schema of the values that a column has in a state.

    Raises:
        LookupError: The column has JSON that is not described here.
    """
    described = (_VALUES.get(name) for name in (f"{column.table.name}.{column.name}", column.name))
    found = next((schema for schema in described if schema is not None), None)
    schema = _by_type(column) if found is None else found
    if not column.nullable or not schema:
        return schema
    return {"anyOf": [schema, {"type": "null"}]} if "enum" in schema else {**schema, "type": _or_null(schema["type"])}


def _by_type(column: Column[Any]) -> Schema:
    if isinstance(column.type, JSON):
        raise LookupError(f"the JSON of {column.table.name}.{column.name} is not described: add its shape")
    if isinstance(column.type, Boolean):
        return {"type": "boolean"}
    if isinstance(column.type, Integer):
        return {"type": "integer", "minimum": -_INT64, "maximum": _INT64 - 1}
    if isinstance(column.type, LargeBinary):
        return {"type": "string", "format": BASE64}
    return {"type": "string", "format": TIME} if column.name.endswith("_at") else _TEXT


def _or_null(kinds: str | list[str]) -> list[str]:
    return [*([kinds] if isinstance(kinds, str) else kinds), "null"]
