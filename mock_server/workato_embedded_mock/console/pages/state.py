"""The state of an account: customers and what they have, one object, a search, and downloads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workato_embedded_mock.console.current import bridge, current_account, read
from workato_embedded_mock.console.reads.requests import requests_that_wrote
from workato_embedded_mock.console.reads.state.api_requests import request_for
from workato_embedded_mock.console.reads.state.keys import parse_filters, parse_key
from workato_embedded_mock.console.reads.state.kinds import CUSTOMERS, KINDS, OWNER, Kind
from workato_embedded_mock.console.reads.state.lists import read_index, read_list
from workato_embedded_mock.console.reads.state.objects import read_object
from workato_embedded_mock.console.reads.state.search import search as search_account
from workato_embedded_mock.console.reads.state.values import Key, Link, ObjectDetails
from workato_embedded_mock.plain_json import pretty_json
from workato_embedded_mock.seeds.form.text import seed_as_yaml
from workato_embedded_mock.store.states import parse_state

pages = Blueprint("state", __name__, url_prefix="/accounts/<int:number>/state")


@pages.app_context_processor
def links() -> dict[str, Any]:
    """Return the functions by which templates link to objects and lists."""
    return {"object_url": object_url, "list_url": list_url}


@pages.get("/")
def index(number: int) -> ResponseReturnValue:
    """Show a page of the customers, and how many objects of each kind there are."""
    customers, counts = _found(read(read_index, number, _after(KINDS[CUSTOMERS])))
    return render_template(
        "state/index.html",
        number=number,
        page=customers,
        following=_following(number, customers.following),
        is_first=not request.args.getlist("after"),
        groups=_grouped(counts, lambda each: each[0].group_title),
    )


@pages.get("/search/")
def search(number: int) -> ResponseReturnValue:
    """Show the objects whose id, external id or name has a text."""
    text = request.args.get("q", "").strip()
    exact, named = _found(read(search_account, number, text))
    return render_template("state/search.html", number=number, text=text, exact=exact, named=named)


@pages.get("/state.json")
def download_state(number: int) -> ResponseReturnValue:
    """Return the state as the control plane exports it."""
    return _file(pretty_json(_exported()), "application/json", f"state-of-account-{number}.json")


@pages.get("/seed.yaml")
def download_seed(number: int) -> ResponseReturnValue:
    """Return the state as a seed, as `workato-mock export-state --as-seed` prints it."""
    return _file(seed_as_yaml(parse_state(_exported())), "application/yaml", f"seed-of-account-{number}.yaml")


@pages.get("/<name>/")
def objects(number: int, name: str) -> ResponseReturnValue:
    """Show a page of the objects of a kind; the query parameter `where` limits them, such as `recipe_id:9001`."""
    kind = _kind(name)
    filters = parse_filters(kind, request.args.getlist("where"))
    text = request.args.get("q", "").strip()
    page = _found(read(read_list, number, kind, filters, _after(kind), text))
    return render_template(
        "state/list.html",
        number=number,
        page=page,
        text=text,
        where=[f"{column}:{value}" for column, value in filters.items()],
        first=list_url(number, kind, filters.items(), q=text or None) if request.args.get("after") else None,
        following=None
        if page.following is None
        else list_url(number, kind, filters.items(), q=text or None, after=page.following),
    )


@pages.get("/<name>/<int(signed=True):key>/")
def object_with_id(number: int, name: str, key: int) -> ResponseReturnValue:
    """Show the object with an id."""
    return _object_page(number, _kind(name), (str(key),))


@pages.get("/<name>/object/")
def object_with_key(number: int, name: str) -> ResponseReturnValue:
    """Show the object whose key is in the query parameters `key`."""
    return _object_page(number, _kind(name), request.args.getlist("key"))


def object_url(number: int, link: Link) -> str:
    """Return the address of an object."""
    if link.kind.has_id:
        return url_for("state.object_with_id", number=number, name=link.kind.name, key=link.key[0])
    return url_for("state.object_with_key", number=number, name=link.kind.name, key=list(link.key) or None)


def list_url(number: int, kind: Kind, filters: Iterable[tuple[str, Any]] = (), **query: Any) -> str:
    """Return the address of a list."""
    where = [f"{column}:{value}" for column, value in filters] or None
    return url_for("state.objects", number=number, name=kind.name, where=where, **query)


def _object_page(number: int, kind: Kind, texts: Sequence[str]) -> ResponseReturnValue:
    key = parse_key(kind, texts)
    found = None if key is None else read(read_object, number, kind, key)
    if found is None:
        abort(404, f"there is no {kind.one} {' · '.join(texts)} in this account; it may have been deleted")
    wrote = read(requests_that_wrote, current_account(), kind.name, found.link.key[0]) if kind.has_id else ()
    present = [each for each in found.children if each.count.number]
    return render_template(
        "state/object.html",
        number=number,
        found=found,
        kind=kind,
        groups=_grouped(present, lambda each: each.link.kind.group_title),
        without=[each.link.title for each in found.children if not each.count.number and not each.link.is_same],
        actions=_actions(number, found),
        wrote=wrote,
    )


def _actions(number: int, found: ObjectDetails) -> list[tuple[str, str]]:
    """Return what can be done with an object: texts, and the addresses of the pages."""
    made = read(request_for, found.link.kind, found.row)
    if made is None:
        return _instruments(number, found)
    operation_id, values = made
    fields = {f"path.{name}": value for name, value in values.items()}
    url = url_for("explorer.operation", operation_id=operation_id, account=number, **fields)
    return [*_instruments(number, found), (f"Request it from the API: {operation_id}", url)]


def _instruments(number: int, found: ObjectDetails) -> list[tuple[str, str]]:
    """Return the instruments that take an object: texts, and the addresses of the pages."""
    name, row = found.link.kind.name, found.row
    if name == "recipes":
        values = {"managed_user_id": row[OWNER], "recipe_id": row["id"]}
        return [("Run this recipe", url_for("instruments.index", number=number, **values, _anchor="jobs"))]
    if name == "jobs":
        return [
            ("Run a recipe", url_for("instruments.index", number=number, recipe_id=row["recipe_id"], _anchor="jobs"))
        ]
    if name in (CUSTOMERS, "member_invitations"):
        return [("Accept invitations", url_for("instruments.index", number=number, _anchor="invitations"))]
    return []


def _grouped(items: Iterable[Any], title: Any) -> list[tuple[str, list[Any]]]:
    return [(name, list(each)) for name, each in groupby(items, title)]


def _kind(name: str) -> Kind:
    kind = KINDS.get(name)
    if kind is None:
        abort(404, f"there is no kind of objects {name!r}")
    return kind


def _after(kind: Kind) -> Key | None:
    """Return the key after which the page begins; None for the first page."""
    texts = request.args.getlist("after")
    # The key of a kind with one object for each account is empty, and is not a place in its list.
    return parse_key(kind, texts) if texts else None


def _following(number: int, key: Key | None) -> str | None:
    return None if key is None else url_for("state.index", number=number, after=list(key))


def _found(value: Any) -> Any:
    """Return what was read, or respond with 404 if the account was deleted meanwhile."""
    if value is None:
        abort(404, "there is no such account; it may have been deleted")
    return value


def _exported() -> Any:
    response = bridge().control("GET", "/state", account=current_account())
    if not response.ok:
        abort(404, response.error)
    return response.content


def _file(text: str, media: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, content_type=f"{media}; charset=utf-8", headers=headers)
