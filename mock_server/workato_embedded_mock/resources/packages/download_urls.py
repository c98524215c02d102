"""Makes the short-lived URLs of zip files."""

from __future__ import annotations

from urllib.parse import urlencode

from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.embedding import read_vendor_id


def download_url(context: Context, package_id: int) -> str:
    """Return a URL of a zip file that is valid for some seconds of the namespace's clock."""
    expires = context.downloads.expiry(context.clock.now())
    signature = context.downloads.sign(read_vendor_id(context.session), package_id, expires)
    query = urlencode({"expires": expires, "signature": signature})
    return f"{context.origin()}/_mock/packages/{package_id}.zip?{query}"
