"""Signed tokens in forms: a request that changes something must come from a page of this console.

The token is signed with a key that all processes share, and names the session of the browser.
"""

from __future__ import annotations

import hmac
import secrets

from flask import abort, current_app, request, session
from itsdangerous import BadSignature, URLSafeSerializer
from markupsafe import Markup

FIELD = "csrf_token"
_HEADER = "X-CSRF-Token"
_SESSION = "csrf"
_SAFE = ("GET", "HEAD", "OPTIONS")


def csrf_token() -> str:
    """Return the token of the current session."""
    if _SESSION not in session:
        session[_SESSION] = secrets.token_urlsafe(16)
    token = _serializer().dumps(session[_SESSION])
    return token if isinstance(token, str) else token.decode()


def csrf_field() -> Markup:
    """Return the hidden field that each form needs."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token())


def check_csrf() -> None:
    """Reject a request that may change something and has no token of its session."""
    if request.method in _SAFE:
        return
    given = request.headers.get(_HEADER) or request.form.get(FIELD, "")
    try:
        named = _serializer().loads(given)
    except BadSignature:
        named = None
    if not isinstance(named, str) or not hmac.compare_digest(named, session.get(_SESSION, "")):
        abort(403, "this form is from another session: open the page again, and repeat what you did")


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="workato-mock-console-form")
