"""Compares assets with the last export of a customer; must not read packages."""

from __future__ import annotations

from sqlalchemy import bindparam, exists, select

from workato_embedded_mock.instruments.clock import parse_time
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.assets import KINDS, folder_assets, load_folder
from workato_embedded_mock.resources.packages.records import EXPORT
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.packages import export_manifests, packages

_M, _P = export_manifests.c, packages.c
_EXPORTED = select(export_manifests).where(
    _M.namespace == NAMESPACE_ID,
    exists().where(
        _P.namespace == NAMESPACE_ID,
        _P.managed_user_id == bindparam("owner"),
        _P.operation_type == EXPORT,
        _P.status == "completed",
        _P.export_manifest_id == _M.id,
    ),
)
_CHANGED = {
    kind: select(table.c.id, table.c.created_at, table.c.updated_at).where(
        table.c.namespace == NAMESPACE_ID, table.c.managed_user_id == bindparam("owner")
    )
    for kind, table in KINDS.items()
}


class AssetStatus:
    """Whether the assets of a customer are new, changed or unchanged since their last completed export."""

    def __init__(self, context: Context, owner: int) -> None:
        self._exported: dict[tuple[str, int], float] = {}
        for manifest in context.session.all(_EXPORTED, owner=owner):
            exported = _time(manifest["last_exported_at"])
            for asset in listed_assets(context, manifest):
                if asset.get("checked", True):
                    key = asset["type"], asset["id"]
                    self._exported[key] = max(self._exported.get(key, exported), exported)
        self._changed = {
            (kind, row["id"]): (_time(row["created_at"]), _time(row["updated_at"]))
            for kind, statement in _CHANGED.items()
            for row in context.session.all(statement, owner=owner)
        }

    def of(self, kind: str, asset_id: int) -> str:
        """Return the status of an asset. Files that the mock does not interpret do not change."""
        key = kind, asset_id
        created, changed = self._changed.get(key, (0.0, 0.0))
        exported = self._exported.get(key)
        # A manifest without a list has assets that are newer than its export.
        if exported is None or created > exported:
            return "added"
        return "updated" if changed > exported else "no change"


def listed_assets(context: Context, manifest: Row) -> list[Json]:
    """Return the assets of a manifest; without a list, everything in its folder."""
    if manifest["assets"] is not None:
        listed: list[Json] = manifest["assets"]
        return listed
    folder = load_folder(context, manifest["folder_id"])
    return [] if folder is None else folder_assets(context, folder)


def _time(text: str | None) -> float:
    """Return a time in seconds; 0 without one."""
    found = parse_time(text or "")
    return 0.0 if found is None else found.timestamp()
