"""The rules of field maps, which say what data the steps of a recipe receive."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from workato_embedded_mock.errors import bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.connections.picklist_catalogue import PICKLISTS
from workato_embedded_mock.resources.connections.picklists import get_picklist_values
from workato_embedded_mock.resources.recipes.code import Step, parse_steps
from workato_embedded_mock.resources.recipes.recipes import check_recipe, find_recipe
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.field_maps import field_maps

_T = field_maps.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.recipe_id == bindparam("recipe"))
_ONE = (*_OWN, _T.handle == bindparam("wanted"))
_SELECT = select(_T.handle, _T.sources, _T.target, _T.mappings)
_LIST = _SELECT.where(*_OWN).order_by(_T.id)
_GET = _SELECT.where(*_ONE)
_UPDATE = update(field_maps).where(*_ONE)


def list_field_map_introspections(context: Context, managed_user_id: str, recipe_id: int) -> Json:
    """List the field maps of a recipe."""
    check_recipe(context, find_customer(context, managed_user_id), recipe_id)
    return {"data": context.session.all(_LIST, recipe=recipe_id)}


def get_field_map_introspection(context: Context, managed_user_id: str, recipe_id: int, id: str) -> Json:  # noqa: A002  # the document's name
    """Return a field map."""
    check_recipe(context, find_customer(context, managed_user_id), recipe_id)
    return {"data": _find_map(context, recipe_id, id)}


def update_field_map_introspection(
    context: Context,
    managed_user_id: str,
    recipe_id: int,
    id: str,  # noqa: A002  # the document's name
    body: Json,
) -> Json:
    """Set the mapping of a field map."""
    check_recipe(context, find_customer(context, managed_user_id), recipe_id)
    return {"data": _map_fields(context, recipe_id, id, body["mappings"], "/path/id")}


def update_field_map_introspections(context: Context, managed_user_id: str, recipe_id: int, body: Json) -> Json:
    """Set the mappings of several field maps: of all, or of none if one does not exist."""
    check_recipe(context, find_customer(context, managed_user_id), recipe_id)
    changes = body["field_map_introspections"]
    return {
        "data": [
            _map_fields(
                context,
                recipe_id,
                change["handle"],
                change["mappings"],
                f"/body/field_map_introspections/{index}/handle",
            )
            for index, change in enumerate(changes)
        ]
    }


def refresh_field_map_schema(context: Context, managed_user_id: str, recipe_id: int, id: str) -> Json:  # noqa: A002  # the document's name
    """Take the sources of a field map from the recipe: all steps before the one that receives the data.

    Steps keep their fields. New sources have none, because the mock has no fields of applications.
    """
    recipe = find_recipe(context, find_customer(context, managed_user_id), recipe_id)
    found = _find_map(context, recipe_id, id)
    known = {step["line_ref"]: step for step in found["sources"]}
    sources = []
    for step in parse_steps(recipe["code"]):
        reference = _reference(step)
        if reference == found["target"].get("line_ref"):
            break
        sources.append(known.get(reference, {"line_ref": reference, "fields": []}))
    context.session.execute(_UPDATE, recipe=recipe_id, wanted=id, sources=sources)
    return {"data": {**found, "sources": sources}}


def get_field_map_pick_list(
    context: Context,
    managed_user_id: str,
    recipe_id: int,
    id: str,  # noqa: A002  # the document's name
    body: Json,
) -> Json:
    """Return the choices that the connection of one of the steps has: of the first step that knows the picklist."""
    recipe = find_recipe(context, find_customer(context, managed_user_id), recipe_id)
    found = _find_map(context, recipe_id, id)
    references = [step.get("line_ref") for step in (found["target"], *found["sources"])]
    providers = {_reference(step): step.provider for step in parse_steps(recipe["code"])}
    used = [providers[reference] for reference in references if reference in providers]
    provider = next((name for name in used if body["pick_list_name"] in PICKLISTS.get(name or "", {})), None)
    provider = provider or next(iter(used), None)
    accounts = [line["account_id"] for line in recipe["config"] if line["provider"] == provider]
    if not accounts or accounts[0] is None:
        raise bad_request("/path/id", "state", f"the recipe has no connection for {provider}")
    return get_picklist_values(context, managed_user_id, accounts[0], body)


def _map_fields(context: Context, recipe_id: int, handle: str, mappings: Json, pointer: str) -> Row:
    """Set the mapping of a field map, and return it; `pointer` locates the handle in the request.

    Raises:
        NotFoundError: The recipe has no such field map.
    """
    found = _find_map(context, recipe_id, handle, pointer)
    context.session.execute(_UPDATE, recipe=recipe_id, wanted=handle, mappings=mappings)
    return {**found, "mappings": mappings}


def _find_map(context: Context, recipe_id: int, handle: str, pointer: str = "/path/id") -> Row:
    """Return a field map of a recipe; `pointer` locates its handle in the request.

    Raises:
        NotFoundError: The recipe has no such field map.
    """
    found = context.session.first(_GET, recipe=recipe_id, wanted=handle)
    if found is None:
        raise not_found(pointer, f"the recipe has no field map {handle}")
    return found


def _reference(step: Step) -> str:
    return f"step-{step.number}"
