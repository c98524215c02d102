"""What the imports of all kinds of assets share: the target, the package and what was imported."""

from __future__ import annotations

from collections.abc import Sequence

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.asset_tags import TAGS, import_tags
from workato_embedded_mock.resources.packages.assets import find_subfolder, load_folder
from workato_embedded_mock.resources.packages.files import Asset, Package
from workato_embedded_mock.resources.packages.kept_assets import delete_uninterpreted, files_of, save_file
from workato_embedded_mock.resources.packages.references import References
from workato_embedded_mock.resources.workspace.folders import add_folder
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import home_folder
from workato_embedded_mock.store.session import Row


class ImportTarget:
    """A folder of a customer into which a package is imported.

    Attributes:
        context: The context of the request.
        owner: The id of the customer.
        root: The id of the folder.
        home: The id of the folder for assets of the root folder.
        references: The references between the assets.
        include_tags: Whether the assets get the tags that the package has.
        used: The kinds and ids of the assets that files of the package have become; another file is another asset.
    """

    def __init__(self, context: Context, row: Row, package: Package) -> None:
        self.context = context
        self.owner: int = row["managed_user_id"]
        self.root: int = row["folder_id"]
        home = row["home_folder_id"]
        # The folder may have been deleted since the import was started.
        self.home: int = home if home and load_folder(context, home) else home_folder(context, self.owner)
        self.references = References(context, self.owner, self.root, self.home, package)
        self.include_tags = bool(row.get("include_tags"))
        self.used: set[tuple[str, int]] = set()

    def folder(self, names: tuple[str, ...]) -> int:
        """Return the id of the folder at a path of names below the target; add missing folders."""
        folder_id: int = self.root
        for name in names:
            found = find_subfolder(self.context, folder_id, [name])
            folder_id = add_folder(self.context, self.owner, name, folder_id) if found is None else found
        return folder_id

    def matching(self, asset: Asset, rows: Sequence[Row]) -> int | None:
        """Return which of some rows a file means: the one that it was before, else the first that no other file is."""
        unused = [row["id"] for row in rows if (asset.kind, row["id"]) not in self.used]
        for asset_id in unused:
            kept = files_of(self.context, self.owner, asset.kind, asset_id)
            if any(row["zip_name"] == asset.zip_name for row in kept):
                return int(asset_id)
        return unused[0] if unused else None

    def keep(
        self, asset: Asset, asset_id: int, stored: set[str], more: Json | None = None, folder_id: int | None = None
    ) -> None:
        """Keep the fields of an interpreted asset that its own table lacks, its file name and the files next to it.

        The folder is that of its file, or None if the asset itself is in that folder. Wanted tags are added.
        """
        if self.include_tags:
            import_tags(self.context, self.owner, asset.kind, asset_id, asset.content.get(TAGS))
        fields = {name: value for name, value in asset.content.items() if name not in {*stored, TAGS}}
        save_file(
            self.context,
            self.owner,
            asset.kind,
            asset_id,
            asset.companions,
            folder_id=folder_id,
            zip_name=asset.zip_name,
            name=asset.content.get("name"),
            fields={"fields": fields, **(more or {})},
        )

    def replace_uninterpreted(self, asset: Asset) -> None:
        """Forget the file of an asset that an earlier import could not interpret."""
        folder_id = find_subfolder(self.context, self.root, asset.folders)
        if folder_id is not None:
            delete_uninterpreted(self.context, self.owner, asset.kind, folder_id, asset.zip_name)
