"""The form of the events in the activity log; must not record them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Column, Select, bindparam, select

from workato_embedded_mock.store.session import NAMESPACE_ID


class Lookup(NamedTuple):
    """How to find a resource by what a request has of it.

    Attributes:
        statement: Selects its `id` and `name` by the parameter `wanted`.
        by_id: Whether that is its id, and not a text such as a handle.
    """

    statement: Select[Any]
    by_id: bool = True


@dataclass(frozen=True, slots=True)
class Event:
    """What the activity log has about a successful request to an operation.

    Values are located by names with dots between them: an argument of the rule (`recipe_id`), a field of the body
    (`body.name`), or a field of the response (`response.id`).

    Attributes:
        event_type: What happened.
        resource_type: The kind of the resource.
        resource_id: Where its id, or what it is looked up by, is; empty for an event about several resources or none.
        resource_name: Where its name is, or how to look it up.
        removes: Whether the operation removes the resource, so that its name is read before.
        stores: Whether the mock stores what the operation does. A request that changes nothing leaves no entry.
    """

    event_type: str
    resource_type: str
    resource_id: str = ""
    resource_name: str | Lookup = ""
    removes: bool = False
    stores: bool = True


# Events by the operationId of what causes them.
Events = Mapping[str, Event]
# Why an operation that writes leaves no entry, by operationId.
Reasons = Mapping[str, str]


def stored(name: Column[Any], key: str = "id") -> Lookup:
    """Return how to look up a resource in its table: its name is in a column, and another column has the key."""
    table = name.table.c
    found = select(table.id, name.label("name"))
    return Lookup(found.where(table.namespace == NAMESPACE_ID, table[key] == bindparam("wanted")), key == "id")
