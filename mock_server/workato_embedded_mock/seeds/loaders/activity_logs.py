"""Loads entries of activity logs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only
from workato_embedded_mock.store.tables.activity_logs import activity_logs
from workato_embedded_mock.store.tables.managed_users import managed_users


def load_activity_log(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load an entry. Its workspace is the customer that the scope names."""
    allow_only(scope, "managed_user_id")
    owner = builder.parent(managed_users, scope, "managed_user_id")["id"]
    happened_at = _milliseconds(value["timestamp"])
    user, resource = value["user"] or {}, value["resource"] or {}
    details = value["details"] or {}
    request = details.get("request") or {}
    row = {
        "id": value["id"],
        "managed_user_id": owner,
        "happened_at": happened_at,
        "event_type": value["event_type"],
        **{f"user_{name}": user.get(name) for name in ("id", "name", "email")},
        "ip_address": request.get("ip_address"),
        "user_agent": request.get("user_agent"),
        "activity": details.get("activity"),
        "resource_type": resource.get("type"),
        **{f"resource_{name}": resource.get(name) for name in ("id", "name")},
    }
    builder.add(activity_logs, row["id"], row)


def _milliseconds(text: str) -> int:
    """Return the milliseconds since 1970 of a time.

    Raises:
        SeedObjectError: The text is not a time with an offset.
    """
    try:
        moment = datetime.fromisoformat(text)
        return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    except (TypeError, ValueError) as error:
        raise SeedObjectError("/value/timestamp", "this must be an ISO 8601 time with an offset") from error


LOADERS: Loaders = {
    "ActivityLog": load_activity_log,
}
