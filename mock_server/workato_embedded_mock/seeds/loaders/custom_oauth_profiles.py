"""Loads the custom OAuth profiles of the partner."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.store.tables.connectors import connectors
from workato_embedded_mock.store.tables.custom_oauth_profiles import custom_oauth_profiles


def load_custom_oauth_profile(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a custom OAuth profile. If the seed has connectors, the provider must be one that uses OAuth."""
    allow_only(scope)
    catalogue = builder.rows[connectors]
    connector = catalogue.get(value["provider"])
    if catalogue and (connector is None or not connector["oauth"]):
        raise SeedObjectError("/value/provider", f"the seed has no OAuth connector {value['provider']}")
    builder.add(custom_oauth_profiles, value["id"], row_of(custom_oauth_profiles, value))


LOADERS: Loaders = {
    "CustomOauthProfile": load_custom_oauth_profile,
}
