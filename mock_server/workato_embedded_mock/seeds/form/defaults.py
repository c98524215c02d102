"""The values of what a seed leaves out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from workato_embedded_mock.plain_json import Json, JsonError, read_json
from workato_embedded_mock.seeds.form.kinds import Default, Entry

# When everything in a seed happened, unless the seed says otherwise.
START = "2023-11-01T08:00:00.000-07:00"
START_UTC = "2023-11-01T15:00:00.000Z"
_JOB_DURATION = timedelta(seconds=3)
_BILLING_PERIOD = timedelta(days=30)
_EMPTY_CODE = {
    "number": 0,
    "provider": "clock",
    "name": "scheduled_event",
    "keyword": "trigger",
    "input": {},
    "block": [],
}
EMPTY_CODE = json.dumps(_EMPTY_CODE, separators=(",", ":"))


def value(constant: Any) -> Default:
    """Return a default that is the same for all objects."""
    return lambda _entry: constant


def same_as(column: str) -> Default:
    """Return a default that is the value of another column."""
    return lambda entry: entry.get(column)


def created_at(entry: Entry) -> str:
    """Return when an object was made: with the object that it belongs to, or at the start."""
    for owner in entry.owners():
        if any("created_at" in field.columns for field in owner.kind.fields):
            return str(owner.get("created_at"))
    return START


def numbered(form: str) -> Default:
    """Return a default that is a text with the id of the object."""
    return lambda entry: form.format(entry.id)


def home_folder(entry: Entry) -> int | None:
    """Return the id of the Home folder of an object's workspace."""
    workspace = entry.workspace
    return None if workspace is None else workspace.nested["home_folder"][0].id


def if_equal(column: str, expected: Any, then: Any, otherwise: Any) -> Default:
    """Return a default that depends on the value of another column. `then` and `otherwise` may be defaults."""

    def default(entry: Entry) -> Any:
        chosen = then if entry.get(column) == expected else otherwise
        return chosen(entry) if callable(chosen) else chosen

    return default


def billing_period_end(entry: Entry) -> str | None:
    """Return the end of the billing period: 30 days after its begin."""
    begin = entry.get("current_billing_period_start")
    return None if begin is None else _later(begin, _BILLING_PERIOD)


def job_end(entry: Entry) -> str | None:
    """Return when a job ended: three seconds after its start, unless it is pending."""
    return None if entry.get("status") == "pending" else _later(entry.get("started_at"), _JOB_DURATION)


def _later(text: str, by: timedelta) -> str:
    try:
        moment = datetime.fromisoformat(text) + by
    except (ValueError, OverflowError):
        return text
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def trigger_application(entry: Entry) -> str | None:
    """Return the connector of the first step of a recipe."""
    return next((_provider(step) for step in _steps(entry) if step.get("keyword") == "trigger"), None)


def action_applications(entry: Entry) -> list[str]:
    """Return the connectors of the other steps of a recipe."""
    found = (_provider(step) for step in _steps(entry) if step.get("keyword") != "trigger")
    return list(dict.fromkeys(provider for provider in found if provider))


def _provider(step: dict[str, Json]) -> str | None:
    provider = step.get("provider")
    return provider if isinstance(provider, str) else None


def applications(entry: Entry) -> list[str]:
    """Return the connectors of all steps of a recipe."""
    trigger = entry.get("trigger_application")
    return list(dict.fromkeys([*([trigger] if trigger else []), *entry.get("action_applications")]))


def recipe_config(entry: Entry) -> list[Json]:
    """Return the connections of a recipe: for each connector, the only connection of the customer with it."""
    workspace = entry.workspace
    connections = [] if workspace is None else workspace.nested.get("connections", [])
    ids: dict[str, list[int]] = {}
    for connection in connections:
        ids.setdefault(connection.get("provider"), []).append(connection.id)
    return [
        {
            "keyword": "application",
            "name": name,
            "provider": name,
            "skip_validation": False,
            "account_id": ids[name][0] if len(ids.get(name, ())) == 1 else None,
        }
        for name in entry.get("applications")
    ]


def _steps(entry: Entry) -> Iterator[dict[str, Json]]:
    try:
        waiting = [read_json(entry.get("code").encode("utf-8"))]
    except JsonError:
        return
    while waiting:
        step = waiting.pop(0)
        if isinstance(step, dict):
            yield step
            block = step.get("block")
            waiting[:0] = block if isinstance(block, list) else []


def folder_name(entry: Entry) -> str:
    """Return the name of the manifest, as the path of a project."""
    return str(entry.get("name"))


def slug(entry: Entry) -> str:
    """Return the name of an object as a part of a URL."""
    words = "".join(letter if letter.isalnum() else " " for letter in str(entry.get("name")).lower()).split()
    return "-".join(words) or str(entry.id)
