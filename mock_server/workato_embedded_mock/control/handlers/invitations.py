"""Handlers: invitations, as the people see them who were invited; must not invite anybody."""

from __future__ import annotations

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.managed_users.invited_people import accept_pending_invitation, pending_invitations


def list_invitations(tools: Tools, namespace: str) -> Json:
    """List the invitations that wait for an answer."""
    return tools.read(namespace, pending_invitations)


def accept_invitation(tools: Tools, namespace: str, body: Json) -> Json:
    """Let an invited person join."""
    return tools.write(namespace, accept_pending_invitation, wanted=body)
