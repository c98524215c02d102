"""Handlers for the zip files of exports."""

from __future__ import annotations

from starlette.responses import Response

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.packages import export_archive
from workato_embedded_mock.rules.context import Context


def download_package(tools: Tools, package_id: int, namespace_id: int) -> Response:
    """Return the zip file of an export. Callers that have its URL need no token."""
    name = tools.namespaces.name(namespace_id)
    if name is None:
        raise not_found("/query/namespace_id", f"there is no namespace {namespace_id}")
    data = tools.write(name, _archive, package_id=package_id)
    headers = {"content-disposition": f'attachment; filename="package_{package_id}.zip"'}
    return Response(data, media_type="application/zip", headers=headers)


def _archive(context: Context, package_id: int) -> Json:
    return export_archive(context, package_id)
