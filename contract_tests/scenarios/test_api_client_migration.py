"""A partner moves a customer from API clients of version 1 to those of version 2 with keys."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from workato_embedded import NotFoundError, WorkatoEmbedded
from workato_embedded.models import ApiAccessProfile, ApiClientV2

CUSTOMER = "Ecust-0042"
ADDRESSES = ["203.0.113.0/24"]


def move(client: WorkatoEmbedded, old: ApiClientV2, jwt_secret: str) -> dict[int, str]:
    """Replace a client of version 1 by clients with keys; return the new tokens by the id of the access profile.

    A client of version 2 has one type and one set of collections, so each combination needs a client.
    """
    platform = client.api_platform
    groups: dict[tuple[str, tuple[int, ...]], list[ApiAccessProfile]] = defaultdict(list)
    for profile in platform.access_profiles.list(CUSTOMER, api_client_id=old.id):
        groups[profile.auth_type, tuple(profile.api_collection_ids)].append(profile)
    tokens = {}
    for (auth_type, collections), profiles in groups.items():
        settings: dict[str, Any] = {"auth_type": auth_type}
        if auth_type == "jwt":
            settings |= {"jwt_method": "hmac", "jwt_secret": jwt_secret, "oidc_issuer": "https://id.example.com"}
        name = f"{old.name} ({auth_type})"
        new = platform.clients_v2.create(CUSTOMER, name=name, api_collection_ids=collections, **settings)
        for profile in profiles:
            key = platform.keys.create(
                CUSTOMER, new.id, name=profile.name, active=profile.active, ip_allow_list=ADDRESSES
            )
            if isinstance(key.auth_token, str):
                tokens[profile.id] = key.auth_token
    platform.clients_v2.delete(CUSTOMER, old.id)
    return tokens


@pytest.mark.round_trip("create_api_client_v2", "create_api_key", "delete_api_client_v2")
def test_move_a_customer_from_v1_api_clients_to_v2_keys(client: WorkatoEmbedded) -> None:
    """Each access profile becomes a key with its name, state and collections, and version 1 is empty afterwards."""
    platform = client.api_platform
    added = platform.access_profiles.create(
        CUSTOMER, name="Kiosk", api_client_id=3501, api_collection_ids=[3301], auth_type="token"
    )
    profiles = {profile.id: profile for profile in platform.access_profiles.list(CUSTOMER)}
    (old,) = [one for one in platform.clients_v2.list(CUSTOMER) if one.is_legacy]
    assert (old.id, old.total_api_keys_count) == (3501, 0)
    assert [collection.id for collection in old.api_collections] == [3301]
    tokens = move(client, old, "not-a-real-secret")
    assert tokens.keys() == {3601, added.id}
    assert added.secret not in tokens.values()
    moved = [one for one in platform.clients_v2.list(CUSTOMER) if one.name.startswith("Storefront (")]
    keys = {key.name: (one, key) for one in moved for key in platform.keys.list(CUSTOMER, one.id)}
    assert keys.keys() == {profile.name for profile in profiles.values()}
    for profile in profiles.values():
        new, key = keys[profile.name]
        assert (new.is_legacy, key.auth_type, key.active) == (False, profile.auth_type, profile.active)
        assert [collection.id for collection in new.api_collections] == profile.api_collection_ids
        assert key.ip_allow_list == ADDRESSES
    assert platform.clients.list(CUSTOMER).items == []
    assert platform.access_profiles.list(CUSTOMER).items == []
    with pytest.raises(NotFoundError):
        platform.access_profiles.enable(CUSTOMER, 3601)


def test_rotate_the_secret_of_a_key(client: WorkatoEmbedded) -> None:
    """A new key and the old one work side by side until the old one is disabled and then gets a new secret."""
    keys = client.api_platform.keys
    new = keys.create(CUSTOMER, 3502, name="production 2", active=True)
    assert client.api_platform.clients_v2.get(CUSTOMER, 3502).active_api_keys_count == 2
    keys.disable(CUSTOMER, 3502, 3701)
    assert [key.id for key in keys.list(CUSTOMER, 3502) if key.active] == [new.id]
    fresh = keys.refresh_secret(CUSTOMER, 3502, 3701)
    assert (fresh.active, fresh.active_since) == (False, None)
    assert fresh.auth_token not in (None, new.auth_token)
