"""Changes the settings of a customer's environments, as a part of changing the customer."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from workato_embedded_mock.errors import Reason, bad_request
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.managed_users import environments, managed_users

_T, _E = managed_users.c, environments.c
_ALL = select(_E.id, _E.environment_type).where(_E.namespace == NAMESPACE_ID, _E.managed_user_id == bindparam("owner"))
_SAME = select(_T.id).where(
    _T.namespace == NAMESPACE_ID, _T.external_id == bindparam("wanted"), _T.id != bindparam("except_id")
)
_UPDATE = update(managed_users).where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))

_CHANGEABLE = ("external_id", "error_notification_emails")
# What says which environment is meant, as in responses.
_KEYS = ("id", "environment_type")


def change_environments(context: Context, customer_id: int, body: Json) -> None:
    """Change the settings of the environments that `environments` of a body names.

    Raises:
        BadRequestError: Another workspace has the external id.
    """
    sent = body.get("environments")
    if not sent:
        return
    known = context.session.all(_ALL, owner=customer_id)
    for index, settings in enumerate(sent if isinstance(sent, list) else [sent]):
        pointer = f"/body/environments/{index}" if isinstance(sent, list) else "/body/environments"
        meant = [row["id"] for row in known if any(settings.get(key) == row[key] for key in _KEYS)]
        if len(meant) == 1:
            _change(context, meant[0], settings, pointer)
        else:
            text = f"ignored: {' or '.join(_KEYS)} must be that of an environment of the customer"
            context.notes.append(Reason(pointer, "required", text))


def _change(context: Context, environment_id: int, settings: Json, pointer: str) -> None:
    changes = {name: settings[name] for name in _CHANGEABLE if name in settings}
    wanted = changes.get("external_id")
    other = None if wanted is None else context.session.scalar(_SAME, wanted=wanted, except_id=environment_id)
    if other is not None:
        raise bad_request(f"{pointer}/external_id", "unique", f"the workspace {other} has this external id")
    if changes:
        context.session.execute(_UPDATE, wanted=environment_id, updated_at=context.time(), **changes)
