"""Carries out a call and returns its result, or its error, as JSON."""

from __future__ import annotations

from typing import Any

import httpx2

from ..base_client import SyncClient
from ..call import Call
from ..errors import APIResponseError, APIStatusError, WorkatoEmbeddedError
from ..masks import masked, secrets_in
from ..operations import is_paged
from ..plain_json import is_list, to_json
from ..reasons import reasons_of
from ..responses import decode, read_page, unwrap
from .document import Access, Documented
from .results import LONGEST_RESULT, part_of_list, shortened, without

_CUT = "long texts and lists are shortened; the command workato-embedded with -o json shows all"


def carry_out(client: SyncClient, documented: Documented, call: Call, start: int) -> tuple[dict[str, Any], bool]:
    """Send a call, and return its result and whether it is an error.

    Args:
        client: The client.
        documented: The operation.
        call: The checked arguments.
        start: The position of the first entry to show, if the result is a list.
    """
    try:
        response = client._send(documented.operation, call)
        content, following = _content(documented, call, response)
    except WorkatoEmbeddedError as error:
        return {"operation_id": documented.operation.id, "error": _error(documented, call, error)}, True
    shown = masked(content, marks=documented.operation.secrets)
    made: dict[str, Any] = {"operation_id": documented.operation.id, "status": response.status_code}
    made |= _bounded(shown, following, start)
    if reasons := reasons_of(response):
        made["reasons"] = [reason._asdict() for reason in reasons]
    return made, False


def _content(documented: Documented, call: Call, response: httpx2.Response) -> tuple[Any, Call | None]:
    """Return the result without its envelope, and the call for the next page."""
    operation = documented.operation
    if is_paged(operation):
        page = read_page(operation, call, response)
        return page.json, page.next_call
    return unwrap(operation, response, decode(response))[1], None


def _bounded(content: Any, following: Call | None, start: int) -> dict[str, Any]:
    """Return as much of a result as fits, and with which arguments the rest can be read."""
    if not is_list(content):
        result, cut = shortened(content, LONGEST_RESULT)
        return {"result": result, **({"note": _CUT} if cut else {})}
    entries, cut, rest = part_of_list(content, start, LONGEST_RESULT)
    made: dict[str, Any] = {"result": entries, "entries_of_page": len(content)}
    if rest is not None:
        made["next"] = {"start": rest}
    elif following is not None:
        made["next"] = {"query": to_json(following.query)}
    return {**made, "note": _CUT} if cut else made


def _error(documented: Documented, call: Call, error: WorkatoEmbeddedError) -> dict[str, Any]:
    """Return an error without secrets: those that look so, and those that were sent."""
    made: dict[str, Any] = {"kind": type(error).__name__, "message": str(error)}
    if isinstance(error, APIStatusError | APIResponseError):
        body = without(masked(error.body), secrets_in(to_json(call.body)))
        made |= {
            "status": error.status_code,
            "body": shortened(body, LONGEST_RESULT)[0],
            "request_id": error.request_id,
            "reasons": [reason._asdict() for reason in error.reasons],
            "retry_after": getattr(error, "retry_after", None),
        }
    elif documented.access is not Access.READ:
        made["note"] = "the change may have been carried out: read before you try again"
    return {name: value for name, value in made.items() if value not in (None, [])}
