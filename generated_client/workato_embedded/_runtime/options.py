"""What can be said of one call alone, beside the arguments of its operation. Sends nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from .call import Call
from .settings import Settings, Timeout
from .unset import UNSET


class RequestOptions(TypedDict, total=False):
    """Keyword arguments of every method beside its own. They hold for this call, of a list for all pages."""

    timeout: Timeout | None
    """Seconds to wait for an answer, an `httpx.Timeout`, or None to wait for ever."""
    max_retries: int
    """How many times the request is repeated at the most."""
    extra_headers: Mapping[str, str]
    """Headers to send beside the client's, in the place of those with the same name. A file keeps its content type."""
    extra_query: Mapping[str, Any]
    """Query parameters to send beside the method's own, or in their place, such as one that is not documented yet."""
    extra_body: Mapping[str, Any]
    """Fields of the JSON body to send beside the method's own, inside its wrapper where it has one."""


def applied(settings: Settings, call: Call) -> tuple[Settings, Call]:
    """Return the settings and the arguments of a call that has options of its own.

    Raises:
        TypeError: there is no such option, or it is of another kind.
        ValueError: an option cannot be used.
    """
    call = call.with_extra_query()
    options = dict(call.options)
    body = options.pop("extra_body", None)
    changes: dict[str, Any] = {name: options.pop(name) for name in ("timeout", "max_retries") if name in options}
    changes["headers"] = options.pop("extra_headers", None)
    if options:
        known = ", ".join(sorted(RequestOptions.__annotations__))
        raise TypeError(f"there is no argument or option {next(iter(options))!r}; the options are {known}")
    if body:
        if call.content is not UNSET:
            raise ValueError("extra_body cannot be sent with a file")
        call = call._replace(body={**(call.body or {}), **body})
    return settings.changed(**changes), call
