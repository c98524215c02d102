"""What belongs to the partner, and to no customer."""

from __future__ import annotations

from workato_embedded_mock.seeds.form import defaults
from workato_embedded_mock.seeds.form.declaring import REQUIRED, Under, declare
from workato_embedded_mock.seeds.form.embedding_fields import Failure, Origins, Styling
from workato_embedded_mock.seeds.form.kinds import Kind
from workato_embedded_mock.store.tables.embedding import DEFAULT_SETTINGS

_CLOCK = declare(
    "clock",
    "clocks",
    "the clock",
    None,
    shape="one",
    defaults_of={"offset_microseconds": defaults.value(0)},
    text="The clock of the account, if it differs from that of the system.",
)
_MANAGERS = declare(
    "customer_managers",
    "customer_managers",
    "customer manager",
    None,
    children=(
        declare(
            "workspaces",
            "manager_workspaces",
            "customer",
            Under("customer_managers", "customer_manager_id"),
            shape="links",
            belongs_to_customer=False,
            text="The only customers that the manager works for. Without any, these are all customers.",
        ),
    ),
    text="Customer managers.",
)
PARTNER: tuple[Kind, ...] = (
    declare(
        "connectors",
        "connectors",
        "connector",
        None,
        labels=("name",),
        defaults_of={"title": defaults.same_as("name"), "name": REQUIRED},
        text="The standard connectors that the API lists.",
    ),
    declare(
        "custom_connectors",
        "custom_connectors",
        "custom connector",
        None,
        labels=("name", "title"),
        defaults_of={"title": defaults.same_as("name")},
    ),
    declare(
        "custom_oauth_profiles",
        "custom_oauth_profiles",
        "custom OAuth profile",
        None,
        labels=("provider",),
        text="Custom OAuth profiles of the partner.",
    ),
    declare(
        "team_collaborators",
        "team_collaborators",
        "collaborator",
        None,
        labels=("name", "email"),
        defaults_of={"email": defaults.numbered("collaborator-{0}@example.com"), "avatar_url": defaults.value("")},
        text="Collaborators of the partner.",
    ),
    declare("privilege_groups", "privilege_groups", "privilege group", None, labels=("name",)),
    _MANAGERS,
    declare(
        "public_recipes",
        "public_recipes",
        "public recipe",
        None,
        labels=("name",),
        defaults_of={
            "user_id": defaults.value(88_001),
            "copy_count": defaults.value(0),
            "description": defaults.value(""),
        },
        text="Public recipes, which customers can copy.",
    ),
    declare("account", "account", "the account", None, shape="one", text="The partner's own account."),
    declare(
        "embedding",
        "embedding",
        "the settings of direct links",
        None,
        shape="one",
        fields={"origins": Origins, "failure": Failure, "styling": Styling},
        defaults_of={name: defaults.value(value) for name, value in DEFAULT_SETTINGS.items()},
        text="How the account is embedded: allowed origins, and what the simulated pages do.",
    ),
    _CLOCK,
    declare("last_ids", "sequences", "id", None, shape="map", text="The highest ids that were ever used, by table."),
)
