"""The JSON Schema of seeds, for editors and to check seeds. Choices and descriptions are from the API's document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.form.catalogue import SECTIONS
from workato_embedded_mock.seeds.form.kinds import Field, Kind

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NULLABLE = "null"

# The schema of the API that describes the objects of a table.
_SCHEMAS = {
    "managed_users": "ManagedUser",
    "environments": "CustomerEnvironment",
    "members": "Member",
    "member_invitations": "MemberInvitation",
    "folders": "Folder",
    "projects": "Project",
    "connections": "Connection",
    "connectors": "Connector",
    "custom_connectors": "CustomConnector",
    "custom_oauth_profiles": "CustomOauthProfile",
    "lookup_tables": "LookupTable",
    "lookup_table_rows": "LookupTableRow",
    "recipes": "Recipe",
    "recipe_versions": "RecipeVersion",
    "jobs": "JobDetail",
    "field_maps": "FieldMap",
    "tags": "Tag",
    "roles": "Role",
    "environment_roles": "EnvironmentRole",
    "project_roles": "ProjectRole",
    "user_groups": "CollaboratorGroup",
    "developer_api_clients": "DeveloperApiClient",
    "developer_api_client_roles": "DeveloperApiClientRole",
    "export_manifests": "ExportManifest",
    "project_builds": "ProjectBuild",
    "deployments": "Deployment",
    "api_collections": "ApiCollection",
    "api_endpoints": "ApiEndpoint",
    "api_clients": "ApiClient",
    "api_access_profiles": "ApiAccessProfileDetails",
    "api_client_settings": "ApiClientV2",
    "api_keys": "ApiKey",
    "public_recipes": "PublicRecipe",
    "activity_logs": "ActivityLog",
}
# Columns whose objects have values that the responses of the API do not.
_OPEN_CHOICES = {("managed_users", "plan_id")}


def form_schema(schemas: Mapping[str, Json]) -> dict[str, Any]:
    """Return the JSON Schema of seeds; `schemas` are those of the API's document."""
    definitions: dict[str, Any] = {}
    names: dict[int, str] = {}
    properties = {kind.name: _section(kind, "", schemas, definitions, names) for kind in SECTIONS}
    return {
        "$schema": _DIALECT,
        "title": "Seed of workato-mock",
        "description": "The initial state of an account. Whatever is left out has a default.",
        "type": "object",
        "additionalProperties": False,
        "properties": {"$schema": {"type": "string"}, **properties},
        "$defs": definitions,
    }


def _section(
    kind: Kind, path: str, schemas: Mapping[str, Json], definitions: dict[str, Any], names: dict[int, str]
) -> dict[str, Any]:
    """Return the schema of a section, and add that of its objects to the definitions."""
    text = {"description": kind.text} if kind.text else {}
    if kind.shape == "map":
        return {"type": "object", "additionalProperties": kind.fields[1].schema(), **text}
    if id(kind) not in names:
        names[id(kind)] = f"{path}{kind.name}"
        definitions[names[id(kind)]] = None
        definitions[names[id(kind)]] = _object(kind, f"{path}{kind.name}.", schemas, definitions, names)
    item = {"$ref": f"#/$defs/{names[id(kind)]}"}
    if kind.shape == "one":
        return {**item, **text}
    return {"type": "array", "items": item, **text}


def _object(
    kind: Kind, path: str, schemas: Mapping[str, Json], definitions: dict[str, Any], names: dict[int, str]
) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    if kind.has_id:
        properties["id"] = {
            "type": "integer",
            "minimum": 1,
            "maximum": 2**63 - 1,
            "description": "Default: the next free id.",
        }
    properties |= {field.name: _described(kind, field, schemas) for field in kind.fields}
    properties |= {child.name: _section(child, path, schemas, definitions, names) for child in kind.children}
    required = [field.name for field in kind.fields if field.default is None]
    whole = {"additionalProperties": False, "properties": properties, **({"required": required} if required else {})}
    # A link is a name or an id, or has other fields, too.
    return {"type": ["integer", "string", "object"] if kind.shape == "links" else "object", **whole}


def _described(kind: Kind, field: Field, schemas: Mapping[str, Json]) -> dict[str, Any]:
    own = field.schema()
    documented = _property(_SCHEMAS.get(kind.table.name, ""), field.column.name, schemas)
    description = documented.get("description")
    if isinstance(description, str):
        own["description"] = " ".join(description.split())
    choices = documented.get("enum")
    if choices and "string" in own.get("type", ()) and (kind.table.name, field.column.name) not in _OPEN_CHOICES:
        known = [choice for choice in choices if choice is not None]
        own["enum"] = [*known, None] if _NULLABLE in own["type"] else known
    return own


def _property(name: str, column: str, schemas: Mapping[str, Json]) -> dict[str, Any]:
    """Return the description and the choices that the document has of a property."""
    for schema in _parts(schemas.get(name, {}), schemas):
        found = schema.get("properties", {}).get(column)
        if found is not None:
            merged: dict[str, Any] = {}
            for part in _parts(found, schemas):
                merged = {**part, **merged}
            return merged
    return {}


def _parts(schema: dict[str, Any], schemas: Mapping[str, Json]) -> Iterator[dict[str, Any]]:
    """Yield a schema, and those that it refers to or consists of."""
    yield schema
    if "$ref" in schema:
        yield from _parts(schemas.get(schema["$ref"].rpartition("/")[2], {}), schemas)
    for part in schema.get("allOf", ()):
        yield from _parts(part, schemas)
