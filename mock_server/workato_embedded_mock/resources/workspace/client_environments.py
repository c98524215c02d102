"""Finds the environment that a Developer API client is for."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, select

from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.managed_users import environments

_DEV = "DEV"
_DISPLAY_NAMES = {_DEV: "Development", "TEST": "Test", "PROD": "Production"}
_BY_NAME = {name: kind for kind, name in _DISPLAY_NAMES.items()}

_ALL = select(environments.c.id, environments.c.environment_type).where(
    environments.c.namespace == NAMESPACE_ID, environments.c.managed_user_id == bindparam("owner")
)


class _Sent(NamedTuple):
    """An environment in a request.

    Attributes:
        field: The name of the field.
        kind: Its type, such as `DEV`.
    """

    field: str
    kind: str


def client_environment(context: Context, owner: int, body: Json, before: Row) -> Row:
    """Return the columns of the environment that a body names: none if it names none.

    Raises:
        BadRequestError: The environment is unknown or contradictory, the workspace has no environments, or a new client
            of a workspace with environments has none.
    """
    ids = {row["environment_type"].upper(): int(row["id"]) for row in context.session.all(_ALL, owner=owner)}
    sent = _sent(body)
    if not ids:
        if sent is not None:
            raise bad_request(f"/body/{sent.field}", "not", "the workspace has no environments; leave it out")
        return {}
    if sent is None:
        if "id" not in before:
            text = "a client of a workspace with environments is for one of them: send environment_name"
            raise bad_request("/body/environment_name", "required", text)
        return {}
    environment_id = {_DEV: owner, **ids}.get(sent.kind)
    if environment_id is None:
        raise bad_request(f"/body/{sent.field}", "enum", f"the customer has no environment {sent.kind}")
    return {"environment_id": environment_id, "environment_name": _DISPLAY_NAMES[sent.kind]}


def _sent(body: Json) -> _Sent | None:
    """Return the environment in a body, where both fields are accepted.

    Raises:
        BadRequestError: There is no environment of this name, or the two fields contradict each other.
    """
    kind, name = body.get("environment"), body.get("environment_name")
    if name is None:
        return None if kind is None else _Sent("environment", kind)
    named = _BY_NAME.get(name)
    if named is None:
        raise bad_request("/body/environment_name", "enum", f"the name of an environment is {', '.join(_BY_NAME)}")
    if kind not in (None, named):
        raise bad_request("/body/environment", "not", f"environment_name is {name}; send one of the two")
    return _Sent("environment_name", named)
