"""The requests of an account, why they were rejected, and code that sends them again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workato_embedded_mock.console.bridge import ApiResponse
from workato_embedded_mock.console.current import (
    LARGEST_ID,
    base_path,
    bridge,
    current_account,
    perform,
    query_number,
    read,
    root_url,
)
from workato_embedded_mock.console.reads.operations import list_operation_ids
from workato_embedded_mock.console.reads.request_code import Sample, samples_of
from workato_embedded_mock.console.reads.request_details import (
    CannotRepeatError,
    RequestDetails,
    read_details,
    repeated,
)
from workato_embedded_mock.console.reads.request_har import har_of
from workato_embedded_mock.console.reads.requests import (
    PAGE,
    find_sent,
    list_newer,
    list_requests,
    list_whole,
    read_last_id,
)
from workato_embedded_mock.console.reads.state.objects import existing_objects
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.instruments.journal_entries import JournalFilter
from workato_embedded_mock.plain_json import write_json
from workato_embedded_mock.proxy.recorded_values import MASKED, SHAPES

pages = Blueprint("requests", __name__, url_prefix="/accounts/<int:number>/requests")

FILTERS = ("operation_id", "status_class", "method", "text", "rejected", "wrote")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# After this many requests a page that gets newer ones is loaded again, so that it stays short.
_MOST_SHOWN = 500


@pages.get("/")
def index(number: int) -> ResponseReturnValue:
    """List the requests that match the filters, newest first, before the id of the query parameter `before`."""
    chosen, before = _chosen(), query_number("before")
    found = read(list_requests, current_account(), _filter(chosen), before or None)
    shown, more = found[:PAGE], len(found) > PAGE
    live = not before and request.args.get("live") != "no"
    return render_template(
        "requests/index.html",
        number=number,
        requests=shown,
        chosen=chosen,
        methods=METHODS,
        operations=read(list_operation_ids),
        first=url_for("requests.index", number=number, **_given(chosen)) if before else None,
        following=url_for("requests.index", number=number, before=shown[-1].id, **_given(chosen)) if more else None,
        poll=_poll_url(number, chosen, shown[0].id if shown else 0, len(shown)) if live else None,
        given=_given(chosen),
        paused=not live and not before,
    )


@pages.get("/newer")
def newer(number: int) -> ResponseReturnValue:
    """Return the rows of requests after an id, for the script of the list."""
    chosen, after, count = _chosen(), query_number("after"), query_number("count")
    found = read(list_newer, current_account(), _filter(chosen), after)
    if found is None or count > _MOST_SHOWN:
        return "", 200, {"HX-Refresh": "true"}
    if not found:
        return "", 204
    poll = _poll_url(number, chosen, found[0].id, count + len(found))
    return render_template("requests/newer.html", number=number, requests=found, poll=poll)


@pages.get("/requests.har")
def download(number: int) -> ResponseReturnValue:
    """Download the requests that match the filters as a HAR; with `values=shapes`, without their values."""
    entries = read(list_whole, current_account(), _filter(_chosen()))
    content, version = read(_document)
    # In this thread, while the event loop serves other requests.
    recorded = SHAPES if request.args.get("values") == SHAPES else MASKED
    har = har_of(content, entries, origin=root_url(), version=version, recorded=recorded)
    headers = {"Content-Disposition": f'attachment; filename="account-{number}.har"'}
    # No part of it looks like HTML, whatever shows it. In JSON, the character is in strings only.
    data = write_json(har).replace(b"<", b"\\u003c")
    return Response(data, mimetype="application/json", headers=headers)


@pages.post("/clear")
def clear(number: int) -> ResponseReturnValue:
    """Clear the journal."""
    return perform("DELETE", "/journal", done="The journal is empty.", back=url_for("requests.index", number=number))


@pages.get("/<int:request_id>/")
def one(number: int, request_id: int) -> ResponseReturnValue:
    """Show one request."""
    details = _details_or_404(request_id)
    wrote = [(each["table"], each["id"]) for each in details.entry.get("wrote") or () if each["id"] is not None]
    return render_template(
        "requests/request.html",
        number=number,
        details=details,
        entry=details.entry,
        samples=_samples(details),
        existing=read(existing_objects, number, wrote),
    )


@pages.post("/<int:request_id>/repeat")
def repeat(number: int, request_id: int) -> ResponseReturnValue:
    """Send a request again with the token of the account, and show it."""
    details, account = _details_or_404(request_id), current_account()
    try:
        again = repeated(details.entry, details.target)
    except CannotRepeatError as error:
        flash(str(error), "error")
        return redirect(url_for("requests.one", number=number, request_id=request_id), 303)
    last = read(read_last_id, account)
    response: ApiResponse = bridge().api(again, account)
    found = read(find_sent, account, last, dict(response.headers))
    if found is None:
        flash("The request was sent again. It is not in the journal.", "error")
        return redirect(url_for("requests.index", number=number), 303)
    flash(f"This is request {request_id}, sent again.", "done")
    return redirect(url_for("requests.one", number=number, request_id=found), 303)


def _details_or_404(request_id: int) -> RequestDetails:
    found: RequestDetails | None = None
    if request_id <= LARGEST_ID:
        found = read(read_details, current_account(), request_id, base_path())
    if found is None:
        abort(404, f"the journal has no request {request_id}; only the latest are kept")
    return found


def _chosen() -> dict[str, str]:
    return {name: request.args.get(name, "").strip() for name in FILTERS}


def _given(chosen: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in chosen.items() if value}


def _filter(chosen: dict[str, str]) -> JournalFilter:
    """Return the filter of query parameters; what is malformed filters nothing."""
    table, _, number = chosen["wrote"].partition("/")
    return JournalFilter(
        operation_id=chosen["operation_id"].replace("\x00", "") or None,
        status_class=int(chosen["status_class"]) if chosen["status_class"] in set("012345") - {""} else None,
        method=chosen["method"].replace("\x00", "").upper() or None,
        text=chosen["text"] or None,
        rejected=True if chosen["rejected"] == "yes" else None,
        wrote=(table.replace("\x00", ""), int(number))
        if number.isascii() and number.isdigit() and len(number) < 20
        else None,
    )


def _poll_url(number: int, chosen: dict[str, str], after: int, count: int) -> str:
    return url_for("requests.newer", number=number, after=after, count=count, **_given(chosen))


def _document(tools: Tools) -> tuple[dict[str, Any], str]:
    """Return the document of the API, and the version of the program."""
    return tools.document.content, tools.version


def _samples(details: RequestDetails) -> list[Sample]:
    values = {each.name: each.value for each in details.path if each.value is not None}
    return samples_of(read(_document)[0], details.entry, values, root_url(), base_path())
