"""API collections with their endpoints, and API clients with their keys and access profiles."""

from __future__ import annotations

from workato_embedded_mock.seeds.form import defaults
from workato_embedded_mock.seeds.form.declaring import Under, declare
from workato_embedded_mock.seeds.form.kinds import Entry, Kind

_CLIENT = Under("api_clients", "api_client_id")
_GATEWAY = "https://apim.example.com"
_DOCUMENTS = "https://www.example.com/doc/service"
_YES = defaults.value(True)  # the value of a column


def _url(entry: Entry) -> str:
    return f"{_GATEWAY}/{defaults.slug(entry)}-{entry.id}"


def _spec_url(entry: Entry) -> str:
    return f"{_DOCUMENTS}/{defaults.slug(entry)}-{entry.id}/swagger?token=not-a-real-token-{entry.id}"


def _base_path(entry: Entry) -> str:
    collection = entry.owner.get("url") if entry.owner else ""
    return f"{collection.removeprefix(_GATEWAY)}/{entry.get('path')}"


def _endpoint_url(entry: Entry) -> str:
    collection = entry.owner.get("url") if entry.owner else ""
    return f"{collection}/{entry.get('path')}"


def _collections(table: str, under: Under) -> Kind:
    return declare(
        "collections",
        table,
        "API collection",
        under,
        shape="links",
        defaults_of={"position": lambda entry: entry.position},
        text="The names or ids of API collections, in their order.",
    )


API_COLLECTIONS = declare(
    "api_collections",
    "api_collections",
    "API collection",
    labels=("name",),
    defaults_of={"url": _url, "api_spec_url": _spec_url, "version": defaults.value("1.0")},
    children=(
        declare(
            "endpoints",
            "api_endpoints",
            "endpoint",
            Under("api_collections", "api_collection_id"),
            labels=("name",),
            defaults_of={
                "method": defaults.value("GET"),
                "path": defaults.slug,
                "url": _endpoint_url,
                "base_path": _base_path,
                "active": _YES,
            },
            text="Endpoints. Each calls a recipe.",
        ),
    ),
    text="API collections with their endpoints.",
)
API_CLIENTS = declare(
    "api_clients",
    "api_clients",
    "API client",
    labels=("name",),
    children=(
        declare(
            "settings", "api_client_settings", "the settings", _CLIENT, shape="one", text="What only version 2 has."
        ),
        _collections("api_client_collections", _CLIENT),
        declare(
            "keys",
            "api_keys",
            "key",
            _CLIENT,
            labels=("name",),
            defaults_of={
                "active": _YES,
                "auth_token": defaults.numbered("not-a-real-token-{0}"),
                "active_since": defaults.created_at,
            },
            text="API keys.",
        ),
        declare(
            "access_profiles",
            "api_access_profiles",
            "access profile",
            _CLIENT,
            labels=("name",),
            defaults_of={
                "active": _YES,
                "auth_type": defaults.value("token"),
                "secret": defaults.if_equal("auth_type", "token", defaults.numbered("not-a-real-token-{0}"), None),
            },
            children=(
                _collections("api_access_profile_collections", Under("api_access_profiles", "api_access_profile_id")),
            ),
            text="Access profiles of version 1.",
        ),
    ),
    text="Clients of the API platform, with their keys and access profiles.",
)
