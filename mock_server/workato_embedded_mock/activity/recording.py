"""Records each successful write in the activity log, in the transaction of the write; must not serve requests."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, func, insert, literal_column, select

from workato_embedded_mock.activity.event import Event, Events, Lookup
from workato_embedded_mock.instruments.clock import EPOCH
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context, Rule, Sender
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.store.author import CALLER
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.activity_logs import FIRST_ID, activity_logs

# The user of requests: the API client whose token they have. Its id, name and address are the mock's own.
API_CLIENT = {"user_id": 80_001, "user_name": CALLER.name, "user_email": CALLER.email}
# The argument with the id of the customer, which every operation below a customer has.
CUSTOMER = "managed_user_id"

_MILLISECOND = timedelta(milliseconds=1)
# An id as a number, or as a text such as `pr-MOCK0421-ID`.
_ID = re.compile(r"(?:[a-z]+-MOCK)?([0-9]{1,18})(?:-ID)?", re.ASCII)
_NOBODY = dict.fromkeys(API_CLIENT)
_T = activity_logs.c
# The next id comes with the INSERT: a sequence would need another statement in each write.
_NEXT_ID = (
    select(func.coalesce(func.max(_T.id), literal_column(str(FIRST_ID))) + literal_column("1"))
    .where(_T.namespace == NAMESPACE_ID)
    .scalar_subquery()
)
_COLUMNS = (
    "managed_user_id",
    "happened_at",
    "event_type",
    *API_CLIENT,
    "ip_address",
    "user_agent",
    "resource_type",
    "resource_id",
    "resource_name",
)
_INSERT = (
    insert(activity_logs)
    .values({"namespace": NAMESPACE_ID, "id": _NEXT_ID, **{name: bindparam(name) for name in _COLUMNS}})
    .inline()
)


class Resource(NamedTuple):
    """The resource of an event.

    Attributes:
        id: Its id; None for an event about several resources or none.
        name: Its name.
    """

    id: int | None = None
    name: str | None = None


def find_resource(context: Context, lookup: Lookup, wanted: Json) -> Resource:
    """Return the resource that a lookup finds; one without id and name if there is none."""
    row = context.session.first(lookup.statement, wanted=wanted)
    return Resource() if row is None else Resource(row["id"], row["name"])


def recorded(operation_id: str, rule: Rule, events: Events) -> Rule:
    """Return the rule of an operation so that it records the event that it causes, if it causes one."""
    return _recording(rule, events[operation_id]) if operation_id in events else rule


def record(
    context: Context,
    workspace_id: int,
    event_type: str,
    resource_type: str,
    resource: Resource,
    *,
    by_clock: bool,
    user: Mapping[str, Json] = API_CLIENT,
) -> None:
    """Add an entry to the log of a workspace. What happens by the clock has no user and no request.

    Args:
        context: The context of the rule.
        workspace_id: The id of the workspace.
        event_type: What happened.
        resource_type: The kind of the resource.
        resource: The resource.
        by_clock: Whether it happens by the clock.
        user: The user of the request, with the names of `API_CLIENT`.
    """
    sender = Sender() if by_clock else context.sender()
    context.session.execute(
        _INSERT,
        managed_user_id=workspace_id,
        happened_at=(context.clock.now() - EPOCH) // _MILLISECOND,
        event_type=event_type,
        **(_NOBODY if by_clock else user),
        ip_address=sender.ip_address,
        user_agent=sender.user_agent,
        resource_type=resource_type,
        resource_id=resource.id,
        resource_name=resource.name,
    )


def _recording(rule: Rule, event: Event) -> Rule:
    """Return a rule that records its event if it succeeded and changed something."""
    resource_of = _resource_of(event)

    @functools.wraps(rule)
    def recording(context: Context, **arguments: Json) -> Json:
        # Before the rule, which may change the external id.
        workspace_id = find_customer(context, arguments[CUSTOMER])
        found = resource_of(context, arguments) if event.removes else None
        before = context.session.changed
        response = rule(context, **arguments)
        if (context.session.changed > before or not event.stores) and not _is_rejection(response):
            resource = found or resource_of(context, {**arguments, "response": response})
            record(context, workspace_id, event.event_type, event.resource_type, resource, by_clock=False)
        return response

    return recording


def _is_rejection(response: Json) -> bool:
    """Return whether a response with a status of success says that nothing was done."""
    return isinstance(response, dict) and response.get("success") is False


def _resource_of(event: Event) -> Callable[[Context, Mapping[str, Json]], Resource]:
    """Return the function that finds the resource of an event in the values of a request."""
    id_path, name = event.resource_id.split("."), event.resource_name
    if not event.resource_id:
        return lambda _context, values: Resource(None, _text(values, name))
    if isinstance(name, str):
        return lambda _context, values: Resource(_id(_at(values, id_path)), _text(values, name))

    def look_up(context: Context, values: Mapping[str, Json]) -> Resource:
        wanted = _at(values, id_path)
        return find_resource(context, name, _id(wanted) if name.by_id else wanted)

    return look_up


def _text(values: Mapping[str, Json], name: str | Lookup) -> str | None:
    found = _at(values, name.split(".")) if isinstance(name, str) and name else None
    return None if found is None else str(found)


def _id(value: Json) -> int | None:
    """Return the number of an id, which can be a text; that of a list only if it is the only one."""
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    found = _ID.fullmatch(str(value))
    return int(found[1]) if found else None


def _at(value: Json, path: list[str]) -> Json:
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
