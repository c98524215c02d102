"""Customer managers: people of the partner with a role in customer workspaces."""

from __future__ import annotations

import pytest
from workato_embedded import WorkatoEmbedded


@pytest.mark.round_trip(
    "list_customer_managers", "create_customer_manager", "update_customer_manager", "delete_customer_manager"
)
def test_a_customer_manager_is_created_updated_and_deleted(client: WorkatoEmbedded) -> None:
    """A person who is deleted as customer manager can be created again, and has the new role after an update."""
    client.customer_managers.delete(6602)
    made = client.customer_managers.create(team_collaborator_id=88102, role_id=318)
    assert made.user.name == "Kim Tarn"
    changed = client.customer_managers.update(made.id, role_id="2")
    assert changed.privilege_group.name == "Admin"
    assert client.customer_managers.list().items[-1] == changed
    assert len(client.customer_managers.list().items) == 2
