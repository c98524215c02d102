"""Developer API clients, their roles, and what their tokens can do."""

from __future__ import annotations

import pytest
from workato_embedded import AuthenticationError, NotFoundError, WorkatoEmbedded

CUSTOMER = 512044


def has_access(client: WorkatoEmbedded, token: str) -> bool:
    """Return whether a token is accepted."""
    try:
        client.with_options(api_token=token).connectors.list(per_page=1)
    except AuthenticationError:
        return False
    return True


@pytest.mark.round_trip(
    "list_developer_api_clients",
    "create_developer_api_client",
    "get_developer_api_client",
    "update_developer_api_client",
    "delete_developer_api_client",
    "regenerate_developer_api_client_token",
    "list_developer_api_client_roles",
    "copy_developer_api_client_role",
)
def test_a_token_has_access_until_it_is_replaced_or_its_client_is_deleted(client: WorkatoEmbedded) -> None:
    """A client has a token that only its creation shows; a new token replaces it, and deleting the client ends both."""
    role = client.developer_api_clients.roles.copy(CUSTOMER, 26110)
    assert role in client.developer_api_clients.roles.list(CUSTOMER).items
    made = client.developer_api_clients.create(
        CUSTOMER, name="Deploy", api_privilege_group_id=role.id, all_folders=True, environment="PROD"
    )
    assert has_access(client, made.token.value)
    changed = client.developer_api_clients.update(CUSTOMER, made.id, name="Deploy to production")
    assert client.developer_api_clients.get(CUSTOMER, made.id) == changed
    assert (changed.name, changed.api_privilege_group_id) == ("Deploy to production", role.id)
    assert "value" not in changed.token.to_dict()

    replaced = client.developer_api_clients.regenerate_token(CUSTOMER, made.id)
    assert not has_access(client, made.token.value)
    assert has_access(client, replaced.token.value)
    client.developer_api_clients.delete(CUSTOMER, made.id)
    assert not has_access(client, replaced.token.value)
    with pytest.raises(NotFoundError):
        client.developer_api_clients.get(CUSTOMER, made.id)
    assert made.id not in [each.id for each in client.developer_api_clients.list(CUSTOMER)]
