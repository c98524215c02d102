"""The JSON Schema of seeds, for editors and to check seeds. Choices and descriptions are from the API's document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workato_embedded_mock.openapi.document import references_in
from workato_embedded_mock.openapi.schemas import translate
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.form.catalogue import SECTIONS
from workato_embedded_mock.seeds.form.kinds import Field, Kind

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NULL = "null"
_COMPONENTS = "#/components/schemas/"
# The definitions of the document's schemas begin with this.
_API = "api."
# Parts of a property without meaning for its values.
_NOTES = {"$ref", "allOf", "description", "example", "default", "readOnly", "writeOnly"}

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
    "packages": "PackageImport",
    "project_builds": "ProjectBuild",
    "deployments": "Deployment",
    "api_collections": "ApiCollection",
    "api_endpoints": "ApiEndpoint",
    "api_clients": "ApiPlatformClient",
    "api_access_profiles": "ApiAccessProfileDetails",
    "api_client_settings": "ApiClientV2",
    "api_keys": "ApiKey",
    "public_recipes": "PublicRecipe",
    "activity_logs": "ActivityLog",
}
# Columns with values that no response of the API has: builds of projects are packages, too.
_OPEN_CHOICES = {("packages", "operation_type")}


def form_schema(schemas: Mapping[str, Json]) -> dict[str, Any]:
    """Return the JSON Schema of seeds; `schemas` are those of the API's document."""
    definitions: dict[str, Any] = {}
    names: dict[int, str] = {}
    properties = {kind.name: _section(kind, "", schemas, definitions, names) for kind in SECTIONS}
    whole = {
        "$schema": _DIALECT,
        "title": "Seed of workato-mock",
        "description": "The initial state of an account. Whatever is left out has a default.",
        "type": "object",
        "additionalProperties": False,
        "properties": {"$schema": {"type": "string"}, **properties},
        "$defs": definitions,
    }
    return _api_definitions(whole, schemas)


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
    if documented and not own:
        own = _documented(documented, field)
    description = documented.get("description")
    if isinstance(description, str):
        own["description"] = " ".join(description.split())
    choices = documented.get("enum")
    if choices and "string" in own.get("type", ()) and (kind.table.name, field.column.name) not in _OPEN_CHOICES:
        known = [choice for choice in choices if choice is not None]
        own["enum"] = [*known, None] if _NULL in own["type"] else known
    return own


def _documented(documented: dict[str, Any], field: Field) -> dict[str, Any]:
    """Return the schema that the document has of a column with JSON."""
    own: dict[str, Any] = translate({name: value for name, value in documented.items() if name not in _NOTES})
    if not field.column.nullable or "type" not in own:
        return own
    return {**own, "type": sorted({*([own["type"]] if isinstance(own["type"], str) else own["type"]), _NULL})}


def _api_definitions(schema: dict[str, Any], schemas: Mapping[str, Json]) -> dict[str, Any]:
    """Return a schema whose references to schemas of the document are references to definitions, with these."""
    waiting = list(references_in(schema["$defs"]))
    found: dict[str, Any] = {}
    while waiting:
        name = waiting.pop().rpartition("/")[2]
        if name in schemas and name not in found:
            found[name] = _without_notes(translate(schemas[name]))
            waiting += references_in(found[name])
    definitions = {**schema["$defs"], **{f"{_API}{name}": found[name] for name in sorted(found)}}
    return {**schema, "$defs": _redirected(definitions)}


def _without_notes(value: Any) -> Any:
    """Return a schema without examples, which can be long."""
    if isinstance(value, list):
        return [_without_notes(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _without_notes(item) for name, item in value.items() if name not in {"example", "default"}}


def _redirected(value: Any) -> Any:
    if isinstance(value, list):
        return [_redirected(item) for item in value]
    if not isinstance(value, dict):
        return value.replace(_COMPONENTS, f"#/$defs/{_API}") if isinstance(value, str) else value
    return {name: _redirected(item) for name, item in value.items()}


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
