"""Signs the short-lived URLs of zip files, and checks them."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from urllib.parse import urlencode

from workato_embedded_mock.rules.context import Context

# The key is not secret: it makes changed URLs fail as those of the real store do.
_KEY = b"workato-mock"

# The code of the error for a URL without a signature, or one that has expired.
NOT_SIGNED = "AccessDenied"


def download_url(context: Context, package_id: int) -> str:
    """Return a URL of a zip file that is valid for some seconds of the namespace's clock."""
    seconds = context.transitions.download_seconds
    expires = int((context.clock.now() + timedelta(seconds=seconds)).timestamp() * 1000)
    namespace_id = context.session.namespace_id
    query = {
        "namespace_id": namespace_id,
        "expires": expires,
        "signature": _signature(namespace_id, package_id, expires),
    }
    return f"{context.origin()}/_mock/packages/{package_id}.zip?{urlencode(query)}"


def why_invalid(context: Context, package_id: int, expires: int | None, signature: str | None) -> str | None:
    """Return why a URL gives no access, as the code of an error; None if it is valid."""
    if expires is None or signature is None:
        return NOT_SIGNED
    if not hmac.compare_digest(
        signature.encode(), _signature(context.session.namespace_id, package_id, expires).encode()
    ):
        return "SignatureDoesNotMatch"
    return NOT_SIGNED if context.clock.now().timestamp() * 1000 > expires else None


def _signature(namespace_id: int, package_id: int, expires: int) -> str:
    text = f"{namespace_id}/{package_id}/{expires}"
    return hmac.new(_KEY, text.encode(), hashlib.sha256).hexdigest()
