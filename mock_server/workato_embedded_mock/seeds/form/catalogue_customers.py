"""Customers and their environments; each is a workspace."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workato_embedded_mock.seeds.form import defaults
from workato_embedded_mock.seeds.form.declaring import REQUIRED, declare
from workato_embedded_mock.seeds.form.kinds import Default, Entry, Extra, Field, Kind, Place, Places, Row
from workato_embedded_mock.store.tables.managed_users import environment_row, environments


def _customer_place(row: Row, places: Places) -> Place:
    return False if row["id"] in places.environments else None


def _environment_place(row: Row, places: Places) -> Place:
    own = places.environments.get(row["id"])
    return False if own is None else ("managed_users", own["managed_user_id"])


_DEFAULTS: dict[str, Any] = {
    "notification_email": defaults.numbered("customer-{0}@example.com"),
    "plan_id": defaults.value("partner_standard"),
    "whitelisted_apps": defaults.value([]),
    "time_zone": defaults.value("Pacific Time (US & Canada)"),
    "auth_settings": defaults.value({"type": "workato_auth"}),
    "current_billing_period_start": defaults.same_as("created_at"),
    "current_billing_period_end": defaults.billing_period_end,
    "task_limit_adjustment": defaults.value("0"),
    "task_limit": defaults.if_equal("in_trial", True, 100, 10_000),
    "task_count": defaults.value(0),
    "active_connection_limit": defaults.value(50),
    "renews": defaults.value(True),  # the value of a column
}


def customers_kind(children: tuple[Kind, ...]) -> Kind:
    """Return the kind of customers, with what is nested in their workspaces."""
    return declare(
        "customers",
        "managed_users",
        "customer",
        None,
        place=_customer_place,
        labels=("name", "external_id"),
        defaults_of=_DEFAULTS,
        children=(*children, _environments_kind(children)),
        text="Customers (managed users), with everything that their accounts have.",
    )


def _environments_kind(children: tuple[Kind, ...]) -> Kind:
    own = declare("environments", "managed_users", "environment", None, place=_environment_place, children=children)
    kind = Field("environment_type", environments.c.environment_type, REQUIRED)
    review = Field("requires_review", environments.c.requires_review, defaults.value(None))
    return replace(
        own,
        fields=(kind, review, *(replace(field, default=_inherited(field.column.name)) for field in own.fields)),
        extra=Extra(environments, ("environment_type", "requires_review")),
        text="The Test and Production environments. Each is a workspace, and has the settings of its customer.",
    )


def _inherited(column: str) -> Default:
    def default(entry: Entry) -> Any:
        customer = entry.owner
        if customer is None:
            return None
        settings = {name: customer.get(name) for field in customer.kind.fields for name in field.columns}
        return environment_row(settings, 0, entry.get("environment_type"))[column]

    return default
