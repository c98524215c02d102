"""Finds tags, and reads and changes those of recipes and connections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, Table, bindparam, delete, insert, select

from workato_embedded_mock.errors import not_found
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.recipes import recipes
from workato_embedded_mock.store.tables.tags import connection_tags, recipe_tags, tags

_BY_HANDLES = select(tags.c.id, tags.c.handle).where(
    tags.c.namespace == NAMESPACE_ID,
    tags.c.managed_user_id == bindparam("owner"),
    tags.c.handle.in_(bindparam("wanted", expanding=True)),
)


def find_tags(context: Context, owner: int, handles: Sequence[str], pointer: str) -> list[int]:
    """Return the ids of a customer's tags; `pointer` locates the list of their handles in the request.

    Raises:
        NotFoundError: The customer has no such tag.
    """
    found = {row["handle"]: int(row["id"]) for row in context.session.all(_BY_HANDLES, owner=owner, wanted=handles)}
    for index, handle in enumerate(handles):
        if handle not in found:
            raise not_found(f"{pointer}/{index}", f"the customer has no tag {handle}")
    return list(found.values())


class AssetTags:
    """The tags of one kind of asset.

    Args:
        assets: The table of the assets.
        links: The table of their tags.
        key: The column of `links` with the id of the asset.
        noun: What error messages call an asset.
    """

    def __init__(self, assets: Table, links: Table, key: str, noun: str) -> None:
        self._noun = noun
        asset_id, tag_id = links.c[key], links.c.tag_id
        wanted: BindParameter[Any] = bindparam("ids", expanding=True)
        self._owned = select(assets.c.id).where(
            assets.c.namespace == NAMESPACE_ID,
            assets.c.managed_user_id == bindparam("owner"),
            assets.c.id.in_(wanted),
        )
        self._handles = (
            select(asset_id.label("asset_id"), tags.c.handle)
            .join(tags, (tags.c.namespace == links.c.namespace) & (tags.c.id == tag_id))
            .where(links.c.namespace == NAMESPACE_ID, asset_id.in_(wanted))
            .order_by(tags.c.id)
        )
        one = (links.c.namespace == NAMESPACE_ID, asset_id == bindparam("asset"), tag_id == bindparam("tag"))
        self._find = select(tag_id).where(*one)
        self._remove = delete(links).where(*one)
        self._add = insert(links).values(
            {"namespace": NAMESPACE_ID, key: bindparam("asset"), "tag_id": bindparam("tag")}
        )

    def with_tags(self, context: Context, rows: Sequence[Row]) -> list[Row]:
        """Return assets in the form of the API with their `tags`: the handles, oldest tag first."""
        handles: dict[int, list[str]] = {row["id"]: [] for row in rows}
        for row in context.session.all(self._handles, ids=list(handles)):
            handles[row["asset_id"]].append(row["handle"])
        return [{**row, "tags": handles[row["id"]]} for row in rows]

    def check_owned(self, context: Context, owner: int, ids: Sequence[int], pointer: str) -> None:
        """Check that assets belong to a customer; `pointer` locates the list of their ids in the request.

        Raises:
            NotFoundError: The customer has no such asset.
        """
        found = {row["id"] for row in context.session.all(self._owned, owner=owner, ids=ids)}
        for index, asset_id in enumerate(ids):
            if asset_id not in found:
                raise not_found(f"{pointer}/{index}", f"the customer has no {self._noun} {asset_id}")

    def add(self, context: Context, asset_ids: Iterable[int], tag_ids: Iterable[int]) -> None:
        """Add tags to assets. A tag that an asset already has stays."""
        for pair in _pairs(asset_ids, tag_ids):
            if context.session.scalar(self._find, **pair) is None:
                context.session.execute(self._add, **pair)

    def remove(self, context: Context, asset_ids: Iterable[int], tag_ids: Iterable[int]) -> None:
        """Remove tags from assets. A tag that an asset does not have is ignored."""
        for pair in _pairs(asset_ids, tag_ids):
            context.session.execute(self._remove, **pair)


RECIPE_TAGS = AssetTags(recipes, recipe_tags, "recipe_id", "recipe")
CONNECTION_TAGS = AssetTags(connections, connection_tags, "connection_id", "connection")


def _pairs(asset_ids: Iterable[int], tag_ids: Iterable[int]) -> list[dict[str, int]]:
    wanted = list(tag_ids)
    return [{"asset": asset, "tag": tag} for asset in asset_ids for tag in wanted]
