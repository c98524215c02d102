"""Roles, and invitations that use them."""

from __future__ import annotations

import pytest
from workato_embedded import BadRequestError, RateLimitError, WorkatoEmbedded


@pytest.mark.round_trip("copy_role", "list_roles")
def test_a_copied_role_is_listed_and_can_be_used_in_an_invitation(client: WorkatoEmbedded) -> None:
    """An invitation with the name of a copied role works; a second invitation of the address gets a 429."""
    with pytest.raises(BadRequestError):
        client.member_invitations.create(512044, name="Lou", email="lou@example.com", role_name="Inspector")
    made = client.roles.copy(512044, 2202, name="Inspector")
    (listed,) = client.roles.list(512044, role_name="Inspector").items
    assert (listed.id, listed.folder_ids) == (made.id, ["5512", "5513"])
    before = client.managed_users.members.list(512044)
    client.member_invitations.create(512044, name="Lou", email="lou@example.com", role_name="Inspector")
    assert client.managed_users.members.list(512044) == before
    with pytest.raises(RateLimitError):
        client.member_invitations.create(512044, name="Lou", email="lou@example.com", role_name="Inspector")
