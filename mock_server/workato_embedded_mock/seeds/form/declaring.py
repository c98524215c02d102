"""Makes kinds of objects from tables: each column is a field, unless it follows from where the object is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import JSON, Boolean, Column, ForeignKeyConstraint, LargeBinary

from workato_embedded_mock.seeds.form import defaults
from workato_embedded_mock.seeds.form.kinds import (
    Base64,
    Default,
    Entry,
    Field,
    Kind,
    Place,
    Places,
    Reference,
    Row,
)
from workato_embedded_mock.store.state_checks import exported_columns
from workato_embedded_mock.store.tables import metadata

REQUIRED = None
_UNSET: Any = object()


class Target(NamedTuple):
    """What a column with an id refers to.

    Attributes:
        field: The name of the field in a seed.
        table: The table of the other object.
    """

    field: str
    table: str


# By column; a table can have others.
_TARGETS = {
    "folder_id": Target("folder", "folders"),
    "project_id": Target("project", "projects"),
    "api_collection_id": Target("collection", "api_collections"),
    "team_collaborator_id": Target("user", "team_collaborators"),
    "privilege_group_id": Target("privilege_group", "privilege_groups"),
    "project_role_id": Target("role", "project_roles"),
    "environment_role_id": Target("environment_role", "environment_roles"),
    "member_id": Target("member", "members"),
    "user_group_id": Target("group", "user_groups"),
    "member_invitation_id": Target("invitation", "member_invitations"),
    "api_privilege_group_id": Target("role", "developer_api_client_roles"),
    "export_manifest_id": Target("export_manifest", "export_manifests"),
    "package_id": Target("package", "packages"),
    "project_build_id": Target("build", "project_builds"),
    "custom_oauth_profile_id": Target("profile", "custom_oauth_profiles"),
    "tag_id": Target("tag", "tags"),
    "managed_user_id": Target("customer", "managed_users"),
    "flow_id": Target("recipe", "recipes"),
    "calling_recipe_id": Target("calling_recipe", "recipes"),
    "root_recipe_id": Target("root_recipe", "recipes"),
    "parent_id": Target("parent", "connections"),
    "recipe_id": Target("recipe", "recipes"),
}

# By column: the defaults that all tables share.
_DEFAULTS: Mapping[str, Default] = {
    "created_at": defaults.created_at,
    "updated_at": defaults.same_as("created_at"),
    "reads": defaults.value(0),
    "secrets_made": defaults.value(0),
    "credentials_made": defaults.value(0),
}


class Under(NamedTuple):
    """In which objects those of a kind are nested.

    Attributes:
        table: The table of the other objects.
        column: The column with the id of the other object.
    """

    table: str
    column: str


CUSTOMER = Under("managed_users", "managed_user_id")


def declare(
    name: str,
    table: str,
    one: str,
    under: Under | None = CUSTOMER,
    *,
    place: Callable[[Row, Places], Place] | None = None,
    fixed: Mapping[str, Callable[[Entry], Any]] | None = None,
    belongs_to_customer: bool = True,
    names: Mapping[str, str] | None = None,
    fields: Mapping[str, type[Field]] | None = None,
    omit: tuple[str, ...] = (),
    children: tuple[Kind, ...] = (),
    defaults_of: Mapping[str, Default | None] | None = None,
    **attributes: Any,
) -> Kind:
    """Return a kind of objects.

    Args:
        name: The section.
        table: The table of the objects.
        one: What one object is called.
        under: In which objects they are nested.
        place: Returns in which object one is nested, if not every row is of this kind.
        fixed: The columns that follow from where an object is, besides the id of the object that it is nested in.
        belongs_to_customer: Whether the column `managed_user_id` is the workspace that an object is in.
        names: The names of fields that are not called like their columns.
        fields: The classes of fields that are not plain.
        omit: The columns that are not fields.
        children: The kinds that are nested in the objects.
        defaults_of: The defaults of columns; None for a required field.
        attributes: Other attributes of the kind.
    """
    found = metadata.tables[table]
    derived = dict(fixed or {})
    if belongs_to_customer and under is not None and "managed_user_id" in found.c:
        derived.setdefault("managed_user_id", _workspace_id)
    if under is not None and under.column in found.c:
        derived.setdefault(under.column, _owner_id)
    skipped = {"id", *derived, *omit}
    made = tuple(
        _field(column, (fields or {}).get(column.name), (names or {}).get(column.name), defaults_of or {})
        for column in exported_columns(found)
        if column.name not in skipped
    )
    return Kind(
        name=name,
        table=found,
        fields=made,
        shape=attributes.pop("shape", "list"),
        one=one,
        place=place or _place(under),
        derived=lambda entry: {column: find(entry) for column, find in derived.items()},
        has_id="id" in found.primary_key.columns,
        children=list(children),
        **attributes,
    )


def _place(under: Under | None) -> Callable[[Row, Places], Place]:
    if under is None:
        return lambda _row, _places: None
    return lambda row, _places: (under.table, row[under.column])


def _owner_id(entry: Entry) -> int | None:
    return None if entry.owner is None else entry.owner.id


def _workspace_id(entry: Entry) -> int | None:
    return None if entry.workspace is None else entry.workspace.id


def _field(
    column: Column[Any], special: type[Field] | None, name: str | None, given: Mapping[str, Default | None]
) -> Field:
    default = given[column.name] if column.name in given else _default(column)
    if special is not None:
        return special(name or str(column.name), column, default)
    if column.name in _TARGETS and name is None:
        target = _TARGETS[column.name]
        # Without a foreign key, the deletion of the other object leaves its id.
        return Reference(target.field, column, default, target=target.table, loose=not _has_parent(column))
    if isinstance(column.type, LargeBinary):
        return Base64(name or str(column.name), column, default)
    return Field(name or str(column.name), column, default)


def _has_parent(column: Column[Any]) -> bool:
    return any(
        isinstance(constraint, ForeignKeyConstraint) and column.name in constraint.column_keys
        for constraint in column.table.constraints
    )


def _default(column: Column[Any]) -> Default | None:
    if column.name in _DEFAULTS:
        return _DEFAULTS[column.name]
    if column.nullable:
        return defaults.value(None)
    if isinstance(column.type, Boolean):
        return defaults.value(False)  # the value of a column
    if isinstance(column.type, JSON):
        return defaults.value([])
    return REQUIRED
