"""Copies a build into an environment; must not decide when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import bindparam, select

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.deployments.builds import archive_of_build
from workato_embedded_mock.resources.packages.assets import find_subfolder, folder_assets, load_folder
from workato_embedded_mock.resources.packages.files import Package, PackageError, read_package
from workato_embedded_mock.resources.packages.imports import run_import
from workato_embedded_mock.resources.workspace.folders import add_folder, change_folder
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import home_folder
from workato_embedded_mock.store.archives import ArchiveError, read_archive
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.deployments import deployments
from workato_embedded_mock.store.tables.folders import folders, projects

_T = deployments.c
_EARLIER = (
    select(_T.target_folder_id)
    .join(folders, (folders.c.namespace == _T.namespace) & (folders.c.id == _T.target_folder_id))
    .where(
        _T.namespace == NAMESPACE_ID,
        _T.managed_user_id == bindparam("owner"),
        _T.project_id == bindparam("project"),
        _T.environment_type == bindparam("environment"),
    )
    .order_by(_T.id.desc())
)
_NAME = (
    select(folders.c.name)
    .join(projects, (projects.c.namespace == folders.c.namespace) & (projects.c.folder_id == folders.c.id))
    .where(projects.c.namespace == NAMESPACE_ID, projects.c.id == bindparam("project"))
)


@dataclass(frozen=True, slots=True)
class Promotion:
    """The result of a deployment.

    Attributes:
        error: Why it failed; None if it succeeded.
        folder_id: The folder of the project in the target.
        assets: What was deployed.
    """

    error: str | None
    folder_id: int | None = None
    assets: list[Json] | None = None


def promote(context: Context, deployment: Row, build: Row, target_id: int) -> Promotion:
    """Copy a build into an environment.

    Recipes and connections are matched by name with those of earlier deployments. A changed recipe that runs is started
    again. New recipes are stopped, and new connections unauthorized. Nothing is deleted in the target.
    """
    data = archive_of_build(context, build)
    if data is None:
        return Promotion(f"the build {build['id']} has no zip file")
    name = context.session.scalar(_NAME, project=deployment["project_id"])
    if name is None:
        return Promotion(f"the project {deployment['project_id']} was deleted")
    try:
        files = read_archive(data)
        folder_id = _target_folder(context, deployment, target_id, name)
        before = _ids(context, folder_id)
        package = read_package(files) if files else Package()
        row = {
            "managed_user_id": target_id,
            "folder_id": folder_id,
            "home_folder_id": None,
            "restart_recipes": True,
            "include_tags": deployment["include_tags"],
        }
        result = run_import(context, row, package)
    except (ArchiveError, PackageError) as error:
        return Promotion(str(error))
    if result.error:
        return Promotion(result.error)
    return Promotion(None, folder_id, list(_deployed(package, before, _ids(context, folder_id))))


def _target_folder(context: Context, deployment: Row, target_id: int, name: str) -> int:
    """Return the folder of the project in the target: of an earlier deployment, of the same name, or a new one."""
    wanted = {"project": deployment["project_id"], "environment": deployment["environment_type"]}
    earlier = context.session.scalar(_EARLIER, owner=deployment["managed_user_id"], **wanted)
    if earlier is not None:
        change_folder(context, target_id, earlier, name=name)
        return int(earlier)
    home = home_folder(context, target_id)
    found = find_subfolder(context, home, [name])
    return add_folder(context, target_id, name, home) if found is None else found


def _ids(context: Context, folder_id: int) -> dict[tuple[str, str, str], int]:
    """Return the ids of the assets in a folder by kind, subfolder and file name."""
    folder = load_folder(context, folder_id)
    assets = [] if folder is None else folder_assets(context, folder)
    return {(asset["type"], asset["folder"], asset["zip_name"]): asset["id"] for asset in assets}


def _deployed(
    package: Package, before: Mapping[tuple[str, str, str], int], after: Mapping[tuple[str, str, str], int]
) -> Iterator[Json]:
    """Yield the assets of a package that are in the folder of the project. Connections elsewhere are only used."""
    known = {(kind, asset_id) for (kind, *_), asset_id in before.items()}
    for asset in (*chain.from_iterable(package.assets.values()), *package.others):
        folder = "/".join(asset.folders)
        asset_id = after.get((asset.kind, folder, asset.zip_name))
        if asset_id is not None:
            state = "updated" if (asset.kind, asset_id) in known else "new"
            name = asset.content.get("name", asset.stem)
            yield {"id": asset_id, "name": name, "type": asset.kind, "state": state, "folder": folder}
