"""Handlers for the clock of a namespace."""

from __future__ import annotations

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.instruments.clock import format_time, parse_time
from workato_embedded_mock.instruments.namespace_clock import ClockError, NamespaceClock
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context


def get_clock(tools: Tools, namespace: str) -> Json:
    """Return the clock of a namespace."""
    return tools.read(namespace, _get)


def put_clock(tools: Tools, namespace: str, body: Json) -> Json:
    """Set, freeze, advance or resume the clock of a namespace."""
    return tools.write(namespace, _put, wanted=body)


def delete_clock(tools: Tools, namespace: str) -> Json:
    """Reset the clock of a namespace to the time of the machine."""
    return tools.write(namespace, _delete)


def _get(context: Context) -> Json:
    return _shown(_clock(context))


def _put(context: Context, wanted: Json) -> Json:
    clock = _clock(context)
    try:
        if "advance_seconds" in wanted:
            if len(wanted) > 1:
                raise bad_request("/body", "maxProperties", "advance_seconds cannot be combined with other fields")
            clock.advance(wanted["advance_seconds"])
        elif wanted:
            moment = clock.now() if "now" not in wanted else parse_time(wanted["now"])
            if moment is None:
                raise bad_request("/body/now", "format", "this must be an ISO 8601 time")
            clock.set(moment, frozen=wanted.get("frozen", clock.frozen))
        else:
            raise bad_request("/body", "minProperties", "now, frozen or advance_seconds is required")
    except ClockError as error:
        raise bad_request("/body", "range", str(error)) from error
    return _shown(clock)


def _delete(context: Context) -> Json:
    clock = _clock(context)
    clock.reset()
    return _shown(clock)


def _clock(context: Context) -> NamespaceClock:
    if not isinstance(context.clock, NamespaceClock):
        raise TypeError("the clock of this context cannot be set")
    return context.clock


def _shown(clock: NamespaceClock) -> Json:
    return {"now": format_time(clock.now()), "frozen": clock.frozen, "moved": clock.moved}
