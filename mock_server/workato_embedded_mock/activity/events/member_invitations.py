"""The events of invitations."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events

EVENTS: Events = {"invite_member": Event("member_invited", "MemberInvitation", resource_name="body.name")}
