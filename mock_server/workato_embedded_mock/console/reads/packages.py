"""Reads the exports and imports of an account, and their zip files."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from workato_embedded_mock.console.accounts import Account
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.packages import package_archive
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.packages import package_archives, packages

PAGE = 50

_P = packages.c
_COLUMNS = (
    _P.id,
    _P.operation_type,
    _P.managed_user_id,
    _P.status,
    _P.started_at,
    _P.error,
    _P.export_manifest_id,
    _P.folder_id,
    _P.recipe_status,
    _P.warnings,
)
_LIST = (
    select(*_COLUMNS)
    .where(_P.namespace == NAMESPACE_ID, _P.id < bindparam("before"))
    .order_by(_P.id.desc())
    .limit(PAGE + 1)
)
_ONE = select(*_COLUMNS).where(_P.namespace == NAMESPACE_ID, _P.id == bindparam("wanted"))
_SIZE = select(func.length(package_archives.c.data)).where(
    package_archives.c.namespace == NAMESPACE_ID, package_archives.c.package_id == bindparam("wanted")
)


def list_packages(tools: Tools, account: Account, before: int) -> list[Json]:
    """Return the packages with ids below a number, newest first: one page, and one more if there are more."""
    found: list[Json] = tools.read(account.name, _list, before=before)
    return found


def read_package(tools: Tools, account: Account, package_id: int) -> Json:
    """Return a package with the size of its zip file in bytes; None if there is no such package."""
    return tools.read(account.name, _one, package_id=package_id)


def package_file(tools: Tools, account: Account, package_id: int) -> bytes:
    """Return the zip file of a package.

    Raises:
        NotFoundError: It has none.
    """
    data: bytes = tools.write(account.name, package_archive, package_id=package_id)
    return data


def _list(context: Context, before: int) -> Json:
    return context.session.all(_LIST, before=before)


def _one(context: Context, package_id: int) -> Json:
    row = context.session.first(_ONE, wanted=package_id)
    return row and {**row, "size": context.session.scalar(_SIZE, wanted=package_id)}
