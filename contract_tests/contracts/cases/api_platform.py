"""Cases of the API platform."""

from __future__ import annotations

from contract_tests.contracts.case import (
    ACCESS_PROFILE,
    API_CLIENT,
    API_CLIENT_V2,
    API_COLLECTION,
    API_ENDPOINT,
    API_ENDPOINT_OF_A_STOPPED_RECIPE,
    API_KEY,
    CUSTOMER,
    DISABLED_API_KEY,
    JWT_ACCESS_PROFILE,
    JWT_API_CLIENT,
    JWT_API_KEY,
    NO_OBJECT,
    PROJECT,
    Case,
)

_BAD_PAGES = ("page=0", "page=none", "per_page=0", "per_page=1.5")
_PROFILE = '"name": "a", "api_client_id": 3501'
_CLIENT = '"name": "a", "api_collection_ids": [3301]'

CASES = {
    "list_api_collections": Case(
        lambda c: c.api_platform.collections.list(CUSTOMER, page=1, per_page=10), bad_queries=_BAD_PAGES
    ),
    "create_api_collection": Case(
        lambda c: c.api_platform.collections.create(
            CUSTOMER, name="Invoices API", project_id=str(PROJECT), version="2.0"
        ),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            '{"name": ""}',
            '{"name": "Orders API", "version": "1.0"}',
            '{"name": "a", "version": "12345678901"}',
            '{"name": "a", "project_id": "x"}',
            '{"name": "a", "openapi_spec": {"content": "{", "format": "json"}}',
            '{"name": "a", "openapi_spec": {"content": "{}"}}',
        ),
    ),
    "list_api_endpoints": Case(
        lambda c: c.api_platform.endpoints.list(CUSTOMER, api_collection_id=API_COLLECTION, per_page=1),
        bad_queries=(*_BAD_PAGES, "api_collection_id=orders"),
    ),
    "enable_api_endpoint": Case(
        lambda c: c.api_platform.endpoints.enable(CUSTOMER, API_ENDPOINT),
        bad_calls=(lambda c: c.api_platform.endpoints.enable(CUSTOMER, API_ENDPOINT_OF_A_STOPPED_RECIPE),),
    ),
    "disable_api_endpoint": Case(lambda c: c.api_platform.endpoints.disable(CUSTOMER, API_ENDPOINT)),
    "list_api_clients": Case(lambda c: c.api_platform.clients.list(CUSTOMER, page=2), bad_queries=_BAD_PAGES),
    "create_api_client": Case(
        lambda c: c.api_platform.clients.create(CUSTOMER, name="Portal", project_id=str(PROJECT)),
        bad_bodies=(*NO_OBJECT, "{}", '{"name": ""}', '{"name": "a", "project_id": true}'),
    ),
    "list_api_access_profiles": Case(
        lambda c: c.api_platform.access_profiles.list(CUSTOMER, api_client_id=API_CLIENT),
        bad_queries=(*_BAD_PAGES, "api_client_id=storefront"),
    ),
    "create_api_access_profile": Case(
        lambda c: c.api_platform.access_profiles.create(
            CUSTOMER,
            name="Storefront by OAuth",
            api_client_id=API_CLIENT,
            api_collection_ids=[API_COLLECTION],
            auth_type="oauth2",
        ),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            f'{{{_PROFILE}, "auth_type": "token"}}',
            f'{{{_PROFILE}, "auth_type": "token", "api_collection_ids": []}}',
            f'{{{_PROFILE}, "auth_type": "basic", "api_collection_ids": [3301]}}',
            f'{{{_PROFILE}, "auth_type": "jwt", "api_collection_ids": [3301], "jwt_method": "hmac"}}',
            f'{{{_PROFILE}, "auth_type": "oidc", "api_collection_ids": [3301], "oidc_issuer": "a", '
            '"oidc_jwks_uri": "b"}',
        ),
    ),
    "update_api_access_profile": Case(
        lambda c: c.api_platform.access_profiles.update(
            CUSTOMER, ACCESS_PROFILE, name="Storefront by JWT", auth_type="jwt", jwt_method="hmac", jwt_secret="none"
        ),
        bad_bodies=(
            *NO_OBJECT,
            '{"name": ""}',
            '{"auth_type": "basic"}',
            '{"auth_type": "jwt"}',
            '{"api_collection_ids": []}',
            '{"oidc_issuer": "a", "oidc_jwks_uri": "b"}',
        ),
    ),
    "enable_api_access_profile": Case(
        lambda c: c.api_platform.access_profiles.enable(CUSTOMER, JWT_ACCESS_PROFILE), never_bad=True
    ),
    "disable_api_access_profile": Case(lambda c: c.api_platform.access_profiles.disable(CUSTOMER, ACCESS_PROFILE)),
    "refresh_api_access_profile_secret": Case(
        lambda c: c.api_platform.access_profiles.refresh_secret(CUSTOMER, ACCESS_PROFILE),
        bad_calls=(lambda c: c.api_platform.access_profiles.refresh_secret(CUSTOMER, JWT_ACCESS_PROFILE),),
    ),
    "list_api_clients_v2": Case(
        lambda c: c.api_platform.clients_v2.list(CUSTOMER, cert_bundle_ids=[61, 62], per_page=1),
        bad_queries=(*_BAD_PAGES, "project_id=none", "cert_bundle_ids=none"),
    ),
    "create_api_client_v2": Case(
        lambda c: c.api_platform.clients_v2.create(
            CUSTOMER, name="Resellers", api_collection_ids=[API_COLLECTION], auth_type="oauth2", project_id=PROJECT
        ),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            f"{{{_CLIENT}}}",
            f'{{{_CLIENT}, "auth_type": "basic"}}',
            '{"name": "a", "api_collection_ids": [], "auth_type": "token"}',
            f'{{{_CLIENT}, "auth_type": "token", "api_portal_id": 5}}',
            f'{{{_CLIENT}, "auth_type": "token", "email": "dev@example.com"}}',
            f'{{{_CLIENT}, "auth_type": "jwt", "jwt_method": "hmac", "oidc_issuer": "a"}}',
            f'{{{_CLIENT}, "auth_type": "oidc"}}',
        ),
    ),
    "get_api_client_v2": Case(lambda c: c.api_platform.clients_v2.get(CUSTOMER, API_CLIENT_V2)),
    "update_api_client_v2": Case(
        lambda c: c.api_platform.clients_v2.update(
            CUSTOMER, API_CLIENT_V2, name="Resellers", auth_type="oidc", oidc_issuer="https://example.com"
        ),
        bad_bodies=(*NO_OBJECT, '{"name": ""}', '{"auth_type": "oidc"}', '{"email": "dev@example.com"}'),
    ),
    "delete_api_client_v2": Case(lambda c: c.api_platform.clients_v2.delete(CUSTOMER, API_CLIENT_V2)),
    "list_api_keys": Case(
        lambda c: c.api_platform.keys.list(CUSTOMER, API_CLIENT_V2, per_page=1), bad_queries=_BAD_PAGES
    ),
    "create_api_key": Case(
        lambda c: c.api_platform.keys.create(
            CUSTOMER, API_CLIENT_V2, name="reporting", active=True, ip_allow_list=["203.0.113.0/24"]
        ),
        bad_bodies=(
            *NO_OBJECT,
            '{"name": "a"}',
            '{"active": true}',
            '{"name": "a", "active": true, "ip_allow_list": ["example.com"]}',
        ),
    ),
    "update_api_key": Case(
        lambda c: c.api_platform.keys.update(
            CUSTOMER, API_CLIENT_V2, API_KEY, name="reporting", ip_deny_list=["198.51.100.7"]
        ),
        bad_bodies=(*NO_OBJECT, '{"name": ""}', '{"ip_deny_list": ["203.0.113.0/33"]}'),
    ),
    "enable_api_key": Case(lambda c: c.api_platform.keys.enable(CUSTOMER, API_CLIENT_V2, DISABLED_API_KEY)),
    "disable_api_key": Case(lambda c: c.api_platform.keys.disable(CUSTOMER, API_CLIENT_V2, API_KEY)),
    "refresh_api_key_secret": Case(
        lambda c: c.api_platform.keys.refresh_secret(CUSTOMER, API_CLIENT_V2, API_KEY),
        bad_calls=(lambda c: c.api_platform.keys.refresh_secret(CUSTOMER, JWT_API_CLIENT, JWT_API_KEY),),
    ),
}
