"""Writes tags of assets into packages, and gives imported assets their tags; must not decide whether.

How the platform writes tags is not known. Here, the file of an asset has the titles, descriptions and colors of its
tags, since handles differ between workspaces.
"""

from __future__ import annotations

from sqlalchemy import bindparam, select

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.assets import CONNECTION, RECIPE
from workato_embedded_mock.resources.workspace.tags import add_tag
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.tags import CONNECTION_TAGS, RECIPE_TAGS
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.tags import tags

# The property of the file of an asset.
TAGS = "tags"

_KINDS = {CONNECTION: CONNECTION_TAGS, RECIPE: RECIPE_TAGS}
_T = tags.c
_OWN = select(_T.id, _T.handle, _T.title, _T.description, _T.color).where(
    _T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner")
)


def tags_in_file(context: Context, owner: int, kind: str, asset_id: int) -> Json:
    """Return the properties of the file of an asset that have its tags; none if it has no tags."""
    if kind not in _KINDS:
        return {}
    (asset,) = _KINDS[kind].with_tags(context, [{"id": asset_id}])
    known = {row["handle"]: row for row in context.session.all(_OWN, owner=owner)}
    own = [{name: known[handle][name] for name in ("title", "description", "color")} for handle in asset["tags"]]
    return {TAGS: own} if own else {}


def import_tags(context: Context, owner: int, kind: str, asset_id: int, sent: Json) -> None:
    """Add the tags in the file of an asset to the imported asset. Tags are found by title, and added if missing."""
    if kind not in _KINDS:
        return
    ids = {row["title"]: row["id"] for row in context.session.all(_OWN, owner=owner)}
    for tag in sent if isinstance(sent, list) else ():
        title = tag.get("title") if isinstance(tag, dict) else None
        if not isinstance(title, str) or not title.strip():
            continue
        if title not in ids:
            more = {name: tag.get(name) for name in ("description", "color")}
            texts = {name: value if isinstance(value, str) else None for name, value in more.items()}
            ids[title] = add_tag(context, owner, title=title, **texts)
        _KINDS[kind].add(context, [asset_id], [ids[title]])
