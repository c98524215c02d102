"""Handlers for packages: the zip files of exports and imports, and what an import would do."""

from __future__ import annotations

from starlette.responses import Response

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.inspection import inspect_package as inspected
from workato_embedded_mock.resources.packages.packages import package_archive
from workato_embedded_mock.rules.context import Context

# The code of the error for a URL without a signature, one that has expired, and one of an account that was deleted.
_NO_ACCESS = "AccessDenied"
_DENIED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    "<Error><Code>{code}</Code><Message>The URL has expired or is not valid; read the status again</Message></Error>"
)


def download_package(
    tools: Tools,
    package_id: int,
    expires: int | None = None,
    signature: str | None = None,
) -> Response:
    """Return the zip file of an export or import. Callers that have its URL need no token."""
    if expires is None or signature is None:
        return _denied(_NO_ACCESS)
    vendor_id = tools.downloads.vendor_id(signature, package_id, expires)
    if vendor_id is None:
        return _denied("SignatureDoesNotMatch")
    name = tools.namespaces.name_of_vendor(vendor_id)
    data = None if name is None else tools.write(name, _archive, package_id=package_id, expires=expires)
    if data is None:
        return _denied(_NO_ACCESS)
    headers = {"content-disposition": f'attachment; filename="package_{package_id}.zip"'}
    return Response(data, media_type="application/zip", headers=headers)


def inspect_package(
    tools: Tools,
    namespace: str,
    managed_user_id: str | None,
    folder_id: str | None,
    restart_recipes: bool,
    body: bytes,
) -> Json:
    """Return what an import of a zip file would create and update, without importing it."""
    return tools.rehearse(
        namespace,
        inspected,
        managed_user_id=managed_user_id,
        folder_id=folder_id,
        restart_recipes=restart_recipes,
        body=body,
    )


def _denied(code: str) -> Response:
    return Response(_DENIED.format(code=code), status_code=403, media_type="application/xml")


def _archive(context: Context, package_id: int, expires: int) -> bytes | None:
    """Return the bytes of a zip file; None if its URL has expired."""
    has_expired = context.clock.now().timestamp() * 1000 > expires
    return None if has_expired else package_archive(context, package_id)
