"""Lets callers with the control token open the console; the login page asks for it once.

Without a control token, callers on this machine can open it, as they can use the control plane.
"""

from __future__ import annotations

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from workato_embedded_mock.console.headers import STATIC
from workato_embedded_mock.http.control_access import ControlAccess

ACCESS = "CONTROL_ACCESS"

_ALLOWED = "allowed"
_UNAUTHORIZED = 401

guard = Blueprint("guard", __name__)


def check_access() -> ResponseReturnValue | None:
    """Reject the current request, unless its caller may open the console."""
    scope, access = request.environ["asgi.scope"], _access()
    rejection = access.page_rejection(scope)
    if rejection is None and request.endpoint not in (STATIC, "guard.login", "guard.log_in"):
        rejection = None if access.token and session.get(_ALLOWED) else access.caller_rejection(scope)
    if rejection is None:
        return None
    g.shut_out = True
    status, text = rejection
    if status != _UNAUTHORIZED:
        abort(status, text)
    return _login_page(_wanted(), status)


@guard.get("/login")
def login() -> ResponseReturnValue:
    """Show the login page."""
    return _login_page(url_for("overview.accounts"), 200)


@guard.post("/login")
def log_in() -> ResponseReturnValue:
    """Let a browser with the control token in, and return to the page that it wanted."""
    wanted, given = request.form.get("next", ""), request.form.get("token", "")
    access = _access()
    if not access.token or not access.is_token(given.strip()):
        return _login_page(wanted, 401, "this is not the control token of this server")
    session.clear()
    session[_ALLOWED] = True
    return redirect(_inside(wanted), 303)


@guard.post("/logout")
def log_out() -> ResponseReturnValue:
    """Forget that a browser had the control token."""
    session.clear()
    return redirect(url_for("guard.login"), 303)


def _login_page(wanted: str, status: int, error: str = "") -> ResponseReturnValue:
    g.shut_out = True
    return render_template("login.html", wanted=_inside(wanted), error=error), status


def _wanted() -> str:
    """Return the page to open after the login."""
    return request.script_root + request.full_path.rstrip("?") if request.method == "GET" else ""


def _inside(path: str) -> str:
    """Return a path of the console; any other path leads to the first page."""
    root = url_for("overview.accounts")
    return path if path.startswith(root) and path.isprintable() else root


def _access() -> ControlAccess:
    access: ControlAccess = current_app.config[ACCESS]
    return access
