"""Reads what legacy roles allow: those of a customer, of the partner, and the built-in ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select

from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.roles import roles

Privileges = Mapping[str, Sequence[str]]

_AREAS = ("Recipes", "Folders", "Connections", "Jobs")
# What the built-in roles allow; the API's own lists are not documented.
_BUILT_IN: dict[str, Privileges] = {
    "Admin": dict.fromkeys((*_AREAS, "Team"), ("read", "create", "update", "delete", "run")),
    "Analyst": dict.fromkeys(_AREAS, ("read", "create", "update", "run")),
    "Operator": dict.fromkeys(_AREAS, ("read", "run")),
}

_OWN = (
    select(roles.c.privileges, roles.c.folder_ids)
    .where(
        roles.c.namespace == NAMESPACE_ID,
        roles.c.managed_user_id == bindparam("owner"),
        roles.c.name == bindparam("wanted"),
    )
    .order_by(roles.c.id)
)


class Access(NamedTuple):
    """What a role allows.

    Attributes:
        privileges: Actions by area.
        folder_ids: The folders that the role reaches.
    """

    privileges: Privileges
    folder_ids: Sequence[int] = ()


def access_of(context: Context, owner: int, name: str) -> Access:
    """Return what a role allows. A role of the customer comes before a built-in one of the same name.

    The privileges of the partner's own roles are not known to the mock.
    """
    own = context.session.first(_OWN, owner=owner, wanted=name)
    if own is None:
        return Access(_BUILT_IN.get(name, {}))
    return Access(own["privileges"] or {}, [int(folder_id) for folder_id in own["folder_ids"]])
