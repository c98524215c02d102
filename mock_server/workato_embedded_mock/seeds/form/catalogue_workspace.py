"""What workspaces have besides recipes, access and packages."""

from __future__ import annotations

from workato_embedded_mock.seeds.form import defaults
from workato_embedded_mock.seeds.form.declaring import REQUIRED, Under, declare
from workato_embedded_mock.seeds.form.kinds import Entry, Kind, Place, Places, Row
from workato_embedded_mock.seeds.form.special_fields import Milliseconds, RowData, TableColumns
from workato_embedded_mock.store.tables.folders import HOME
from workato_embedded_mock.store.tables.lookup_tables import LOOKUP_COLUMNS
from workato_embedded_mock.store.tables.properties import ENVIRONMENT


def _folder_place(row: Row, places: Places) -> Place:
    if row["parent_id"] is None:
        return False
    if row["parent_id"] in places.homes:
        return ("managed_users", row["managed_user_id"])
    return ("folders", row["parent_id"])


def _home_place(row: Row, _places: Places) -> Place:
    return ("managed_users", row["managed_user_id"]) if row["parent_id"] is None else False


def _own_property(row: Row, _places: Places) -> Place:
    return ("managed_users", row["managed_user_id"]) if row["project_id"] == ENVIRONMENT else False


def _project_property(row: Row, _places: Places) -> Place:
    return ("projects", row["project_id"]) if row["project_id"] != ENVIRONMENT else False


def _parent_folder(entry: Entry) -> int | None:
    owner = entry.owner
    return owner.id if owner is not None and owner.kind.table.name == "folders" else defaults.home_folder(entry)


def _provider(entry: Entry) -> str | None:
    profile = entry.targets.get("custom_oauth_profile_id")
    return None if profile is None else profile.get("provider")


_HOME = declare(
    "home_folder",
    "folders",
    "the Home folder",
    place=_home_place,
    shape="one",
    fixed={"parent_id": lambda _entry: None},
    defaults_of={"name": defaults.value(HOME)},
    text="The root folder, which every customer has.",
)
_FOLDERS = declare(
    "folders",
    "folders",
    "folder",
    place=_folder_place,
    fixed={"parent_id": _parent_folder},
    labels=("name",),
    text="Folders, with the folders in them. Each folder at the top belongs to a project.",
)
_FOLDERS.children.append(_FOLDERS)
_PROJECTS = declare(
    "projects",
    "projects",
    "project",
    children=(
        declare(
            "properties",
            "properties",
            "property",
            Under("projects", "project_id"),
            place=_project_property,
            shape="map",
            text="Properties of the project, by name.",
        ),
        declare("grants", "project_grants", "project grant", Under("projects", "project_id"), text="Access to it."),
    ),
    text="Projects. Each folder at the top has one; give it only for its id, description, properties or grants.",
)
_PROPERTIES = declare(
    "properties",
    "properties",
    "property",
    place=_own_property,
    fixed={"project_id": lambda _entry: ENVIRONMENT},
    shape="map",
    text="Environment properties, by name.",
)
_CONNECTIONS = declare(
    "connections",
    "connections",
    "connection",
    labels=("name", "external_id"),
    defaults_of={
        "name": REQUIRED,
        "folder_id": defaults.home_folder,
        "authorization_status": defaults.value("success"),
        "authorized_at": defaults.if_equal("authorization_status", "success", defaults.same_as("created_at"), None),
    },
    children=(
        declare(
            "tags", "connection_tags", "tag", Under("connections", "connection_id"), shape="links", text="Its tags."
        ),
    ),
    text="Connections. They are authorized, unless authorization_status says otherwise.",
)
_LOOKUP_TABLES = declare(
    "lookup_tables",
    "lookup_tables",
    "lookup table",
    labels=("name",),
    names={"schema": "columns"},
    fields={"schema": TableColumns},
    children=(
        declare(
            "rows",
            "lookup_table_rows",
            "row",
            Under("lookup_tables", "lookup_table_id"),
            fields={LOOKUP_COLUMNS[0]: RowData},
            names={LOOKUP_COLUMNS[0]: "data"},
            omit=LOOKUP_COLUMNS[1:],
            defaults_of={LOOKUP_COLUMNS[0]: REQUIRED, "created_at": defaults.created_at},
            text="Rows, with their values by the labels of the columns.",
        ),
    ),
    text="Lookup tables with their rows.",
)
_TAGS = declare(
    "tags",
    "tags",
    "tag",
    labels=("title", "handle"),
    defaults_of={"handle": defaults.numbered("tag-Seed{0:04d}-{0:06d}")},
    text="Tags of recipes and connections.",
)
_ACTIVITY = declare(
    "activity_log",
    "activity_logs",
    "event",
    names={"happened_at": "timestamp", "user_id": "user_id", "resource_id": "resource_id"},
    fields={"happened_at": Milliseconds},
    defaults_of={"happened_at": defaults.value(1698850800000)},
    text="Events in the activity log.",
)
_MONTHS = declare(
    "task_months", "task_months", "month", shape="map", text="Numbers of tasks by month, such as 2023-11."
)
_PROFILES = declare(
    "custom_oauth_profiles",
    "custom_oauth_assignments",
    "custom OAuth profile",
    shape="links",
    defaults_of={"provider": _provider},
    text="The custom OAuth profiles that the customer uses.",
)

WORKSPACE: tuple[Kind, ...] = (
    _HOME,
    _FOLDERS,
    _PROJECTS,
    _PROPERTIES,
    _TAGS,
    _CONNECTIONS,
    _LOOKUP_TABLES,
    _ACTIVITY,
    _MONTHS,
    _PROFILES,
)
