"""Makes the short-lived URLs of zip files."""

from __future__ import annotations

from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.tables import vendor_id_of


def download_url(context: Context, package_id: int) -> str:
    """Return a URL of a zip file that is valid for some seconds of the namespace's clock."""
    expires = context.downloads.expiry(context.clock.now())
    signature = context.downloads.sign(vendor_id_of(context.namespace), package_id, expires)
    return f"{context.origin()}/_mock/packages/{package_id}.zip?expires={expires}&signature={signature}"
