"""The rules of starting and stopping recipes."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import bindparam, select, update

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.recipes.code import code_errors, config_errors, parse_steps
from workato_embedded_mock.resources.recipes.recipes import find_recipe
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.recipes import recipes

_C = connections.c
_CONNECTIONS = select(_C.id, _C.provider, _C.authorization_status).where(
    _C.namespace == NAMESPACE_ID, _C.managed_user_id == bindparam("owner")
)
_ONE = (recipes.c.namespace == NAMESPACE_ID, recipes.c.id == bindparam("wanted"))
_START = update(recipes).where(*_ONE).values(running=True, stop_cause=None)
_STOP = update(recipes).where(*_ONE).values(running=False, stop_cause=None, stopped_at=bindparam("now"))


def start_recipe(context: Context, managed_user_id: str, recipe_id: int) -> Json:
    """Start a recipe if its steps and connections are valid; a running recipe keeps running."""
    owner = find_customer(context, managed_user_id)
    wanted = find_recipe(context, owner, recipe_id)
    if wanted["running"]:
        return {"success": True}
    errors = find_errors(context, owner, wanted)
    if any(errors.values()):
        context.notes.extend(_notes(context, owner, errors))
        return {"success": False, **errors}
    set_running(context, recipe_id)
    return {"success": True}


def stop_recipe(context: Context, managed_user_id: str, recipe_id: int) -> Json:
    """Stop a recipe; do nothing if it is stopped."""
    owner = find_customer(context, managed_user_id)
    if find_recipe(context, owner, recipe_id)["running"]:
        set_stopped(context, recipe_id)
    return {"success": True}


def find_errors(context: Context, owner: int, wanted: Row) -> dict[str, list[Json]]:
    """Return the errors of a recipe's code and of its connections."""
    steps = parse_steps(wanted["code"])
    found = context.session.all(_CONNECTIONS, owner=owner)
    connected = {row["id"]: row["provider"] for row in found if row["authorization_status"] == "success"}
    return {"code_errors": code_errors(steps), "config_errors": config_errors(steps, wanted["config"], connected)}


def _notes(context: Context, owner: int, errors: dict[str, list[Json]]) -> Iterator[Reason]:
    """Yield why a recipe does not start; for a connection, what is wrong with it."""
    known = {row["id"]: row for row in context.session.all(_CONNECTIONS, owner=owner)}
    for name, found in errors.items():
        for number, texts in found:
            for label, value, text, *_ in texts:
                cause = f", {_cause(value, known.get(value))}" if name == "config_errors" else ""
                yield Reason("/path/recipe_id", name, f"step {number}: {label} {text}{cause}")


def _cause(account_id: Json, connection: Row | None) -> str:
    if account_id is None:
        return "the config of the recipe has no connection for its connector"
    if connection is None:
        return f"the customer has no connection {account_id}"
    if connection["authorization_status"] != "success":
        return f"connection {account_id} is not authorized"
    return f"connection {account_id} is one of {connection['provider']}"


def set_running(context: Context, recipe_id: int) -> None:
    """Mark a recipe as running."""
    context.session.execute(_START, wanted=recipe_id)


def set_stopped(context: Context, recipe_id: int) -> None:
    """Mark a recipe as stopped."""
    context.session.execute(_STOP, wanted=recipe_id, now=context.time())
