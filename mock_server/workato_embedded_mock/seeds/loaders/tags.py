"""Loads tags of customers, and assigns them to recipes and connections."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.recipes import recipes
from workato_embedded_mock.store.tables.tags import connection_tags, recipe_tags, tags

_ASSETS = (
    ("recipe_ids", "recipe_id", recipes, recipe_tags),
    ("connection_ids", "connection_id", connections, connection_tags),
)


def load_tag(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a tag; `in.recipe_ids` and `in.connection_ids` name the assets that have it, loaded before."""
    allow_only(scope, "managed_user_id", *(name for name, *_ in _ASSETS))
    owner = builder.parent(managed_users, scope, "managed_user_id")["id"]
    if any(row["handle"] == value["handle"] for row in builder.rows[tags].values()):
        raise SeedObjectError("/value/handle", f"another tag has the handle {value['handle']}")
    tag_id = builder.next_id(tags)
    builder.add(tags, tag_id, row_of(tags, value, id=tag_id, managed_user_id=owner))
    for name, column, assets, links in _ASSETS:
        for asset_id in dict.fromkeys(_ids(scope, name)):
            asset = builder.rows[assets].get(asset_id)
            if asset is None or asset["managed_user_id"] != owner:
                raise SeedObjectError(f"/in/{name}", f"the customer has no object with the id {asset_id}")
            builder.add(links, (asset_id, tag_id), {column: asset_id, "tag_id": tag_id})


def _ids(scope: Scope, name: str) -> list[int]:
    ids = scope.get(name, [])
    if not isinstance(ids, list) or not all(type(each) is int for each in ids):
        raise SeedObjectError(f"/in/{name}", "this must be a list of ids")
    return ids


LOADERS: Loaders = {
    "Tag": load_tag,
}
