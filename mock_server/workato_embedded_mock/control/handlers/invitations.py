"""Handlers for the invitations of a namespace, from the side of the invited people."""

from __future__ import annotations

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.managed_users.invited_people import accept_pending_invitation, pending_invitations


def list_invitations(tools: Tools, namespace: str) -> Json:
    """Return the pending invitations."""
    return tools.read(namespace, pending_invitations)


def accept_invitation(tools: Tools, namespace: str, body: Json) -> Json:
    """Accept an invitation: the invited person becomes a member."""
    return tools.write(namespace, accept_pending_invitation, wanted=body)
