"""The rule of the key that verifies signatures of direct links."""

from __future__ import annotations

from sqlalchemy import insert, update

from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.workspace.public_keys import check_public_key
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.embedding import read_vendor_id
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.account import account

_UPDATE = update(account).where(account.c.namespace == NAMESPACE_ID)
_INSERT = insert(account).values(namespace=NAMESPACE_ID)


def update_signature_verification_key(context: Context, body: Json) -> Json:
    """Replace the public key."""
    key = body["key"]
    try:
        check_public_key(key)
    except ValueError as error:
        raise bad_request("/body/key", "format", str(error)) from error
    if not context.session.execute(_UPDATE, signature_verification_key=key):
        context.session.execute(_INSERT, signature_verification_key=key)
    return {"vendor_id": read_vendor_id(context.session), "success": True}
