"""What people do with recipes: start and stop them."""

from __future__ import annotations

from workato_embedded_mock.activity.recording import Resource
from workato_embedded_mock.embedding.actions.bodies import as_object, id_in, path_in
from workato_embedded_mock.embedding.actions.records import record_event
from workato_embedded_mock.embedding.messages import height_change
from workato_embedded_mock.embedding.pages.page import ActionResult, Notice
from workato_embedded_mock.embedding.pages.recipes import recipe_page
from workato_embedded_mock.embedding.sessions import Session
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.recipes.recipes import find_recipe
from workato_embedded_mock.resources.recipes.start_stop import start_recipe, stop_recipe
from workato_embedded_mock.rules.context import Context


def start(context: Context, session: Session, body: Json, _denial: str | None) -> ActionResult:
    """Start a recipe, or show why it does not start.

    Raises:
        BadRequestError: The body is not that of the action.
        NotFoundError: The customer has no such recipe.
    """
    recipe_id, path = _read(body)
    before = context.session.changed
    found = start_recipe(context, str(session.managed_user_id), recipe_id)
    if not found["success"]:
        errors = [_sentence(*one) for name in ("code_errors", "config_errors") for one in found[name]]
        return _result(context, session, recipe_id, path, Notice("The recipe does not start", "bad"), errors)
    if context.session.changed > before:
        _record(context, session, recipe_id, "recipe_started")
    return _result(context, session, recipe_id, path, Notice("Started"))


def stop(context: Context, session: Session, body: Json, _denial: str | None) -> ActionResult:
    """Stop a recipe.

    Raises:
        BadRequestError: The body is not that of the action.
        NotFoundError: The customer has no such recipe.
    """
    recipe_id, path = _read(body)
    before = context.session.changed
    stop_recipe(context, str(session.managed_user_id), recipe_id)
    if context.session.changed > before:
        _record(context, session, recipe_id, "recipe_stopped")
    return _result(context, session, recipe_id, path, Notice("Stopped", "warning"))


def _read(body: Json) -> tuple[int, str]:
    """Return the recipe that a body is about, and the path of the page."""
    sent = as_object(body)
    recipe_id = id_in(sent, "recipe_id")
    return recipe_id, path_in(sent, f"/recipes/{recipe_id}")


def _record(context: Context, session: Session, recipe_id: int, event_type: str) -> None:
    name = find_recipe(context, session.managed_user_id, recipe_id)["name"]
    record_event(context, session, event_type, "Flow", Resource(recipe_id, name))


def _result(
    context: Context, session: Session, recipe_id: int, path: str, notice: Notice, errors: Json = None
) -> ActionResult:
    page = recipe_page(context, session.managed_user_id, recipe_id, path, notice=notice, errors=errors)
    return ActionResult(page, [height_change()])


def _sentence(number: int, texts: Json) -> str:
    """Return the errors of a step in words. The API counts steps from 0, and people count them from 1."""
    shown = (
        "the connection is not connected" if text == "unconnected" else f"{label} {text}"
        for label, _, text, *_ in texts
    )
    return f"Step {number + 1}: {', '.join(shown)}"
